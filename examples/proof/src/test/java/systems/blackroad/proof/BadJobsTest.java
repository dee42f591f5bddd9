package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RetryException;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.operator.BlackRoadJobs;

/** Bad jobs and handlers' decisions over the whole stack with a file; the store's time stands still unless moved. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BadJobsTest {

    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> time = new AtomicReference<>(START);
    private Storage storage;

    @BeforeEach
    void open() {
        InstantSource clock = time::get;
        storage = Storages.open(
                "jdbc:sqlite:" + folder.resolve("jobs.db"),
                StorageOptions.builder().clock(clock).build());
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static NewJob raw(String id, String json) {
        return new NewJob(
                JobId.of(id),
                Payload.ofJson("work", 1, json),
                QueueName.of("default"),
                0,
                Due.NOW,
                10,
                "test",
                null,
                Map.of());
    }

    private Job find(String id) {
        return storage.jobs().find(JobId.of(id)).orElseThrow();
    }

    @Test
    void one_undecodable_payload_among_a_thousand_fails_on_sqlite_and_delays_nobody() {
        int good = 1_000;
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < good; i++) {
            jobs.add(raw("job-" + i, "\"" + i + "\""));
        }
        jobs.add(good / 2, raw("broken", "{\"secret\": "));
        for (int i = 0; i < jobs.size(); i += JobStore.MAX_BATCH) {
            storage.jobs().enqueue(jobs.subList(i, Math.min(jobs.size(), i + JobStore.MAX_BATCH)), null);
        }
        JobType<String> type = JobType.named("work", String.class).handledBy((payload, context) -> null);
        try (Operator operator = BlackRoadJobs.operator(storage).register(type).build()) {
            assertThat(operator.runDueJobs()).isEqualTo(good + 1);
        }
        assertThat(storage.jobs().counts())
                .containsEntry(JobStatus.COMPLETED, (long) good)
                .containsEntry(JobStatus.FAILED, 1L);
        assertThat(find("broken").error())
                .startsWith("JOB_PAYLOAD_UNREADABLE: ")
                .doesNotContain("secret");
    }

    @Test
    void a_handler_names_the_instant_of_its_next_attempt_on_sqlite() {
        Instant opens = START.plus(Duration.ofHours(30));
        JobType<String> type = JobType.named("work", String.class).handledBy((payload, context) -> {
            if (context.attempt() == 1) {
                throw RetryException.at(opens, "closed");
            }
            return "done";
        });
        storage.jobs().enqueue(List.of(raw("patient", "\"x\"")), null);
        try (Operator operator = BlackRoadJobs.operator(storage).register(type).build()) {
            assertThat(operator.runDueJobs()).isEqualTo(1);
            assertThat(find("patient").dueAt()).isEqualTo(opens);
            time.set(opens.minusMillis(1));
            assertThat(operator.runDueJobs()).isZero();
            time.set(opens);
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
        assertThat(find("patient").status()).isEqualTo(JobStatus.COMPLETED);
    }
}
