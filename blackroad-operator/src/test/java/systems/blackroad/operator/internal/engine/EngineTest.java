package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Tick;
import systems.blackroad.api.store.Verdict;

/** The engine's transitions, one at a time: a test says what happens when, and reads what the engine asks for. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EngineTest extends EngineFixture {

    EngineTest() {
        super(4);
    }

    @Test
    void it_claims_nothing_before_the_store_knows_it() {
        on(Input.Signal.WORK);

        assertThat(only(StoreRequest.Beat.class).heartbeat().node()).isEqualTo(engine.node());
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
    }

    @Test
    void it_claims_as_many_as_it_has_slots_for() {
        Exchange first = begin(job("a"), job("b"), job("c"));

        assertThat(first.claim().orElseThrow().limit()).isEqualTo(4);
        assertThat(all(Effect.Start.class)).hasSize(3);
        on(Input.Signal.WORK);
        assertThat(only(StoreRequest.Trade.class)
                        .exchange()
                        .claim()
                        .orElseThrow()
                        .limit())
                .isEqualTo(1);
    }

    @Test
    void a_node_without_types_does_not_look_for_work_again_and_again() {
        Engine idle = new Engine(
                new Settings(Map.of(), 4, TIMING, 200, Retention.FOREVER, "host", "1", Set.of()), new Random(1));
        Heartbeat sent = idle.on(List.of(Input.Signal.TIME), 0).stream()
                .filter(StoreRequest.Beat.class::isInstance)
                .map(effect -> ((StoreRequest.Beat) effect).heartbeat())
                .findFirst()
                .orElseThrow();
        idle.on(List.of(new Input.Beaten(sent, new HeartbeatResult(true, Set.of(), Set.of(), STORE_TIME))), 0);

        assertThat(idle.on(List.of(Input.Signal.WORK), 0))
                .filteredOn(Effect.WakeAt.class::isInstance)
                .allSatisfy(wake -> assertThat(((Effect.WakeAt) wake).at()).isPositive());
    }

    @Test
    void a_job_that_is_due_in_centuries_is_looked_for_at_the_next_poll() {
        Exchange first = firstLook();

        on(traded(first, Duration.ofDays(300 * 365)));

        onAt(1.2);
        assertThat(all(StoreRequest.Trade.class)).hasSize(1);
    }

    @Test
    void a_store_that_expects_a_job_each_millisecond_and_gives_none_is_not_asked_as_often() {
        begin();
        on(traded(lookAgain(), Duration.ofMillis(1)));
        int looks = 0;
        long end = now + TimeUnit.SECONDS.toNanos(1);
        while (only(Effect.WakeAt.class).at() < end) {
            now = only(Effect.WakeAt.class).at();
            on(Input.Signal.TIME);
            List<StoreRequest.Trade> sent = all(StoreRequest.Trade.class);
            looks += sent.size();
            sent.forEach(trade -> on(traded(trade.exchange(), Duration.ofMillis(1))));
        }
        assertThat(looks).as("looks in a second").isBetween(45, 101);
    }

    @Test
    void a_job_that_becomes_due_starts_on_time_though_the_look_before_gave_nothing() {
        begin();
        on(traded(lookAgain(), Duration.ofMillis(1)));
        assertThat(only(Effect.WakeAt.class).at()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(501));
    }

    private Exchange lookAgain() {
        onAt(0.5, Input.Signal.WORK);
        return only(StoreRequest.Trade.class).exchange();
    }

    private Exchange firstLook() {
        on(Input.Signal.TIME);
        beat(only(StoreRequest.Beat.class).heartbeat(), Set.of(), Set.of());
        return only(StoreRequest.Trade.class).exchange();
    }

    @Test
    @SuppressWarnings("NullAway") // a store may be wrong
    void an_input_that_cannot_be_taken_in_costs_none_of_those_behind_it() {
        begin(job("a"), job("b"));
        on(returned("b"));
        Exchange sent = only(StoreRequest.Trade.class).exchange();

        assertThatThrownBy(() -> on(new Input.Traded(sent, null), returned("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Traded")
                .hasCauseInstanceOf(NullPointerException.class);

        on(Input.Signal.TIME);
        assertThat(verdict()).isEqualTo(new Verdict.Completed(null));
    }

    @Test
    void an_end_and_the_next_claim_share_an_exchange() {
        begin(job("a"));

        on(returned("a"));

        Exchange sent = only(StoreRequest.Trade.class).exchange();
        assertThat(sent.sequence()).isEqualTo(2);
        assertThat(sent.settlements()).containsExactly(new Settlement(JobId.of("a"), 7, new Verdict.Completed(null)));
        assertThat(sent.claim().orElseThrow().limit()).isEqualTo(4);
    }

    @Test
    void ends_gather_while_an_exchange_is_under_way() {
        begin(job("a"), job("b"), job("c"));
        on(returned("a"));
        Exchange first = only(StoreRequest.Trade.class).exchange();

        on(returned("b"), returned("c"));
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
        trade(first);

        assertThat(only(StoreRequest.Trade.class).exchange().settlements()).hasSize(2);
    }

    @Test
    void an_exchange_without_an_answer_is_repeated_as_it_was() {
        begin(job("a"), job("b"));
        on(returned("a"));
        Exchange lost = only(StoreRequest.Trade.class).exchange();

        on(new Input.Failed(new StoreRequest.Trade(lost), Input.Failure.UNKNOWN, "no answer"), returned("b"));
        assertThat(all(StoreRequest.Trade.class)).as("before the back-off ends").isEmpty();
        onAt(0.2);

        assertThat(only(StoreRequest.Trade.class).exchange()).isEqualTo(lost);
    }

    @Test
    void a_verdict_that_the_store_refuses_fails_its_own_job_only() {
        begin(job("a"), job("b"));
        on(returned("a"), returned("b"));
        refuse();
        onAt(0.2);
        assertThat(only(StoreRequest.Trade.class).exchange().settlements())
                .containsExactly(new Settlement(JobId.of("a"), 7, new Verdict.Completed(null)));
        refuse();
        onAt(0.6);

        assertThat(verdict()).isInstanceOf(Verdict.Failed.class);
        trade(only(StoreRequest.Trade.class).exchange());
        assertThat(verdict()).isEqualTo(new Verdict.Completed(null));
    }

    private void refuse() {
        on(new Input.Failed(only(StoreRequest.Trade.class), Input.Failure.REFUSED, "bad text"));
    }

    @Test
    void a_heartbeat_names_what_runs_and_what_is_not_settled_yet() {
        begin(job("a"), job("b"));
        on(returned("a"));

        onAt(3);

        Heartbeat sent = only(StoreRequest.Beat.class).heartbeat();
        assertThat(sent.held()).containsOnlyKeys(JobId.of("a"), JobId.of("b"));
        assertThat(sent.through()).isEqualTo(1);
    }

    @Test
    void an_attempt_that_fails_is_tried_again_after_a_growing_delay_and_at_last_no_more() {
        begin(job("a", 2, false), job("b", 3, false));

        on(threw("a"));
        assertThat(verdict()).isEqualTo(new Verdict.Retry(Due.after(Duration.ofSeconds(8)), "boom"));
        trade(only(StoreRequest.Trade.class).exchange());
        on(threw("b"));
        assertThat(verdict()).isEqualTo(new Verdict.Failed("boom"));
    }

    @Test
    void an_unreadable_payload_fails_its_job_at_once() {
        begin(job("a"));

        on(new Input.Ended(key("a"), new Outcome.Unreadable("no such field"), false));

        assertThat(verdict()).isEqualTo(new Verdict.Failed("JOB_PAYLOAD_UNREADABLE: no such field"));
    }

    @Test
    void a_job_that_the_executor_refuses_goes_back_uncounted() {
        begin(job("a"));

        on(new Input.Ended(key("a"), new Outcome.NotStarted(), false));

        assertThat(verdict()).isEqualTo(new Verdict.Released());
        assertThat(only(StoreRequest.Trade.class).exchange().claim()).isEmpty();
    }

    @Test
    void a_job_that_was_to_begin_too_late_goes_back_uncounted_where_the_lease_was_renewed_after_all() {
        begin(job("a"));

        on(new Input.Ended(key("a"), new Outcome.TooLate(), false));

        assertThat(verdict()).isEqualTo(new Verdict.Released());
        assertThat(only(StoreRequest.Trade.class).exchange().claim()).isPresent();
    }

    @Test
    void a_timeout_tells_then_interrupts_then_goes_on_without_the_handler() {
        begin(job("a"));
        keepAlive(TIMEOUT.toSeconds());

        assertThat(all(Effect.Stop.class)).containsExactly(new Effect.Stop(key("a"), false, false));
        keepAlive(TIMEOUT.toSeconds() + 1);
        assertThat(all(Effect.Stop.class)).containsExactly(new Effect.Stop(key("a"), true, false));
        keepAlive(TIMEOUT.toSeconds() + 2);
        assertThat(all(Effect.Stop.class)).containsExactly(new Effect.Stop(key("a"), true, true));
        assertThat(verdict()).isInstanceOf(Verdict.Retry.class);
        assertThat(only(StoreRequest.Trade.class)
                        .exchange()
                        .claim()
                        .orElseThrow()
                        .limit())
                .as("its handler keeps its slot")
                .isEqualTo(3);
    }

    @Test
    void a_handler_that_returns_because_its_time_is_up_has_failed() {
        begin(job("a"));
        keepAlive(TIMEOUT.toSeconds());

        on(returned("a"));

        assertThat(verdict()).isEqualTo(new Verdict.Retry(Due.after(Duration.ofSeconds(4)), "timed out after PT20S"));
    }

    @Test
    void a_cancelled_job_is_told_and_ends_cancelled_when_it_throws() {
        begin(job("a"), job("b"));
        onAt(3);
        Exchange look = only(StoreRequest.Trade.class).exchange();
        beat(only(StoreRequest.Beat.class).heartbeat(), Set.of(), Set.of(JobId.of("a"), JobId.of("b")));
        assertThat(all(Effect.Stop.class)).hasSize(2).noneMatch(Effect.Stop::interrupt);
        trade(look);

        on(threw("a"));
        assertThat(verdict()).isEqualTo(new Verdict.Cancelled());
        trade(only(StoreRequest.Trade.class).exchange());
        on(returned("b"));
        assertThat(verdict()).as("whichever ends first decides").isEqualTo(new Verdict.Completed(null));
    }

    @Test
    void suspects_come_one_at_a_time() {
        Exchange first = begin(job("a", 2, true), job("b"));
        assertThat(first.claim().orElseThrow().suspects()).isTrue();

        on(returned("b"));
        Exchange second = only(StoreRequest.Trade.class).exchange();
        assertThat(second.claim().orElseThrow().suspects()).isFalse();
        trade(second);
        on(returned("a"));
        trade(only(StoreRequest.Trade.class).exchange());
        on(Input.Signal.WORK);
        assertThat(only(StoreRequest.Trade.class)
                        .exchange()
                        .claim()
                        .orElseThrow()
                        .suspects())
                .isTrue();
    }

    @Test
    void a_suspect_beyond_its_attempts_fails_without_running() {
        begin(job("a", 4, true));

        assertThat(all(Effect.Start.class)).isEmpty();
        assertThat(((Verdict.Failed) verdict()).error()).contains("lost its lease 3 times");
    }

    @Test
    void notes_are_written_once_a_second_and_before_the_end_of_their_job() {
        begin(job("a"), job("b"));
        on(new Input.Noted(key("a")));
        assertThat(only(StoreRequest.Note.class).runs()).containsExactly(key("a"));
        on(Input.Signal.NOTES_WRITTEN, new Input.Noted(key("b")));
        assertThat(all(StoreRequest.Note.class)).as("within the second").isEmpty();

        on(new Input.Ended(key("a"), new Outcome.Returned(null), true));
        assertThat(only(StoreRequest.Note.class).runs()).containsExactly(key("a"), key("b"));
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
        on(Input.Signal.NOTES_WRITTEN);
        assertThat(verdict()).isEqualTo(new Verdict.Completed(null));
    }

    @Test
    void missed_ticks_make_one_job_that_of_the_latest() {
        JobSchedule schedule = new JobSchedule(
                ScheduleId.of("hourly"),
                Schedule.every(Duration.ofHours(1)),
                Payload.ofJson(TYPE, 1, "{}"),
                QueueName.of("default"),
                0,
                3,
                true,
                STORE_TIME.minusSeconds(3 * 3600 + 60),
                null);
        begin();
        on(new Input.Rescued(0));
        assertThat(only(StoreRequest.ReadDue.class)).isNotNull();

        on(new Input.DueRead(new DueSchedules(List.of(schedule), STORE_TIME)));

        Tick tick = only(StoreRequest.Pass.class).ticks().get(0);
        Instant latest = STORE_TIME.minusSeconds(60);
        assertThat(tick.expected()).isEqualTo(schedule.next());
        assertThat(tick.following()).isEqualTo(latest.plusSeconds(3600));
        assertThat(tick.job().orElseThrow().id()).isEqualTo(JobId.of("hourly:" + latest.toEpochMilli()));
    }

    @Test
    void through_an_outage_it_keeps_asking_and_warns_once_a_second_at_most() {
        begin(job("a"));
        int requests = 0;
        int warnings = 0;
        while (now < TimeUnit.SECONDS.toNanos(60)) {
            List<StoreRequest> sent = all(StoreRequest.class);
            requests += sent.size();
            warnings += all(Effect.Warn.class).size();
            long wake = all(Effect.WakeAt.class).get(0).at();
            if (sent.isEmpty()) {
                now = Math.max(now, wake);
                on(Input.Signal.TIME);
            } else {
                on(sent.stream()
                        .map(request -> new Input.Failed(request, Input.Failure.UNAVAILABLE, "refused"))
                        .toArray(Input[]::new));
            }
        }

        assertThat(requests).as("requests in a minute").isBetween(50, 600);
        assertThat(warnings).isBetween(10, 61);
    }
}
