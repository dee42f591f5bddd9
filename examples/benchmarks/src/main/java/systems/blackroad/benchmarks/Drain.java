package systems.blackroad.benchmarks;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Backlogs of jobs that do nothing, run by one node: each in a database of its own, filled by another node that is gone
 * before the first job runs.
 */
final class Drain {

    /** Nothing that is measured takes as long; an engine that does not end by then has stopped. */
    private static final Duration FAST_LIMIT = Duration.ofMinutes(10);

    /** How much faster the others are, roughly. */
    private static final int SLOWER = 10;

    /** The handler of nodes that only take jobs in. */
    static final IntConsumer NEVER_CALLED = job -> {
        throw new IllegalStateException("job " + job + " ran on a node that was not started");
    };

    private final PostgresServer server;
    private final Duration slowRound;
    private int databases;

    /** On {@code server}, where slow engines are stopped after {@code slowRound}. */
    Drain(PostgresServer server, Duration slowRound) {
        this.server = server;
        this.slowRound = slowRound;
    }

    /**
     * What is run.
     *
     * @param waiting how many jobs wait when the node starts
     * @param measured how many of them are timed
     * @param snapshotHeld whether a transaction stays open from before the first job is put in until after the last
     */
    record Task(JobEngines engine, int waiting, int measured, boolean snapshotHeld) {

        /** All of {@code waiting} jobs, or as many of them as the engine is given. */
        static Task all(JobEngines engine, int waiting, boolean snapshotHeld) {
            int jobs = engine.jobs(waiting);
            return new Task(engine, jobs, jobs, snapshotHeld);
        }
    }

    /**
     * What came of it.
     *
     * @param timed the runs of the jobs
     * @param ran how many runs there were until the node was closed
     * @param repeated how many jobs ran more than once
     * @param missing how many did not run although all were waited for; none of one that was stopped
     * @param walBytes what the server wrote from the node's start until after its end
     * @param commits how many transactions there were in this database meanwhile
     */
    record Result(Executions.Timed timed, int ran, long repeated, long missing, long walBytes, long commits) {

        double perSecond() {
            return timed.perSecond();
        }

        double walBytesPerJob() {
            return (double) walBytes / ran;
        }

        double commitsPerJob() {
            return (double) commits / ran;
        }
    }

    /** Runs a backlog once on each of {@code engines}; a slow one needs fewer jobs to have compiled what it does. */
    void warmUp(List<JobEngines> engines, int jobs) throws Exception {
        for (JobEngines engine : engines) {
            run(Task.all(engine, engine.isSlow() ? Math.max(1, jobs / SLOWER) : jobs, false));
        }
    }

    /**
     * Runs it once.
     *
     * @throws IllegalStateException if a job of ours ran twice, or never, or none of theirs ran
     */
    Result run(Task task) throws Exception {
        String database = "jobs_" + ++databases;
        String url = server.create(database);
        try (Connection snapshot = task.snapshotHeld() ? server.holdSnapshot(database) : null) {
            fill(task, database, url);
            server.settle();
            Result result = drain(task, database, url, snapshot);
            System.err.printf(
                    "%s: %,d of %,d jobs at %,.0f/s%n",
                    task.engine().title(), result.timed().runs(), task.waiting(), result.perSecond());
            return checked(task, result);
        } finally {
            server.drop(database);
        }
    }

    private static Result checked(Task task, Result result) {
        if (result.ran() == 0) {
            throw new IllegalStateException(task.engine().title() + " ran no job; its log says why");
        }
        if (task.engine() == JobEngines.BLACKROAD && result.repeated() + result.missing() > 0) {
            throw new IllegalStateException(result.repeated() + " jobs of ours ran more than once and "
                    + result.missing() + " never; this is a defect");
        }
        return result;
    }

    /** Analyzes, as autovacuum does within a minute, and early, too: plans made for empty tables would stay, and made Quartz five times slower. */
    private void fill(Task task, String database, String url) throws Exception {
        try (JobEngine node = task.engine().open(url, NEVER_CALLED)) {
            for (int first = 0; first < task.waiting(); first += JobQueue.MAX_BATCH) {
                node.enqueue(first, Math.min(JobQueue.MAX_BATCH, task.waiting() - first));
                if (first == 0) {
                    server.analyze(database);
                }
            }
        }
        server.analyze(database);
    }

    private Result drain(Task task, String database, String url, @Nullable Connection snapshot) throws Exception {
        int others = snapshot == null ? 0 : 1;
        Executions executions = new Executions(task.waiting(), task.measured());
        server.awaitClients(database, others);
        long commits = server.commits(database);
        long wal;
        Executions.Timed timed;
        try (JobEngine node = task.engine().open(url, executions)) {
            wal = server.walBytes();
            node.start();
            timed = executions.await(task.engine().isSlow() ? slowRound : FAST_LIMIT);
        }
        wal = server.walBytes() - wal;
        server.awaitClients(database, others);
        boolean all = task.measured() == task.waiting()
                && (timed.complete() || !task.engine().isSlow());
        return new Result(
                timed,
                executions.ran(),
                executions.repeated(),
                all ? executions.missing() : 0,
                wal,
                server.commits(database) - commits);
    }
}
