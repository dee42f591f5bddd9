package systems.blackroad.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast two workers claim and complete jobs on PostgreSQL in each {@link JobDesign}, with and without a foreign
 * transaction that holds an old snapshot meanwhile. Only the server and the driver: no engine, no handlers.
 */
final class JobDesignsReport {

    private static final String DATABASE = "designs";
    private static final int WORKERS = JobDesign.SEGMENTS;
    private static final int BATCH = 500;
    /** A slow design is stopped then, and rated on what it did. */
    private static final long MOST_SECONDS = 30;

    private final PostgresServer server;
    private final int jobs;
    private final int rounds;

    JobDesignsReport(PostgresServer server, boolean quick) throws SQLException {
        server.create(DATABASE);
        this.server = server;
        this.jobs = quick ? 4_000 : 200_000;
        this.rounds = quick ? 1 : 3;
    }

    /** A design, alone or beside a held snapshot. */
    record Side(JobDesign design, boolean held) {}

    /** What one run gave. */
    record Figures(double perSecond, double walBytesPerJob, double megabytes) {}

    static void print(boolean quick) throws Exception {
        System.out.println("## Designs of the job tables\n\n" + Machine.describe());
        try (PostgresServer server = PostgresServer.start()) {
            System.out.println(server.describe());
            new JobDesignsReport(server, quick).print();
        }
    }

    private void print() throws Exception {
        List<Side> sides = new ArrayList<>();
        for (JobDesign design : JobDesign.values()) {
            sides.add(new Side(design, false));
            sides.add(new Side(design, true));
        }
        Map<Side, List<Figures>> results = Rounds.interleaved(sides, rounds, this::drain);
        System.out.printf(
                "%n%,d jobs, %d workers, batches of %d; median of %d rounds.%n%n", jobs, WORKERS, BATCH, rounds);
        System.out.println("| design | snapshot | jobs/s | WAL bytes a job | tables of what is ready and leased, MB |");
        System.out.println("|---|---|---|---|---|");
        results.forEach((side, figures) -> System.out.printf(
                "| %s | %s | %s | %.0f | %.1f |%n",
                side.design().title(),
                side.held() ? "held" : "free",
                Spread.of(figures, Figures::perSecond).text("%,.0f"),
                Spread.of(figures, Figures::walBytesPerJob).median(),
                Spread.of(figures, Figures::megabytes).median()));
    }

    /**
     * Claims and completes all jobs, or as many as the time allows.
     *
     * @throws IllegalStateException if the history does not have what the workers completed, or they missed a job
     */
    Figures drain(Side side) throws Exception {
        server.execute(DATABASE, side.design().tables());
        server.execute(DATABASE, side.design().fill(jobs));
        server.settle();
        Connection snapshot = side.held() ? server.holdSnapshot(DATABASE) : null;
        try {
            return drain(side.design());
        } finally {
            if (snapshot != null) {
                snapshot.close();
            }
        }
    }

    private Figures drain(JobDesign design) throws Exception {
        long wal = server.walBytes();
        long start = System.nanoTime();
        long done = work(design, start + TimeUnit.SECONDS.toNanos(MOST_SECONDS));
        double seconds = (System.nanoTime() - start) / 1e9;
        double bytes = server.walBytes() - wal;
        double size = server.number(
                DATABASE,
                "select sum(pg_total_relation_size(oid)) from pg_class where relname ~ '^(ready_.|taken_.|lease)$'");
        return new Figures(done / seconds, bytes / done, size / 1e6);
    }

    private long work(JobDesign design, long until) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        AtomicLong done = new AtomicLong();
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int worker = i;
                workers.add(threads.submit(() -> {
                    done.addAndGet(work(design, worker, until));
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }
        long kept = server.number(DATABASE, "select count(*) from done");
        if (kept != done.get()) {
            throw new IllegalStateException("the workers completed " + done + " jobs, the history has " + kept);
        }
        if (kept < jobs && System.nanoTime() - until < 0) {
            throw new IllegalStateException("the workers found " + kept + " of " + jobs + " jobs");
        }
        return kept;
    }

    /** Claims and completes until nothing is left or the time is over; answers how many it completed. */
    private long work(JobDesign design, int worker, long until) throws SQLException {
        try (Connection connection = server.connect(DATABASE)) {
            try (Statement settings = connection.createStatement()) {
                settings.execute(
                        "set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off; set jit = off;"
                                + " set plan_cache_mode = force_generic_plan");
            }
            long completed = 0;
            List<Long> claimed = List.of();
            long token = 0;
            long due = 0;
            long number = 0;
            try (PreparedStatement exchange = connection.prepareStatement(design.exchange(worker))) {
                do {
                    Array settled = connection.createArrayOf("bigint", claimed.toArray());
                    exchange.setArray(1, settled);
                    exchange.setLong(2, token);
                    exchange.setString(3, "node-" + worker);
                    exchange.setLong(4, due);
                    exchange.setLong(5, number);
                    exchange.setInt(6, System.nanoTime() - until < 0 ? BATCH : 0);
                    exchange.setString(7, "node-" + worker);
                    completed += claimed.size();
                    claimed = new ArrayList<>();
                    try (ResultSet rows = exchange.executeQuery()) {
                        while (rows.next()) {
                            claimed.add(rows.getLong(1));
                            token = rows.getLong(3);
                            if (design.claimsFromCursor()) {
                                due = rows.getLong(2);
                                number = rows.getLong(1);
                            }
                            rows.getString(4);
                            rows.getString(5);
                            rows.getBytes(6);
                        }
                    }
                } while (!claimed.isEmpty());
            }
            return completed;
        }
    }
}
