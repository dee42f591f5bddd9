package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.testkit.ManualClock;

/** What cannot be meant is refused in words, and what cannot be run delays nothing else: time stands still here. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BadInputTest {

    private static final QueueName MAIL = QueueName.of("mail");
    private static final QueueName REPORTS = QueueName.of("reports");

    private final ManualClock clock = new ManualClock();
    private final Storage storage =
            Storages.open("memory:", StorageOptions.builder().clock(clock).build());
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        storage.close();
    }

    private JobType<String> recording(String name, QueueName queue) {
        return JobType.named(name, String.class).queue(queue).handledBy((payload, context) -> {
            seen.add(payload);
            return null;
        });
    }

    private JobType<String> recording(String name) {
        return recording(name, QueueName.of("default"));
    }

    private OperatorBuilder builder(JobType<?>... types) {
        return BlackRoadJobs.operator(storage).register(types);
    }

    private static NewJob raw(String id, String type, int priority, String json) {
        return new NewJob(
                JobId.of(id),
                Payload.ofJson(type, 1, json),
                QueueName.of("default"),
                priority,
                Due.NOW,
                10,
                "test",
                null,
                Map.of());
    }

    private void enqueueRaw(List<NewJob> jobs) {
        for (int i = 0; i < jobs.size(); i += JobStore.MAX_BATCH) {
            storage.jobs().enqueue(jobs.subList(i, Math.min(jobs.size(), i + JobStore.MAX_BATCH)), null);
        }
    }

    private Job find(String id) {
        return storage.jobs().find(JobId.of(id)).orElseThrow();
    }

    record Texts(List<String> texts) {}

    @Test
    void a_payload_that_is_too_large_is_refused_with_its_size_and_its_batch_with_it() {
        JobType<Texts> type = JobType.named("large", Texts.class).handledBy((payload, context) -> null);
        Texts fits = new Texts(Collections.nCopies(4, "x".repeat(65_530)));
        try (Operator operator = builder(type).build()) {
            JobRequest<Texts> large = JobRequest.builder(type, new Texts(Collections.nCopies(5, "x".repeat(60_000))))
                    .id(JobId.of("large"))
                    .build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> operator.enqueue(large))
                    .withMessage("payload of job large must be at most 262144 bytes, got 300026;"
                            + " keep large data elsewhere and pass its key");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> operator.enqueue(List.of(JobRequest.of(type, fits), large), null));
            assertThat(operator.runDueJobs()).isZero();

            operator.enqueue(type, fits);
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
    }

    @Test
    void a_payload_that_no_node_could_read_is_refused_before_it_is_stored() {
        JobType<String> type = recording("long");
        try (Operator operator = builder(type).build()) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> operator.enqueue(type, "x".repeat(70_000)))
                    .withMessageContaining("keep within the limits of ReadLimits")
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_VALUE));
            assertThat(operator.runDueJobs()).isZero();
        }
    }

    @Test
    void one_undecodable_payload_among_ten_thousand_fails_with_the_reason_and_delays_nobody() {
        int good = 10_000;
        List<NewJob> jobs = new ArrayList<>();
        IntStream.range(0, good).forEach(i -> jobs.add(raw("job-" + i, "work", 0, "\"" + i + "\"")));
        jobs.add(good / 2, raw("broken", "work", 0, "{\"secret\": "));
        enqueueRaw(jobs);
        try (Operator operator = builder(recording("work")).build()) {
            assertThat(operator.runDueJobs()).isEqualTo(good + 1);
        }
        assertThat(seen)
                .as("in their order, the one behind the broken one too")
                .isEqualTo(IntStream.range(0, good).mapToObj(Integer::toString).toList());
        assertThat(storage.jobs().counts())
                .containsEntry(JobStatus.COMPLETED, (long) good)
                .containsEntry(JobStatus.FAILED, 1L);
        assertThat(find("broken").status()).isEqualTo(JobStatus.FAILED);
        assertThat(find("broken").error())
                .startsWith(ErrorCode.JOB_PAYLOAD_UNREADABLE + ": ")
                .contains("java.lang.String")
                .doesNotContain("secret");
    }

    @Test
    void jobs_of_an_unknown_type_wait_for_a_node_that_knows_it_and_delay_nobody() {
        List<NewJob> jobs = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> jobs.add(raw("unknown-" + i, "unknown", 1000, "\"unknown\"")));
        IntStream.range(0, 500).forEach(i -> jobs.add(raw("known-" + i, "known", 0, "\"known\"")));
        enqueueRaw(jobs);
        try (Operator old = builder(recording("known")).build()) {
            assertThat(old.runDueJobs()).isEqualTo(500);
            assertThat(seen).containsOnly("known");
            try (Operator upgraded =
                    builder(recording("known"), recording("unknown")).build()) {
                assertThat(upgraded.runDueJobs()).isEqualTo(500);
            }
        }
        assertThat(storage.jobs().counts()).containsEntry(JobStatus.COMPLETED, 1000L);
        assertThat(find("unknown-0").attempt()).isZero();
    }

    @Test
    void an_operator_with_known_queues_refuses_others_and_names_them() {
        JobType<String> type = recording("letter", MAIL);
        try (Operator operator = builder(type).knownQueues(MAIL, REPORTS).build()) {
            JobRequest<String> mistyped =
                    JobRequest.builder(type, "x").queue(QueueName.of("mial")).build();
            assertUnknownQueue(() -> operator.enqueue(mistyped));
            assertUnknownQueue(() -> operator.enqueue(List.of(JobRequest.of(type, "good"), mistyped), null));
            assertUnknownQueue(() -> operator.schedule(
                    ScheduleId.of("s"),
                    Schedule.every(Duration.ofHours(1)),
                    recording("elsewhere", QueueName.of("mial")),
                    "x"));
            assertThat(operator.queries().schedules(null, 10).items()).isEmpty();
            assertThat(operator.runDueJobs()).isZero();

            operator.enqueue(type, "first");
            operator.enqueue(JobRequest.builder(type, "second").queue(REPORTS).build());
            assertThat(operator.runDueJobs()).isEqualTo(2);
        }
    }

    @Test
    void a_trigger_of_a_schedule_for_an_unknown_queue_is_refused_too() {
        JobType<String> type = recording("elsewhere", QueueName.of("mial"));
        try (Operator lenient = builder(type).build();
                Operator strict = builder().knownQueues(MAIL, REPORTS).build()) {
            lenient.schedule(ScheduleId.of("s"), Schedule.every(Duration.ofHours(1)), type, "x");
            assertUnknownQueue(() -> strict.trigger(ScheduleId.of("s"), UserId.of("ada")));
            lenient.trigger(ScheduleId.of("s"), UserId.of("ada"));
            assertThat(lenient.runDueJobs()).isEqualTo(1);
        }
    }

    private static void assertUnknownQueue(Runnable call) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(call::run)
                .withMessage("JOB_QUEUE_UNKNOWN: this operator knows no queue mial, only [mail, reports];"
                        + " nothing was enqueued, correct the name or add the queue to OperatorBuilder.knownQueues")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.JOB_QUEUE_UNKNOWN));
    }

    @Test
    void known_queues_are_set_once_and_hold_those_of_the_types() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder(recording("letter", MAIL)).knownQueues(REPORTS).build())
                .withMessage(
                        "job type letter is for the queue mail, which is not among the operator's knownQueues [reports];"
                                + " add it, or give the type another queue");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().knownQueues())
                .withMessage("knownQueues must be at least one name; leave it out to allow any");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().knownQueues(MAIL).knownQueues(REPORTS))
                .withMessageContaining("knownQueues")
                .withMessageContaining("[mail]");
    }
}
