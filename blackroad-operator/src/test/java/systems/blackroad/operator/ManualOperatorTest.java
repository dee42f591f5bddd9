package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobHandler;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.testkit.ManualClock;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ManualOperatorTest {

    private static final UserId ADA = UserId.of("ada");

    private final ManualClock clock = new ManualClock();
    private final Storage storage =
            Storages.open("memory:", StorageOptions.builder().clock(clock).build());
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void a_job_runs_once_and_keeps_its_result() {
        JobType<Greeting> type = JobType.named("greet", Greeting.class).handledBy((greeting, context) -> {
            seen.add(greeting.name() + " " + context.attempt() + " " + context.isLeaseValid());
            return Map.of("said", "hello " + greeting.name());
        });
        try (Operator operator = operator(type)) {
            JobId id = operator.enqueue(type, new Greeting("ada")).job();
            assertThat(operator.runDueJobs()).isEqualTo(1);
            assertThat(operator.runDueJobs()).isZero();
            assertThat(seen).containsExactly("ada 1 true");
            Job job = find(id);
            assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(job.result()).isEqualTo(Payload.ofJson("greet", 1, "{\"said\":\"hello ada\"}"));
            assertThat(job.token()).isPositive();
        }
    }

    record Greeting(String name) {}

    @Test
    void a_deferred_job_runs_from_the_very_instant_on() {
        JobType<String> type = recording("later");
        try (Operator operator = operator(type)) {
            operator.enqueue(JobRequest.builder(type, "x")
                    .due(Due.after(Duration.ofMinutes(5)))
                    .build());
            clock.advance(Duration.ofMinutes(5).minusMillis(1));
            assertThat(operator.runDueJobs()).isZero();
            clock.advance(Duration.ofMillis(1));
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
    }

    @Test
    void a_job_that_is_due_at_the_last_instant_of_all_keeps_no_other_waiting() {
        JobType<String> type = recording("distant");
        try (Operator operator = operator(type)) {
            operator.enqueue(
                    JobRequest.builder(type, "x").due(Due.at(Due.MAX_INSTANT)).build());
            assertThat(operator.runDueJobs()).isZero();
            operator.enqueue(type, "y");
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
    }

    @Test
    void a_repeated_id_runs_once() {
        JobType<String> type = recording("once");
        try (Operator operator = operator(type)) {
            JobRequest<String> request =
                    JobRequest.builder(type, "x").id(JobId.of("mine")).build();
            assertThat(operator.enqueue(request)).isInstanceOf(EnqueueOutcome.Created.class);
            assertThat(operator.enqueue(request)).isInstanceOf(EnqueueOutcome.Existing.class);
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
    }

    @Test
    void a_job_whose_unique_key_is_held_is_told_as_a_duplicate_and_the_latest_replaces_one_that_waits() {
        JobType<String> type = recording("unique");
        UniqueKey key = UniqueKey.whilePending("cart 7");
        try (Operator operator = operator(type)) {
            JobId first = operator.enqueue(
                            JobRequest.builder(type, "first").unique(key).build())
                    .job();
            JobRequest<String> second = JobRequest.builder(type, "second")
                    .id(JobId.of("second"))
                    .unique(key)
                    .build();
            assertThat(operator.enqueue(second)).isEqualTo(new EnqueueOutcome.Duplicate(JobId.of("second"), first));
            JobRequest<String> third = JobRequest.builder(type, "third")
                    .id(JobId.of("third"))
                    .unique(key.replacing())
                    .build();
            assertThat(operator.enqueue(List.of(second, third), null))
                    .containsExactly(
                            new EnqueueOutcome.Duplicate(JobId.of("second"), first),
                            new EnqueueOutcome.Replaced(JobId.of("third"), first));
            assertThat(operator.runDueJobs()).isEqualTo(1);
            assertThat(find(JobId.of("third")).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(find(first).status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    @Test
    void a_failing_job_waits_longer_after_each_attempt_and_fails_for_good() {
        JobType<String> type = JobType.named("fails", String.class)
                .retry(RetryPolicy.exponential(3, Duration.ofSeconds(1), Duration.ofMinutes(1), 0))
                .handledBy((payload, context) -> {
                    throw new IllegalStateException("attempt " + context.attempt());
                });
        try (Operator operator = operator(type)) {
            JobId id = operator.enqueue(type, "x").job();
            assertThat(operator.runDueJobs()).isEqualTo(1);
            assertThat(find(id).dueAt()).isEqualTo(clock.instant().plusSeconds(1));
            clock.advance(Duration.ofSeconds(1));
            assertThat(operator.runDueJobs()).isEqualTo(1);
            assertThat(find(id).dueAt()).isEqualTo(clock.instant().plusSeconds(2));
            clock.advance(Duration.ofSeconds(2));
            assertThat(operator.runDueJobs()).isEqualTo(1);
            assertThat(find(id).status()).isEqualTo(JobStatus.FAILED);
            assertThat(find(id).attempt()).isEqualTo(3);
            assertThat(find(id).error()).contains("attempt 3");
        }
    }

    @Test
    void an_error_fails_the_attempt_and_no_other_job() {
        JobType<String> type = JobType.named("mixed", String.class).handledBy((payload, context) -> {
            if (payload.equals("bad")) {
                throw new StackOverflowError();
            }
            return "fine";
        });
        try (Operator operator = operator(type)) {
            JobId bad = operator.enqueue(type, "bad").job();
            JobId good = operator.enqueue(type, "good").job();
            operator.runDueJobs();
            assertThat(find(bad).status()).isEqualTo(JobStatus.PENDING);
            assertThat(find(bad).attempt()).isEqualTo(1);
            assertThat(find(good).status()).isEqualTo(JobStatus.COMPLETED);
        }
    }

    @Test
    void an_unreadable_payload_fails_at_once_and_says_why() {
        JobType<Greeting> type = JobType.named("greet", Greeting.class).handledBy((payload, context) -> null);
        enqueueRaw("broken", "greet", "[1,2");
        try (Operator operator = operator(type)) {
            operator.runDueJobs();
            Job job = find(JobId.of("broken"));
            assertThat(job.status()).isEqualTo(JobStatus.FAILED);
            assertThat(job.error()).startsWith("JOB_PAYLOAD_UNREADABLE").doesNotContain("[1,2");
        }
    }

    @Test
    void a_job_of_an_unknown_type_waits_for_a_node_that_knows_it() {
        enqueueRaw("foreign", "of-another-version", "\"x\"");
        try (Operator operator = operator(recording("known"))) {
            assertThat(operator.runDueJobs()).isZero();
        }
        assertThat(find(JobId.of("foreign")).status()).isEqualTo(JobStatus.PENDING);
        try (Operator operator = operator(recording("of-another-version"))) {
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
    }

    @Test
    void what_a_job_says_stands_in_its_log_when_it_ends() {
        JobType<String> type = JobType.named("talks", String.class).handledBy((payload, context) -> {
            context.log("first");
            context.progress(0.25, null);
            context.progress(0.5, "half");
            context.log("second");
            return null;
        });
        try (Operator operator = operator(type)) {
            JobId id = operator.enqueue(type, "x").job();
            operator.runDueJobs();
            assertThat(find(id).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(operator.queries().log(id, 0, 10))
                    .extracting(JobLogEntry::text)
                    .contains("first", "second", "half");
            assertThat(find(id).progress()).isEqualTo(0.5);
        }
    }

    @Test
    void a_cancelled_job_never_starts() {
        JobType<String> type = recording("cancelled");
        try (Operator operator = operator(type)) {
            JobId id = operator.enqueue(type, "x").job();
            assertThat(operator.cancel(id, ADA)).isEqualTo(CancelOutcome.CANCELLED);
            assertThat(operator.runDueJobs()).isZero();
            assertThat(find(id).status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    @Test
    void a_tick_makes_one_job_over_two_nodes() {
        JobType<String> type = recording("ticking");
        try (Operator one = operator(type);
                Operator two = operator(type)) {
            Schedule everyMinute = Schedule.every(Duration.ofMinutes(1));
            one.schedule(ScheduleId.of("minutely"), everyMinute, type, "x");
            two.schedule(ScheduleId.of("minutely"), everyMinute, type, "x");
            int runs = 0;
            for (int i = 0; i < 5; i++) {
                clock.advance(Duration.ofMinutes(1));
                runs += one.runDueJobs() + two.runDueJobs();
            }
            assertThat(runs).isEqualTo(5);
        }
    }

    @Test
    void ticks_that_were_missed_are_made_up_for_once() {
        JobType<String> type = recording("ticking");
        try (Operator operator = operator(type)) {
            operator.schedule(ScheduleId.of("hourly"), Schedule.cron("0 * * * *", ZoneId.of("UTC")), type, "x");
            clock.advance(Duration.ofHours(7).plusMinutes(30));
            assertThat(operator.runDueJobs()).isEqualTo(1);
            clock.advance(Duration.ofMinutes(30));
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
    }

    @Test
    void a_schedule_that_never_comes_due_is_refused() {
        JobType<String> type = recording("never");
        try (Operator operator = operator(type)) {
            assertThatThrownBy(() -> operator.schedule(
                            ScheduleId.of("never"), Schedule.cron("0 0 30 2 *", ZoneId.of("UTC")), type, "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 0 30 2 *");
            assertThat(operator.queries().schedules(null, 10).items()).isEmpty();
        }
    }

    @Test
    void a_schedule_for_a_passed_instant_runs_once_however_often_it_is_put() {
        JobType<String> type = recording("past");
        try (Operator operator = operator(type)) {
            Schedule past = Schedule.once(clock.instant().minusSeconds(1));
            for (int i = 0; i < 3; i++) {
                operator.schedule(ScheduleId.of("past"), past, type, "x");
                operator.runDueJobs();
            }
            assertThat(seen).hasSize(1);
        }
    }

    @Test
    void a_schedule_is_triggered_beside_its_ticks() {
        JobType<String> type = recording("triggered");
        try (Operator operator = operator(type)) {
            operator.schedule(ScheduleId.of("daily"), Schedule.cron("0 0 * * *", ZoneId.of("UTC")), type, "x");
            operator.trigger(ScheduleId.of("daily"), ADA);
            assertThat(operator.runDueJobs()).isEqualTo(1);
            assertThatThrownBy(() -> operator.trigger(ScheduleId.of("unknown"), ADA))
                    .hasMessageContaining("SCHEDULE_NOT_FOUND");
        }
    }

    @Test
    void a_node_whose_lease_lapsed_meanwhile_goes_on_as_another_incarnation() {
        JobType<String> type = recording("later");
        try (Operator operator = operator(type)) {
            operator.runDueJobs();
            String before = operator.node().value();
            clock.advance(Duration.ofHours(1));
            operator.enqueue(type, "x");
            assertThat(operator.runDueJobs()).isEqualTo(1);
            assertThat(operator.node().value()).isNotEqualTo(before);
        }
    }

    @Test
    void two_types_of_one_name_are_refused() {
        assertThatThrownBy(() -> BlackRoadJobs.operator(storage)
                        .register(recording("same"))
                        .register(recording("same")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same");
    }

    private Operator operator(JobType<?> type) {
        return BlackRoadJobs.operator(storage).register(type).build();
    }

    private JobType<String> recording(String name) {
        JobHandler<String> handler = (payload, context) -> {
            seen.add(context.job().value());
            return null;
        };
        return JobType.named(name, String.class).handledBy(handler);
    }

    private void enqueueRaw(String id, String type, String json) {
        NewJob job = new NewJob(
                JobId.of(id),
                Payload.ofJson(type, 1, json),
                QueueName.of("default"),
                0,
                Due.NOW,
                3,
                "test",
                null,
                Map.of());
        storage.jobs().enqueue(List.of(job), null);
    }

    private Job find(JobId id) {
        return storage.jobs().find(id).orElseThrow();
    }
}
