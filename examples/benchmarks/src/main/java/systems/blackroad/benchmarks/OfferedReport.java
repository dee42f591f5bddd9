package systems.blackroad.benchmarks;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A steady offer of jobs that a node of ours keeps up with, or not, beside an idle transaction that holds a snapshot from before
 * the first of them until after the last.
 */
final class OfferedReport {

    private static final int PER_SECOND = 2_000;
    /** Jobs of one call, which are 10 ms of the offer. */
    private static final int BATCH = 20;
    /** In how many parts the time is looked at. */
    private static final int PARTS = 10;
    /** How long the last jobs may take after the offer ended. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String DATABASE = "offered";

    private final PostgresServer server;
    private final int seconds;
    private final int jobs;
    private final AtomicLongArray began;
    private final Executions executions;

    OfferedReport(PostgresServer server, int seconds) {
        this.server = server;
        this.seconds = seconds;
        this.jobs = seconds * PER_SECOND;
        this.began = new AtomicLongArray(jobs);
        this.executions = new Executions(jobs, jobs);
    }

    /**
     * A tenth of the offer.
     *
     * @param waiting how many jobs had not begun when its last one was put in
     * @param micros from when each of its jobs was to be put in until it began, ascending, the largest long for one that did not
     */
    record Part(int waiting, long[] micros) {

        double millis(double share) {
            return Spread.millis(micros, share);
        }
    }

    /** Offers the jobs and prints how long they waited. */
    void print() throws Exception {
        System.out.printf(
                "%n### Offered: %,d jobs a second for %,d s to one node, an idle REPEATABLE READ transaction open"
                        + " throughout; %s%n%n",
                PER_SECOND, seconds, Machine.others());
        System.out.println("| tenth | jobs waiting at its end | p50 ms | p99 ms | slowest ms |\n|---|---|---|---|---|");
        List<Part> parts = measure();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            System.out.printf(
                    "| %d | %,d | %.1f | %.1f | %.1f |%n",
                    i + 1, part.waiting(), part.millis(0.5), part.millis(0.99), part.millis(1));
        }
        System.out.printf("%nRan twice: %,d; never: %,d.%n", executions.repeated(), executions.missing());
    }

    /** Offers the jobs. */
    List<Part> measure() throws Exception {
        String url = server.create(DATABASE);
        try (Connection snapshot = server.holdSnapshot(DATABASE);
                JobEngine front = JobEngines.BLACKROAD.open(url, Drain.NEVER_CALLED);
                JobEngine node = JobEngines.BLACKROAD.open(url, this::began)) {
            node.start();
            long start = System.nanoTime();
            int[] waiting = offer(front, start);
            executions.await(PATIENCE);
            snapshot.rollback();
            return parts(start, waiting);
        } finally {
            server.drop(DATABASE);
        }
    }

    private void began(int job) {
        began.set(job, System.nanoTime());
        executions.accept(job);
    }

    /** One call after the other, each at its time, or as soon as those before are answered. */
    private int[] offer(JobEngine front, long start) throws Exception {
        int[] waiting = new int[PARTS];
        for (int job = 0; job < jobs; job += BATCH) {
            long left = start + due(job) - System.nanoTime();
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = start + due(job) - System.nanoTime();
            }
            front.enqueue(job, BATCH);
            waiting[part(job)] = job + BATCH - executions.ran();
        }
        return waiting;
    }

    /** When a job is to be put in, in nanoseconds from the start. */
    private static long due(int job) {
        return job / BATCH * (TimeUnit.SECONDS.toNanos(BATCH) / PER_SECOND);
    }

    private int part(int job) {
        return (int) ((long) job * PARTS / jobs);
    }

    private List<Part> parts(long start, int[] waiting) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            int part = i;
            long[] micros = IntStream.range(0, jobs)
                    .filter(job -> part(job) == part)
                    .mapToLong(job -> micros(start, job))
                    .sorted()
                    .toArray();
            parts.add(new Part(waiting[i], micros));
        }
        return parts;
    }

    private long micros(long start, int job) {
        long at = began.get(job);
        return at == 0 ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.toMicros(at - start - due(job));
    }
}
