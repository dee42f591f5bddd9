package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.api.store.Verdict;

/** What happens to one job when the node that runs it is killed, or is stopped for longer than its lease. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FencingIT {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration THREE_LEASES = LEASE.multipliedBy(3);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final JobId JOB = JobId.of("the-job");

    private final String namespace = "fencing" + Math.floorMod(System.nanoTime(), 1_000_000);

    @TempDir
    Path folder;

    @Test
    void a_job_that_ran_at_the_kill_runs_again_under_a_larger_token_and_the_old_one_is_refused() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("fencing.db");
        try (Storage storage = open(url)) {
            enqueue(storage, 1500);
            Process first = worker(url, 1);
            long oldToken = awaitRun(1);
            Processes.kill(first);
            Process second = worker(url, 2);
            try {
                long newToken = awaitRun(2);
                assertThat(newToken).isGreaterThan(oldToken);
                assertThat(writesUnder(storage, oldToken)).containsOnly(Acceptance.STALE);
                assertThat(await(() -> completed(storage)).token()).isEqualTo(newToken);
                assertThat(writesUnder(storage, oldToken)).containsOnly(Acceptance.STALE);
            } finally {
                Processes.finish(second);
            }
        }
    }

    @Test
    void a_job_that_was_enqueued_before_the_kill_runs_after_the_restart() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("fencing.db");
        Process enqueuing = Processes.start(
                folder.resolve("worker-1.log").toFile(),
                List.of("job-worker", url, namespace, journal(1).toString(), "1", LEASE.toString(), "true"));
        await(() -> acknowledged(1) > 20 ? Optional.of(true) : Optional.empty());
        Processes.kill(enqueuing);
        Process restarted = worker(url, 2);
        try (Storage storage = open(url)) {
            await(() -> unfinished(storage) == 0 ? Optional.of(true) : Optional.empty());
            JobHistory history = JobHistory.read(List.of(journal(1), journal(2)));
            for (String job : history.acknowledged()) {
                assertThat(storage.jobs().find(JobId.of(job)).orElseThrow().status())
                        .isEqualTo(JobStatus.COMPLETED);
            }
        } finally {
            Processes.finish(restarted);
        }
    }

    @Test
    @Tag("server")
    void a_node_that_was_stopped_for_three_leases_cannot_complete_its_job() throws Exception {
        String url = Postgres.url();
        try (Storage storage = open(url)) {
            // The job still runs elsewhere when the stopped node comes back, so that there is a lease to take away.
            enqueue(storage, 4 * LEASE.toMillis());
            Process late = lateNode(url, 1, LEASE);
            long oldToken = awaitRun(1);
            long stoppedAt = stop(late);
            late.getOutputStream().close();
            Process other = worker(url, 2);
            try {
                long newToken = awaitRun(2);
                assertThat(continueAfterThreeLeases(late, stoppedAt)).isGreaterThanOrEqualTo(THREE_LEASES);
                assertThat(await(() -> answerTo(1))).isEqualTo(Acceptance.STALE.name());
                assertThat(storage.jobs().find(JOB).orElseThrow().status()).isEqualTo(JobStatus.RUNNING);
                Job done = await(() -> completed(storage));
                assertThat(done.token()).isEqualTo(newToken).isGreaterThan(oldToken);
                assertThat(result(done)).isEqualTo(Long.toString(other.pid()));
            } finally {
                Processes.kill(late);
                Processes.finish(other);
            }
        }
    }

    @Test
    void a_node_that_was_not_stopped_completes_its_job() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("fencing.db");
        try (Storage storage = open(url)) {
            enqueue(storage, 0);
            Process prompt = lateNode(url, 1, PATIENCE);
            awaitRun(1);
            Processes.finish(prompt);
            assertThat(answerTo(1)).contains(Acceptance.ACCEPTED.name());
        }
    }

    @Test
    @Tag("server")
    void an_operator_that_was_stopped_for_three_leases_gives_its_job_up_and_works_on() throws Exception {
        String url = Postgres.url();
        try (Storage storage = open(url)) {
            enqueue(storage, 1000);
            Process stopped = worker(url, 1);
            long oldToken = awaitRun(1);
            long stoppedAt = stop(stopped);
            Process other = worker(url, 2);
            try {
                long newToken = awaitRun(2);
                Job done = await(() -> completed(storage));
                assertThat(continueAfterThreeLeases(stopped, stoppedAt)).isGreaterThanOrEqualTo(THREE_LEASES);
                // It comes back as a new incarnation.
                await(() -> nodes(storage) == 2 ? Optional.of(true) : Optional.empty());
                Job after = storage.jobs().find(JOB).orElseThrow();
                assertThat(after).isEqualTo(done);
                assertThat(after.token()).isEqualTo(newToken).isGreaterThan(oldToken);
                assertThat(result(after)).isEqualTo(Long.toString(other.pid()));
            } finally {
                Processes.finish(other);
                Processes.finish(stopped);
            }
            assertThat(result(storage.jobs().find(JOB).orElseThrow())).isEqualTo(Long.toString(other.pid()));
        }
    }

    /** Stops a process; returns a time, in nanoseconds of this process, at which it had been stopped. */
    private static long stop(Process process) throws Exception {
        Processes.signal(process, "STOP");
        return System.nanoTime();
    }

    /** Continues a process no earlier than three leases after {@code stoppedAt}; returns how long it was stopped at least. */
    private static Duration continueAfterThreeLeases(Process process, long stoppedAt) throws Exception {
        await(() -> System.nanoTime() - stoppedAt >= THREE_LEASES.toNanos() ? Optional.of(true) : Optional.empty());
        Duration stopped = Duration.ofNanos(System.nanoTime() - stoppedAt);
        Processes.signal(process, "CONT");
        return stopped;
    }

    private Storage open(String url) {
        return Storages.open(url, StorageOptions.builder().namespace(namespace).build());
    }

    private static void enqueue(Storage storage, long millis) {
        NewJob job = new NewJob(
                JOB,
                Payload.ofJson(JobWorker.TYPE, 1, "\"" + JobWorker.SLOW + millis + "\""),
                QueueName.of("default"),
                0,
                Due.NOW,
                5,
                "test",
                null,
                Map.of());
        storage.jobs().enqueue(List.of(job), null);
    }

    private Process worker(String url, int number) throws Exception {
        return Processes.start(
                folder.resolve("worker-" + number + ".log").toFile(),
                List.of(
                        "job-worker",
                        url,
                        namespace,
                        journal(number).toString(),
                        Integer.toString(number),
                        LEASE.toString(),
                        "false"));
    }

    private Process lateNode(String url, int number, Duration lease) throws Exception {
        return Processes.start(
                folder.resolve("worker-" + number + ".log").toFile(),
                List.of("late-node", url, namespace, journal(number).toString(), lease.toString()));
    }

    /** What a late node's completion was answered, once it was. */
    private Optional<String> answerTo(int worker) {
        try {
            return Journal.read(journal(worker)).stream()
                    .filter(line -> line[0].equals("A"))
                    .map(line -> line[2])
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path journal(int worker) {
        return folder.resolve("journal-" + worker + ".txt");
    }

    private long awaitRun(int worker) throws Exception {
        return await(() -> runs(worker).stream()
                        .filter(run -> run.job().equals(JOB.value()))
                        .findFirst())
                .token();
    }

    private List<JobHistory.Run> runs(int worker) {
        return history(worker).runs();
    }

    private int acknowledged(int worker) {
        return history(worker).acknowledged().size();
    }

    private JobHistory history(int worker) {
        try {
            return Files.exists(journal(worker))
                    ? JobHistory.read(List.of(journal(worker)))
                    : JobHistory.read(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Job> completed(Storage storage) {
        return storage.jobs().find(JOB).filter(job -> job.status() == JobStatus.COMPLETED);
    }

    private static long unfinished(Storage storage) {
        Map<JobStatus, Long> counts = storage.jobs().counts();
        return counts.getOrDefault(JobStatus.PENDING, 0L) + counts.getOrDefault(JobStatus.RUNNING, 0L);
    }

    private static long nodes(Storage storage) {
        return storage.jobs().nodes().stream().filter(JobNode::live).count();
    }

    private static String result(Job job) {
        Payload result = job.result();
        return result == null ? "" : result.json().replace("\"", "");
    }

    private static List<Acceptance> writesUnder(Storage storage, long token) {
        Acceptance note = storage.jobs()
                .note(List.of(new LeaseNote.Line(JOB, token, "late")))
                .get(0);
        NodeId impostor = NodeId.of("impostor-" + UUID.randomUUID());
        storage.jobs().heartbeat(new Heartbeat(impostor, "test", "test", LEASE, 0, Map.of()));
        Acceptance settlement = storage.jobs()
                .exchange(new Exchange(
                        impostor, 1, List.of(new Settlement(JOB, token, new Verdict.Completed(null))), null))
                .settled()
                .get(0);
        return List.of(note, settlement);
    }

    private static <T> T await(Supplier<Optional<T>> found) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<T> value = found.get();
        while (value.isEmpty()) {
            assertThat(System.nanoTime()).as("still waiting after " + PATIENCE).isLessThan(deadline);
            Thread.sleep(50);
            value = found.get();
        }
        return value.get();
    }
}
