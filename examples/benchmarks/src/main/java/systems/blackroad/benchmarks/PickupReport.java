package systems.blackroad.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** How soon a job that this process puts in begins in another process that has nothing else to do. */
final class PickupReport {

    /** Longer than any engine here waits between two looks. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int WARM_UPS = 30;
    private static final int LEAST_PAUSE = 50;
    private static final int MOST_PAUSE = 150;

    private final PostgresServer server;
    private final int pickups;

    PickupReport(PostgresServer server, int pickups) {
        this.server = server;
        this.pickups = pickups;
    }

    /**
     * What was measured of one engine.
     *
     * @param micros from before each job was put in until it began, ascending, the largest long for one that did not
     * @param missing how many jobs did not begin
     * @param repeated how many jobs began twice
     */
    record Pickups(long[] micros, long missing, long repeated) {

        /** In milliseconds, the time within which {@code share} of the jobs began, or infinity if fewer did. */
        double millis(double share) {
            return Spread.millis(micros, share);
        }
    }

    /** Measures one engine after the other and prints each. */
    void print() throws Exception {
        System.out.printf(
                "%n### Pickup in another process: %d jobs, %d to %d ms apart; %s%n%n",
                pickups, LEAST_PAUSE, MOST_PAUSE, Machine.others());
        System.out.println("| | p50 ms | p99 ms | slowest ms | never began | began twice |\n|---|---|---|---|---|---|");
        for (JobEngines engine : JobEngines.values()) {
            Pickups measured = measure(engine, WARM_UPS);
            System.out.printf(
                    "| %s | %.1f | %.1f | %.1f | %d | %d |%n",
                    engine.title(),
                    measured.millis(0.5),
                    measured.millis(0.99),
                    measured.millis(1),
                    measured.missing(),
                    measured.repeated());
        }
    }

    /** Times the pickups of one engine, after {@code warmUps} that are not counted. */
    Pickups measure(JobEngines engine, int warmUps) throws Exception {
        int jobs = warmUps + pickups;
        Executions executions = new Executions(jobs, jobs);
        long[] put = new long[jobs];
        AtomicLongArray began = new AtomicLongArray(jobs);
        String database = "pickup_" + engine.name().toLowerCase(Locale.ROOT);
        String url = server.create(database);
        try (JobEngine here = engine.open(url, Drain.NEVER_CALLED);
                PickupProcess other = PickupProcess.start(engine, url)) {
            other.listen((job, micros) -> {
                began.compareAndSet(job, 0, micros);
                executions.accept(job);
            });
            Random random = new Random(engine.ordinal());
            for (int job = 0; job < jobs; job++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LEAST_PAUSE, MOST_PAUSE + 1));
                put[job] = PickupNode.micros(Instant.now());
                here.enqueue(job);
            }
            executions.await(PATIENCE);
        } finally {
            server.drop(database);
        }
        long[] micros = IntStream.range(warmUps, jobs)
                .mapToLong(job -> began.get(job) == 0 ? Long.MAX_VALUE : began.get(job) - put[job])
                .sorted()
                .toArray();
        return new Pickups(micros, executions.missing(), executions.repeated());
    }
}
