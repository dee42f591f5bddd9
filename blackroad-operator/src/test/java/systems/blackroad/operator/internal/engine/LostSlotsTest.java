package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.runtime.OperatorLoad;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.HeartbeatResult;

/** Handlers that ignore their interrupt: what is said of them, and what they hold up. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LostSlotsTest extends EngineFixture {

    private static final long GIVEN_UP = TIMEOUT.toSeconds() + 2;

    private final List<String> warnings = new ArrayList<>();
    private final List<OperatorLoad> loads = new ArrayList<>();
    private final List<Boolean> suspectWishes = new ArrayList<>();
    private List<ClaimedJob> offered = List.of();
    private boolean declaredDead;

    LostSlotsTest() {
        super(8);
    }

    /** Lets time pass until {@code second}, acting when the engine wishes to, and answers all that it asks. */
    private void until(double second) {
        long end = (long) (second * TimeUnit.SECONDS.toNanos(1));
        step(Input.Signal.TIME);
        long wake = all(Effect.WakeAt.class).get(0).at();
        while (wake <= end) {
            now = Math.max(now, wake);
            step(Input.Signal.TIME);
            wake = all(Effect.WakeAt.class).get(0).at();
        }
        now = end;
        step(Input.Signal.TIME);
    }

    private void step(Input... inputs) {
        on(inputs);
        all(Effect.Warn.class).forEach(warning -> warnings.add(warning.text()));
        all(Effect.LoadChanged.class).forEach(changed -> loads.add(changed.load()));
        Input[] answers = all(StoreRequest.class).stream().map(this::answer).toArray(Input[]::new);
        if (answers.length > 0) {
            step(answers);
        }
    }

    private Input answer(StoreRequest request) {
        if (request instanceof StoreRequest.Beat beat) {
            boolean live = !declaredDead;
            declaredDead = false;
            return new Input.Beaten(beat.heartbeat(), new HeartbeatResult(live, Set.of(), Set.of(), STORE_TIME));
        } else if (request instanceof StoreRequest.Trade trade) {
            trade.exchange().claim().ifPresent(claim -> suspectWishes.add(claim.suspects()));
            List<Acceptance> settled = trade.exchange().settlements().stream()
                    .map(settlement -> Acceptance.ACCEPTED)
                    .toList();
            List<ClaimedJob> claimed = offered;
            offered = List.of();
            return new Input.Traded(trade.exchange(), new ExchangeResult(settled, true, claimed, null));
        }
        return new Input.Rescued(0);
    }

    @Test
    void a_handler_that_ignores_its_interrupt_is_named_with_the_number_of_lost_slots() {
        begin(job("a"), job("b"));
        step(returned("b"));
        until(GIVEN_UP);
        assertThat(warnings).isEmpty();
        assertThat(loads).endsWith(new OperatorLoad(8, 1, 0), new OperatorLoad(8, 1, 1));

        until(GIVEN_UP + 1);
        assertThat(warnings)
                .containsExactly(
                        "1 of 8 slots are lost to handlers that ignore their interrupt, and no other job runs there"
                                + " until they return: a since PT1S");
    }

    @Test
    void it_is_named_again_once_a_minute_while_it_lasts_and_no_more_when_it_has_ended() {
        begin(job("a"));
        until(GIVEN_UP + 1 + 59.9);
        assertThat(warnings).hasSize(1);
        until(GIVEN_UP + 1 + 180);
        assertThat(warnings).hasSize(4).last().asString().endsWith(": a since PT3M1S");

        step(returned("a"));
        assertThat(loads).endsWith(new OperatorLoad(8, 0, 0));
        assertThat(warnings).as("one a second").hasSize(4);
        until(GIVEN_UP + 1 + 181);
        assertThat(warnings)
                .hasSize(5)
                .last()
                .isEqualTo("the handler of job a ended PT3M1S after it was told to; 0 of 8 slots are still lost");
        until(GIVEN_UP + 600);
        assertThat(warnings).hasSize(5);
    }

    @Test
    void a_handler_that_ends_within_a_second_after_it_was_given_up_is_no_news() {
        begin(job("a"));
        until(GIVEN_UP + 0.9);
        step(returned("a"));
        until(GIVEN_UP + 120);
        assertThat(warnings).isEmpty();
        assertThat(loads).contains(new OperatorLoad(8, 1, 1)).endsWith(new OperatorLoad(8, 0, 0));
    }

    @Test
    void one_report_tells_of_all_of_them_and_names_the_first_five() {
        begin(IntStream.rangeClosed(1, 7).mapToObj(i -> job("j" + i)).toArray(ClaimedJob[]::new));
        until(GIVEN_UP + 60);
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("7 of 8 slots")
                .contains("j1 since", "j5 since PT1S and 2 more")
                .doesNotContain("j6");
    }

    @Test
    void a_slot_that_is_lost_soon_after_another_came_back_waits_for_its_minute() {
        begin(job("a"));
        until(5);
        offered = List.of(job("b"));
        step(Input.Signal.WORK);
        until(GIVEN_UP + 1.5);
        step(returned("a"));
        until(GIVEN_UP + 1 + 59.9);
        assertThat(loads).last().isEqualTo(new OperatorLoad(8, 1, 1));
        assertThat(warnings).hasSize(2);
        until(GIVEN_UP + 1 + 60);
        assertThat(warnings).hasSize(3).last().asString().endsWith(": b since PT56S");
    }

    @Test
    void handlers_whose_lease_is_gone_hold_their_slots_and_are_named_too() {
        begin(job("a"), job("b"));
        declaredDead = true;
        until(3.5);
        assertThat(loads).last().isEqualTo(new OperatorLoad(8, 2, 2));
        step(threw("b"));
        until(4);
        assertThat(warnings)
                .last()
                .asString()
                .startsWith("1 of 8 slots are lost")
                .endsWith(": a since PT1S");
    }

    @Test
    void no_second_suspect_comes_while_the_handler_of_one_that_was_given_up_runs_on() {
        begin(job("a", 2, true));
        until(GIVEN_UP + 5);
        assertThat(suspectWishes).isNotEmpty().containsOnly(false);

        step(returned("a"));
        step(Input.Signal.WORK);
        assertThat(suspectWishes).last().isEqualTo(true);
    }
}
