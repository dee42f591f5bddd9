package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
    /** Of a node that must not lose its job, however busy the machine is. */
    private static final Duration LONG_LEASE = Duration.ofSeconds(60);

    private static final Duration THREE_LEASES = LEASE.multipliedBy(3);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration CALL = Duration.ofMinutes(1);
    private static final JobId JOB = JobId.of("the-job");

    private final String namespace = "fencing" + Math.floorMod(System.nanoTime(), 1_000_000);
    private Workers workers;

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() {
        workers = new Workers(folder, namespace);
    }

    @AfterEach
    void kill_what_a_failed_test_left() throws Exception {
        workers.kill();
    }

    @Test
    void a_job_that_ran_at_the_kill_runs_again_under_a_larger_token_and_the_old_one_is_refused() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("fencing.db");
        try (Storage storage = open(url)) {
            enqueue(storage);
            Process first = workers.start(url, LEASE, false);
            long oldToken = awaitRun(0);
            Processes.kill(first);
            awaitEndOfLease(storage);
            Process second = workers.start(url, LONG_LEASE, false);
            long newToken = awaitRun(1);
            assertThat(newToken).isGreaterThan(oldToken);
            assertThat(writesUnder(storage, oldToken)).containsOnly(Acceptance.STALE);
            letTheJobEnd();
            assertThat(await(() -> completed(storage)).token()).isEqualTo(newToken);
            assertThat(writesUnder(storage, oldToken)).containsOnly(Acceptance.STALE);
            Processes.finish(second);
        }
    }

    @Test
    void a_job_that_was_enqueued_before_the_kill_runs_after_the_restart() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("fencing.db");
        Process enqueuing = workers.start(url, LEASE, true);
        await(() -> acknowledged(0) > 20 ? Optional.of(true) : Optional.empty());
        Processes.kill(enqueuing);
        Process restarted = workers.start(url, LEASE, false);
        try (Storage storage = open(url)) {
            await(() -> JobVerdict.unfinished(storage) == 0 ? Optional.of(true) : Optional.empty());
            JobHistory history = JobHistory.read(List.of(workers.journal(0), workers.journal(1)));
            for (String job : history.acknowledged()) {
                assertThat(storage.jobs().find(JobId.of(job)).orElseThrow().status())
                        .isEqualTo(JobStatus.COMPLETED);
            }
        }
        Processes.finish(restarted);
    }

    @Test
    @Tag("server")
    void a_node_that_was_stopped_for_three_leases_cannot_complete_its_job() throws Exception {
        String url = Postgres.url();
        try (Storage storage = open(url)) {
            enqueue(storage);
            Process late = workers.startLate(url, LEASE);
            long oldToken = awaitRun(0);
            long stoppedAt = stop(late, url);
            late.getOutputStream().close();
            awaitEndOfLease(storage);
            Process other = workers.start(url, LONG_LEASE, false);
            long newToken = awaitRun(1);
            assertThat(continueAfterThreeLeases(late, stoppedAt)).isGreaterThanOrEqualTo(THREE_LEASES);
            assertThat(await(() -> answerTo(0))).isEqualTo(Acceptance.STALE.name());
            // It still runs elsewhere, so that there was a lease to take away.
            assertThat(storage.jobs().find(JOB).orElseThrow().status()).isEqualTo(JobStatus.RUNNING);
            letTheJobEnd();
            Job done = await(() -> completed(storage));
            assertThat(done.token()).isEqualTo(newToken).isGreaterThan(oldToken);
            assertThat(result(done)).isEqualTo(Long.toString(other.pid()));
            Processes.finish(other);
        }
    }

    @Test
    void a_node_that_was_not_stopped_completes_its_job() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("fencing.db");
        try (Storage storage = open(url)) {
            enqueue(storage);
            Process prompt = workers.startLate(url, LONG_LEASE);
            awaitRun(0);
            Processes.finish(prompt);
            assertThat(answerTo(0)).contains(Acceptance.ACCEPTED.name());
        }
    }

    @Test
    @Tag("server")
    void an_operator_that_was_stopped_for_three_leases_gives_its_job_up_and_works_on() throws Exception {
        String url = Postgres.url();
        try (Storage storage = open(url)) {
            enqueue(storage);
            Process stopped = workers.start(url, LEASE, false);
            long oldToken = awaitRun(0);
            long stoppedAt = stop(stopped, url);
            awaitEndOfLease(storage);
            Process other = workers.start(url, LONG_LEASE, false);
            long newToken = awaitRun(1);
            letTheJobEnd();
            Job done = await(() -> completed(storage));
            assertThat(continueAfterThreeLeases(stopped, stoppedAt)).isGreaterThanOrEqualTo(THREE_LEASES);
            // It comes back as a new incarnation.
            await(() -> nodes(storage) == 2 ? Optional.of(true) : Optional.empty());
            Job after = storage.jobs().find(JOB).orElseThrow();
            assertThat(after).isEqualTo(done);
            assertThat(after.token()).isEqualTo(newToken).isGreaterThan(oldToken);
            assertThat(result(after)).isEqualTo(Long.toString(other.pid()));
            Processes.finish(other);
            Processes.finish(stopped);
            assertThat(result(storage.jobs().find(JOB).orElseThrow())).isEqualTo(Long.toString(other.pid()));
        }
    }

    /**
     * Stops a process between two transactions: one that is open would keep its rows from the others for as long. Returns a
     * time, in nanoseconds of this process, at which it had been stopped.
     */
    private static long stop(Process process, String url) throws Exception {
        Processes.signal(process, "STOP");
        while (isInTransaction(url)) {
            Processes.signal(process, "CONT");
            Thread.sleep(50);
            Processes.signal(process, "STOP");
        }
        return System.nanoTime();
    }

    private static boolean isInTransaction(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where application_name = 'blackroad' and state <> 'idle'")) {
            row.next();
            return row.getLong(1) > 0;
        }
    }

    /** Continues a process no earlier than three leases after {@code stoppedAt}; returns how long it was stopped at least. */
    private static Duration continueAfterThreeLeases(Process process, long stoppedAt) throws Exception {
        await(() -> System.nanoTime() - stoppedAt >= THREE_LEASES.toNanos() ? Optional.of(true) : Optional.empty());
        Duration stopped = Duration.ofNanos(System.nanoTime() - stoppedAt);
        Processes.signal(process, "CONT");
        return stopped;
    }

    /** Waits until no node has a lease, so that one with a long lease, which looks seldom, finds the job as it starts. */
    private static void awaitEndOfLease(Storage storage) throws Exception {
        await(() -> nodes(storage) == 0 ? Optional.of(true) : Optional.empty());
    }

    private Path sign() {
        return folder.resolve("sign");
    }

    private void letTheJobEnd() throws IOException {
        Files.createFile(sign());
    }

    private Storage open(String url) {
        return Storages.open(
                url,
                StorageOptions.builder().namespace(namespace).callTimeout(CALL).build());
    }

    private void enqueue(Storage storage) {
        NewJob job = new NewJob(
                JOB,
                Payload.ofJson(JobWorker.TYPE, 1, "\"" + JobWorker.UNTIL + sign() + "\""),
                QueueName.of("default"),
                0,
                Due.NOW,
                5,
                "test",
                null,
                Map.of());
        storage.jobs().enqueue(List.of(job), null);
    }

    /** What a late node's completion was answered, once it was. */
    private Optional<String> answerTo(int worker) {
        try {
            return Journal.read(workers.journal(worker)).stream()
                    .filter(line -> line[0].equals("A"))
                    .map(line -> line[2])
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            return Files.exists(workers.journal(worker))
                    ? JobHistory.read(List.of(workers.journal(worker)))
                    : JobHistory.read(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Job> completed(Storage storage) {
        return storage.jobs().find(JOB).filter(job -> job.status() == JobStatus.COMPLETED);
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
