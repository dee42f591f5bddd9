package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;

/** A job that kills the process that runs it, beside others that have one attempt each. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PoisonIT {

    private static final String NAMESPACE = "poison";
    private static final JobId POISON = JobId.of("poison");
    private static final int ATTEMPTS = 2;
    /** So many lost leases count no attempt: whoever ran beside it may have been what killed the process. */
    private static final int LOSSES = 2;

    private static final int DEATHS = LOSSES + ATTEMPTS;

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Workers workers;

    @BeforeEach
    void prepare() {
        workers = new Workers(folder, NAMESPACE);
    }

    @AfterEach
    void kill_what_a_failed_test_left() throws Exception {
        workers.kill();
    }

    @Test
    void a_job_that_kills_its_process_fails_and_its_neighbours_lose_no_attempt() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("poison.db");
        try (Storage storage =
                Storages.open(url, StorageOptions.builder().namespace(NAMESPACE).build())) {
            storage.jobs().enqueue(List.of(job(POISON, JobWorker.FATAL, 1, ATTEMPTS)), null);
            Process worker = start(storage, url);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!poison(storage).status().isFinished()) {
                assertThat(System.nanoTime())
                        .as("still waiting after " + PATIENCE)
                        .isLessThan(deadline);
                if (worker.waitFor(100, TimeUnit.MILLISECONDS)) {
                    assertThat(worker.exitValue()).isEqualTo(Processes.KILLED);
                    worker = start(storage, url);
                }
            }
            assertThat(poison(storage).status()).isEqualTo(JobStatus.FAILED);
            assertThat(poison(storage).attempt()).isEqualTo(ATTEMPTS);
            assertThat(workers.count()).isEqualTo(DEATHS + 1);
            for (int i = workers.count() - LOSSES; i < workers.count(); i++) {
                Files.createFile(sign(i));
            }
            while (JobVerdict.unfinished(storage) > 0) {
                assertThat(System.nanoTime())
                        .as("still waiting after " + PATIENCE)
                        .isLessThan(deadline);
                assertThat(worker.waitFor(100, TimeUnit.MILLISECONDS))
                        .as("the last worker ended")
                        .isFalse();
            }
            assertThat(storage.jobs().counts())
                    .containsEntry(JobStatus.COMPLETED, (long) workers.count())
                    .containsEntry(JobStatus.FAILED, 1L);
            Processes.finish(worker);
        }
    }

    /** There once the neighbour of a worker may end. */
    private Path sign(int worker) {
        return folder.resolve("sign-" + worker);
    }

    private static NewJob job(JobId id, String payload, int priority, int attempts) {
        Payload text = Payload.ofJson(JobWorker.TYPE, 1, "\"" + payload + "\"");
        return new NewJob(id, text, QueueName.of("default"), priority, Due.NOW, attempts, "test", null, Map.of());
    }

    private static Job poison(Storage storage) {
        return storage.jobs().find(POISON).orElseThrow();
    }

    /** Starts a worker with one more job beside the poison, which may end when it was lost twice. */
    private Process start(Storage storage, String url) throws Exception {
        int number = workers.count();
        JobId neighbour = JobId.of("neighbour-" + number);
        storage.jobs().enqueue(List.of(job(neighbour, JobWorker.UNTIL + sign(number), 0, 1)), null);
        if (number >= LOSSES) {
            Files.createFile(sign(number - LOSSES));
        }
        return workers.start(url, LEASE, false);
    }
}
