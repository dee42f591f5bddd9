package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** Two exchanges under way at a time, on eight slots; two verdicts, or two jobs, are worth the second one. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PipelineTest extends EngineFixture {

    private static final List<String> JOBS = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    private Exchange second;

    PipelineTest() {
        super(8, 2);
    }

    /** Eight jobs run, one has ended, and the exchange that says so is under way. */
    @BeforeEach
    void one_is_under_way() {
        begin(JOBS.stream().map(EngineFixture::job).toArray(ClaimedJob[]::new));
        on(returned("a"));
        second = only(StoreRequest.Trade.class).exchange();
    }

    private Exchange sendAnother() {
        on(returned("b"), returned("c"));
        return only(StoreRequest.Trade.class).exchange();
    }

    @Test
    void a_second_one_goes_out_when_it_carries_much() {
        on(returned("b"));
        assertThat(all(StoreRequest.Trade.class)).as("for one verdict").isEmpty();

        on(returned("c"));
        Exchange third = only(StoreRequest.Trade.class).exchange();
        assertThat(third.sequence()).isEqualTo(second.sequence() + 1);
        assertThat(settled(third)).containsExactly("b", "c");
    }

    @Test
    void each_goes_through_a_pipe_in_which_none_is_under_way() {
        Exchange third = sendAnother();
        assertThat(third.pipe()).isNotEqualTo(second.pipe());

        trade(third);
        on(returned("d"), returned("e"));
        Exchange fourth = only(StoreRequest.Trade.class).exchange();
        assertThat(fourth.pipe()).isEqualTo(third.pipe());

        trade(second);
        on(returned("f"), returned("g"));
        assertThat(only(StoreRequest.Trade.class).exchange().pipe()).isEqualTo(second.pipe());
    }

    @Test
    void no_third_one_goes_out() {
        Exchange third = sendAnother();
        on(returned("d"), returned("e"), returned("f"));
        assertThat(all(StoreRequest.Trade.class)).isEmpty();

        trade(third);
        assertThat(settled(only(StoreRequest.Trade.class).exchange())).containsExactly("d", "e", "f");
    }

    @Test
    void jobs_that_were_asked_for_have_a_slot_already() {
        Exchange third = sendAnother();
        assertThat(limit(second)).isEqualTo(1);
        assertThat(limit(third)).isEqualTo(2);

        on(returned("d"));
        trade(second);
        on(returned("e"));
        assertThat(limit(only(StoreRequest.Trade.class).exchange()))
                .as("three run and two are asked for")
                .isEqualTo(3);
    }

    @Test
    void a_hint_is_worth_a_second_one_if_many_jobs_can_be_claimed() {
        trade(second);
        on(returned("b"));
        second = only(StoreRequest.Trade.class).exchange();
        assertThat(limit(second)).isEqualTo(2);
        on(Input.Signal.WORK);
        assertThat(all(StoreRequest.Trade.class)).as("without a slot").isEmpty();

        trade(second);
        second = only(StoreRequest.Trade.class).exchange();
        assertThat(limit(second)).as("the hint is not forgotten").isEqualTo(2);
        on(returned("c"));
        on(Input.Signal.WORK);
        assertThat(all(StoreRequest.Trade.class)).as("for one slot").isEmpty();
        on(returned("d"));
        assertThat(limit(only(StoreRequest.Trade.class).exchange())).isEqualTo(2);
    }

    @Test
    void time_alone_is_not_worth_a_second_one() {
        trade(second);
        onAt(3);
        assertThat(all(StoreRequest.Trade.class)).hasSize(1);
        onAt(3, returned("b"));
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
        onAt(5);
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
    }

    @Test
    void answers_come_in_any_order() {
        Exchange third = sendAnother();
        trade(third, job("x"), job("y"));
        assertThat(started()).containsExactly("x", "y");
        assertThat(all(Effect.Forget.class))
                .extracting(Effect.Forget::run)
                .containsExactlyInAnyOrder(key("b"), key("c"));

        trade(second, job("z"));
        assertThat(started()).containsExactly("z");
        assertThat(only(Effect.Forget.class).run()).isEqualTo(key("a"));
    }

    @Test
    void a_heartbeat_tells_the_last_exchange_before_the_first_one_without_an_answer() {
        Exchange third = sendAnother();
        trade(third);
        assertThat(throughAt(3)).isEqualTo(second.sequence() - 1);
    }

    /** What the next heartbeat tells, which is answered. */
    private long throughAt(long seconds) {
        onAt(seconds);
        Heartbeat beat = only(StoreRequest.Beat.class).heartbeat();
        beat(beat, Set.of(), Set.of());
        return beat.through();
    }

    @Test
    void a_heartbeat_tells_it_once_a_minute_as_long_as_no_call_failed() {
        trade(second);
        assertThat(throughAt(3)).isEqualTo(second.sequence());
        for (int seconds = 6; seconds < 63; seconds += 3) {
            assertThat(throughAt(seconds)).as("after %s s", seconds).isZero();
        }
        assertThat(throughAt(63)).isEqualTo(second.sequence());
    }

    @Test
    void a_heartbeat_tells_it_until_the_store_has_looked_past_all_calls_that_failed() {
        Exchange third = sendAnother();
        assertThat(throughAt(3)).isEqualTo(second.sequence() - 1);
        on(failed(third, Input.Failure.UNKNOWN));
        onAt(4);
        trade(third);
        assertThat(throughAt(6)).as("before the one without an answer").isEqualTo(second.sequence() - 1);
        trade(second);

        onAt(9);
        Heartbeat unanswered = only(StoreRequest.Beat.class).heartbeat();
        on(new Input.Failed(new StoreRequest.Beat(unanswered), Input.Failure.UNKNOWN, "no answer"));
        assertThat(unanswered.through()).isEqualTo(third.sequence());
        assertThat(throughAt(10)).isEqualTo(third.sequence());
        assertThat(throughAt(13)).isZero();
    }

    @Test
    void each_one_is_repeated_as_it_is_and_nothing_new_goes_out_before() {
        Exchange third = sendAnother();
        on(failed(second, Input.Failure.UNKNOWN));
        on(returned("d"), returned("e"));
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
        long wake = only(Effect.WakeAt.class).at();

        on(failed(third, Input.Failure.UNAVAILABLE));
        now = only(Effect.WakeAt.class).at();
        assertThat(now).isGreaterThan(wake);
        on(Input.Signal.TIME);
        assertThat(exchanges()).containsExactly(second, third);
    }

    @Test
    void one_that_failed_is_repeated_while_the_other_is_under_way() {
        sendAnother();
        on(failed(second, Input.Failure.UNKNOWN));
        now = only(Effect.WakeAt.class).at();
        on(Input.Signal.TIME);
        assertThat(exchanges()).containsExactly(second);
    }

    @Test
    void verdicts_that_were_refused_together_go_alone_once_the_other_exchange_is_answered() {
        Exchange third = sendAnother();
        on(failed(third, Input.Failure.REFUSED));
        on(returned("d"), returned("e"));
        onAt(1);
        assertThat(all(StoreRequest.Trade.class)).isEmpty();

        trade(second);
        assertThat(settled(only(StoreRequest.Trade.class).exchange())).containsExactly("b");
        on(returned("f"), returned("g"));
        assertThat(all(StoreRequest.Trade.class)).as("beside a verdict alone").isEmpty();
    }

    @Test
    void a_verdict_that_was_taken_alone_is_followed_by_all_the_others() {
        Exchange third = sendAnother();
        on(failed(third, Input.Failure.REFUSED));
        onAt(1, returned("d"));
        trade(second);
        trade(only(StoreRequest.Trade.class).exchange());
        assertThat(settled(only(StoreRequest.Trade.class).exchange())).containsExactly("c", "d");
    }

    @Test
    void one_that_may_have_had_its_effect_and_is_refused_when_repeated_is_taken_apart() {
        Exchange third = sendAnother();
        trade(second);
        on(failed(third, Input.Failure.UNKNOWN));
        now = only(Effect.WakeAt.class).at();
        on(Input.Signal.TIME);
        assertThat(exchanges()).containsExactly(third);

        on(failed(third, Input.Failure.REFUSED));
        onAt(1);
        Exchange fourth = only(StoreRequest.Trade.class).exchange();
        assertThat(settled(fourth)).containsExactly("b");
        assertThat(fourth.claim()).as("which might be what is refused").isEmpty();
        onAt(3);
        assertThat(only(StoreRequest.Beat.class).heartbeat().through()).isEqualTo(third.sequence());
    }

    @Test
    void one_of_two_asks_for_a_suspect() {
        Exchange third = sendAnother();
        assertThat(second.claim().map(Claim::suspects)).hasValue(true);
        assertThat(third.claim().map(Claim::suspects)).hasValue(false);
    }

    @Test
    void two_that_are_given_nothing_are_not_followed_by_another_look() {
        Exchange third = sendAnother();
        trade(second);
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
        trade(third);
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
    }

    @Test
    void an_earlier_one_can_only_bring_the_next_look_forward() {
        Exchange third = sendAnother();
        trade(second);
        on(returned("d"), returned("e"));
        Exchange fourth = only(StoreRequest.Trade.class).exchange();
        assertThat(third.claim().map(Claim::suspects)).hasValue(false);

        on(traded(fourth, Duration.ofMillis(400)));
        on(traded(third, null));
        assertThat(only(Effect.WakeAt.class).at()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
    }

    @Test
    void an_earlier_one_that_knows_of_a_job_brings_the_next_look_forward() {
        Exchange third = sendAnother();
        trade(second);
        on(returned("d"), returned("e"));
        Exchange fourth = only(StoreRequest.Trade.class).exchange();

        on(traded(fourth, null));
        on(traded(third, Duration.ofMillis(400)));
        assertThat(only(Effect.WakeAt.class).at()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
    }

    @Test
    void a_drain_waits_for_the_answers_to_both() {
        Exchange third = sendAnother();
        on(new Input.Drain(TimeUnit.SECONDS.toNanos(5)));
        on(JOBS.stream().skip(3).map(EngineFixture::returned).toArray(Input[]::new));
        trade(third, job("x"));
        assertThat(started()).isEmpty();
        Exchange fourth = only(StoreRequest.Trade.class).exchange();
        assertThat(settled(fourth)).containsExactly("d", "e", "f", "g", "h", "x");
        assertThat(fourth.settlements().get(5).verdict()).isEqualTo(new Verdict.Released());

        trade(fourth);
        assertThat(all(StoreRequest.Leave.class)).isEmpty();
        trade(second);
        assertThat(only(StoreRequest.Leave.class).node()).isEqualTo(engine.node());
    }

    @Test
    void answers_to_an_earlier_incarnation_start_nothing() {
        Exchange third = sendAnother();
        onAt(11);
        beat(only(StoreRequest.Beat.class).heartbeat(), Set.of(), Set.of());
        assertThat(all(StoreRequest.Trade.class)).as("both calls are under way").isEmpty();

        trade(second, job("x"));
        assertThat(started()).isEmpty();
        Exchange first = only(StoreRequest.Trade.class).exchange();
        assertThat(first.sequence()).isEqualTo(1);
        trade(third, job("y"));
        assertThat(started()).isEmpty();
        trade(first, job("z"));
        assertThat(started()).containsExactly("z");
    }

    private Input failed(Exchange exchange, Input.Failure failure) {
        return new Input.Failed(new StoreRequest.Trade(exchange), failure, "planned");
    }

    private List<Exchange> exchanges() {
        return all(StoreRequest.Trade.class).stream()
                .map(StoreRequest.Trade::exchange)
                .toList();
    }

    private static int limit(Exchange exchange) {
        return exchange.claim().orElseThrow().limit();
    }

    private static List<String> settled(Exchange exchange) {
        return exchange.settlements().stream()
                .map(Settlement::job)
                .map(JobId::value)
                .toList();
    }

    private List<String> started() {
        return all(Effect.Start.class).stream()
                .map(start -> start.job().id().value())
                .toList();
    }
}
