package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** Jobs that are claimed before there is a slot for them, at a pace of 100 a second on two slots. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PrefetchTest extends EngineFixture {

    private StoreRequest.Beat beat;

    PrefetchTest() {
        super(2);
    }

    /** Two run, and three were claimed ahead of a slot. */
    @BeforeEach
    void two_run_and_three_wait() {
        on(Input.Signal.TIME);
        beat = only(StoreRequest.Beat.class);
        on(new Input.Beaten(beat.heartbeat(), new HeartbeatResult(true, Set.of(), Set.of(), STORE_TIME)));
        answer(ids("a", 2));
        for (int i = 0; i < 4; i++) {
            now += TimeUnit.MILLISECONDS.toNanos(10);
            on(returned("a" + i));
            answer("a" + (i + 2));
        }
        now += TimeUnit.MILLISECONDS.toNanos(10);
        on(returned("a4"));
        assertThat(claim().limit())
                .as("one slot, and the four that ended in 50 ms")
                .isEqualTo(5);
        answer("b0", "b1", "b2", "b3");
        assertThat(started()).containsExactly("b0");
    }

    @Test
    void the_next_one_begins_when_one_ends_in_the_order_of_the_claim() {
        on(returned("b0"));
        assertThat(started()).containsExactly("b1");
        on(returned("a5"), returned("b1"));
        assertThat(started()).containsExactly("b2", "b3");
    }

    @Test
    void all_of_them_are_reported_to_be_held() {
        now = TimeUnit.SECONDS.toNanos(4);
        on(Input.Signal.TIME);
        assertThat(only(StoreRequest.Beat.class).heartbeat().held())
                .containsOnlyKeys(
                        Stream.of("a5", "b0", "b1", "b2", "b3").map(JobId::of).toList());
    }

    @Test
    void a_suspect_begins_before_those_that_wait_and_is_the_only_one() {
        on(returned("a5"));
        assertThat(claim().suspects()).isTrue();
        trade(only(StoreRequest.Trade.class).exchange(), job("suspect", 1, true), job("c0"));
        on(returned("b0"));
        assertThat(started()).containsExactly("suspect");
        assertThat(claim().suspects()).isFalse();
    }

    @Test
    void the_exchange_that_settles_a_suspect_claims_the_next_one() {
        on(returned("a5"));
        trade(only(StoreRequest.Trade.class).exchange(), job("suspect", 1, true));
        on(returned("b0"));
        answer();
        on(returned("suspect"));
        assertThat(settlements())
                .extracting(settlement -> settlement.job().value())
                .containsExactly("suspect");
        assertThat(claim().suspects()).isTrue();
    }

    @Test
    void no_exchange_is_made_for_a_claim_alone_while_most_of_what_may_wait_does() {
        on(Input.Signal.WORK);
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
    }

    @Test
    void nothing_more_is_claimed_ahead_once_jobs_take_long() {
        now += TimeUnit.SECONDS.toNanos(2);
        on(returned("b0"));
        assertThat(only(StoreRequest.Trade.class).exchange().claim()).isEmpty();
    }

    @Test
    void one_that_waits_is_cancelled_at_once() {
        beaten(new HeartbeatResult(true, Set.of(), Set.of(JobId.of("b2")), STORE_TIME));
        assertThat(all(Effect.Stop.class)).isEmpty();
        assertThat(settlements()).containsExactly(new Settlement(JobId.of("b2"), 7, new Verdict.Cancelled()));
        assertThat(startedByEnds("b0", "b1")).containsExactly("b1", "b3");
    }

    @Test
    void one_that_waits_and_is_this_nodes_no_more_is_not_begun() {
        now = TimeUnit.SECONDS.toNanos(4);
        on(Input.Signal.TIME);
        beat = only(StoreRequest.Beat.class);
        beaten(new HeartbeatResult(true, Set.of(JobId.of("b1")), Set.of(), STORE_TIME));
        assertThat(startedByEnds("b0", "b2")).containsExactly("b2", "b3");
    }

    @Test
    void a_drain_gives_those_that_wait_back_at_once_and_begins_none() {
        on(new Input.Drain(now + TimeUnit.SECONDS.toNanos(5)));
        assertThat(settlements())
                .extracting(settlement -> settlement.job().value(), Settlement::verdict)
                .containsExactlyElementsOf(Stream.of("b1", "b2", "b3")
                        .map(id -> tuple(id, new Verdict.Released()))
                        .toList());
        answer();
        on(returned("b0"));
        assertThat(started()).isEmpty();
    }

    @Test
    void a_lease_that_lapses_forgets_those_that_wait() {
        now = TimeUnit.SECONDS.toNanos(11);
        on(returned("b0"), returned("a5"));
        assertThat(started()).isEmpty();
        assertThat(all(Effect.NodeChanged.class)).hasSize(1);
        assertThat(only(StoreRequest.Beat.class).heartbeat().held()).isEmpty();
    }

    @Test
    void an_executor_that_takes_no_more_gets_none_of_those_that_wait() {
        on(new Input.Ended(key("b0"), new Outcome.NotStarted(), false));
        assertThat(started()).isEmpty();
        assertThat(settlements())
                .allSatisfy(settlement -> assertThat(settlement.verdict()).isEqualTo(new Verdict.Released()))
                .extracting(settlement -> settlement.job().value())
                .containsExactly("b0", "b1", "b2", "b3");
    }

    @Test
    void the_time_of_an_attempt_counts_from_its_beginning() {
        now += TimeUnit.SECONDS.toNanos(5);
        on(returned("b0"));
        long begun = now;
        beaten(new HeartbeatResult(true, Set.of(), Set.of(), STORE_TIME));
        while (all(Effect.Stop.class).stream().noneMatch(stop -> stop.run().equals(key("b1")))) {
            assertThat(now).as("when b1 was told to stop").isLessThanOrEqualTo(begun + TIMEOUT.toNanos());
            now += TimeUnit.SECONDS.toNanos(1);
            on(Input.Signal.TIME);
            all(StoreRequest.Beat.class).stream().findFirst().ifPresent(sent -> {
                beat = sent;
                beaten(new HeartbeatResult(true, Set.of(), Set.of(), STORE_TIME));
            });
        }
        assertThat(now).isEqualTo(begun + TIMEOUT.toNanos());
    }

    private List<String> startedByEnds(String first, String second) {
        on(returned(first));
        List<String> started = started();
        on(returned(second));
        return Stream.concat(started.stream(), started().stream()).toList();
    }

    private void beaten(HeartbeatResult result) {
        on(new Input.Beaten(beat.heartbeat(), result));
    }

    private Claim claim() {
        return only(StoreRequest.Trade.class).exchange().claim().orElseThrow();
    }

    private List<Settlement> settlements() {
        return only(StoreRequest.Trade.class).exchange().settlements();
    }

    private List<String> started() {
        return all(Effect.Start.class).stream()
                .map(start -> start.job().id().value())
                .toList();
    }

    private static String[] ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    /** Answers the exchange that is under way with jobs. */
    private void answer(String... jobs) {
        trade(
                only(StoreRequest.Trade.class).exchange(),
                Stream.of(jobs).map(EngineFixture::job).toArray(ClaimedJob[]::new));
    }
}
