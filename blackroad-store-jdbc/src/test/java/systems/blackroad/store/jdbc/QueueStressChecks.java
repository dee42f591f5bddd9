package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** What queues promise while everything that may be done to them is done at once. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class QueueStressChecks {

    private static final int CALLERS = 4;
    /** How much each does before what is left is finished. */
    private static final int ACTS = 40;

    private static final Duration LASTS = Duration.ofMillis(
            Long.getLong("blackroad.stress.millis", Duration.ofSeconds(4).toMillis()));
    /** How long nothing may come to a node that drains: claims look again from the start within a second. */
    private static final Duration NOTHING = Duration.ofSeconds(3);

    private final long seed = Long.getLong("blackroad.stress.seed", System.nanoTime());
    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    private final JdbcFixture fixture = newFixture();

    abstract JdbcFixture newFixture();

    /** A statement that tells how many deadlocks there were, or null where that says nothing. */
    abstract @Nullable String deadlocks();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        fixture.close();
    }

    private Storage open() {
        return fixture.open(StorageOptions.builder()
                .namespace("stress")
                .clock(fixture.clock())
                .callTimeout(JdbcStoreChecks.PATIENT)
                .build());
    }

    @Test
    void whatever_races_limits_turns_and_rates_are_kept_and_every_job_finishes() throws Exception {
        StressRecord record = new StressRecord(fixture.clock());
        try (Storage one = open();
                Storage other = open()) {
            List<StressCaller> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                JobStore jobs = (i % 2 == 0 ? one : other).jobs();
                Random random = new Random(seed + i);
                callers.add(new StressCaller("c" + i, jobs, record, fixture.clock(), random, fixture));
            }
            callers.get(0).put(StressCaller.STEADY, QueueLimits.NONE.withConcurrency(2));
            RateLimit rate = new RateLimit(4, Duration.ofMillis(100));
            callers.get(0)
                    .put(
                            StressCaller.NARROW,
                            QueueLimits.NONE.withKeyConcurrency(1).withRate(rate));
            long deadlocks = countDeadlocks();
            long end = System.nanoTime() + LASTS.toNanos();
            while (System.nanoTime() < end) {
                race(callers);
                drain(callers.get(0), one.jobs());
            }
            assertThat(record.broken()).as("seed " + seed).isEmpty();
            assertThat(record.runs()).as("runs of seed " + seed).isPositive();
            assertThat(countDeadlocks()).as("deadlocks of seed " + seed).isEqualTo(deadlocks);
        }
    }

    private void race(List<StressCaller> callers) throws Exception {
        List<Callable<Void>> calls = new ArrayList<>();
        for (StressCaller caller : callers) {
            calls.add(() -> {
                for (int i = 0; i < ACTS; i++) {
                    caller.act();
                }
                return null;
            });
        }
        for (Future<Void> call : threads.invokeAll(calls)) {
            try {
                call.get(0, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** Finishes what is left, with the limits as they are: what changes them wakes what should have been woken before. */
    private void drain(StressCaller caller, JobStore jobs) {
        jobs.pauseQueue(StressCaller.CHANGING, false, StressCaller.ADA);
        fixture.clock().advance(Duration.ofSeconds(1));
        long latest = System.nanoTime() + NOTHING.toNanos();
        while (left(jobs) > 0) {
            if (caller.complete()) {
                latest = System.nanoTime() + NOTHING.toNanos();
            }
            assertThat(System.nanoTime())
                    .as(() -> "seed " + seed + " leaves " + jobs.counts() + ": " + rows())
                    .isLessThan(latest);
        }
    }

    private long countDeadlocks() throws SQLException {
        String count = deadlocks();
        if (count == null) {
            return 0;
        }
        try (Connection connection = DriverManager.getConnection(fixture.url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(count)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long left(JobStore jobs) {
        Map<JobStatus, Long> counts = jobs.counts();
        return counts.getOrDefault(JobStatus.PENDING, 0L) + counts.getOrDefault(JobStatus.RUNNING, 0L);
    }

    /** Where the jobs stand that are left. */
    private String rows() {
        StringBuilder rows = new StringBuilder();
        for (String table : List.of("ready", "deferred", "lease", "turn", "left_lane", "queue")) {
            try (Connection connection = DriverManager.getConnection(fixture.url());
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select * from stress_" + table)) {
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                    rows.append("\n").append(table);
                    for (int i = 1; i <= columns; i++) {
                        rows.append(' ')
                                .append(row.getMetaData().getColumnName(i))
                                .append('=')
                                .append(row.getString(i));
                    }
                }
            } catch (SQLException e) {
                rows.append(e);
            }
        }
        return rows.toString();
    }
}
