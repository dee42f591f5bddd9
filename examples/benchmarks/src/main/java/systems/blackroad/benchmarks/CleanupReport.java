package systems.blackroad.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;
import systems.blackroad.core.BlackRoad;

/**
 * What ending and deleting the sessions of 100,000 users who went away costs those who are still there: commands of eight
 * callers before, while and after the one node, which serves them too, sweeps.
 */
final class CleanupReport {

    private static final String DATABASE = "cleanup";
    private static final int CALLERS = 8;
    private static final int DESKTOPS = 200;
    private static final int OPENERS = 64;
    private static final Actor GONE = Actor.of(UserId.of("gone"));
    /** As if they had been left for longer than they live. */
    private static final String LEAVE =
            "update blackroad_session_head set expires_at = created_at, sweep_at = created_at where owner = 'gone'";

    /** As if those that are left were used again. */
    private static final String RETURN = "update blackroad_session_head set expires_at = end_at, sweep_at = end_at"
            + " where owner = 'gone' and status = 0";

    /** Longer than between two sweeps. */
    private static final Duration BEGIN = Duration.ofMinutes(2);

    private static final String LIVE =
            "select count(*) from blackroad_session_head where owner = 'gone' and status = 0";
    private static final String DELETED =
            "select count(*) from blackroad_session_head where owner = 'gone' and status = 2";

    private final PostgresServer server;
    private final int sessions;
    private final int rounds;
    private final Duration round;
    private long seed;

    private CleanupReport(PostgresServer server, boolean quick) {
        this.server = server;
        this.sessions = quick ? 1_000 : 100_000;
        this.rounds = quick ? 2 : 10;
        this.round = Duration.ofMillis(quick ? 500 : 6_000);
    }

    static void print(boolean quick) throws Exception {
        System.out.println("## Cleanup beside commands\n\n" + Machine.describe());
        try (PostgresServer server = PostgresServer.start()) {
            System.out.println(server.describe());
            new CleanupReport(server, quick).print();
        }
    }

    private void print() throws Exception {
        String url = server.createCounted(DATABASE);
        try (Desktops ours =
                new BlackRoadDesktops(url, DESKTOPS, CALLERS, options -> options.keepEnded(Duration.ZERO))) {
            fill(url);
            server.settle();
            System.out.printf("%n%,d sessions that nobody uses any more; %s.%n%n", sessions, Machine.others());
            measure(ours, 2 * rounds);
            List<Load.Done> before = measure(ours, rounds);
            server.execute(DATABASE, LEAVE);
            awaitSweep();
            long live = server.number(DATABASE, LIVE);
            long deleted = server.number(DATABASE, DELETED);
            long start = System.nanoTime();
            List<Load.Done> during = measure(ours, rounds);
            double seconds = (System.nanoTime() - start) / 1e9;
            double ended = (live - server.number(DATABASE, LIVE)) / seconds;
            double gone = (server.number(DATABASE, DELETED) - deleted) / seconds;
            server.execute(DATABASE, RETURN);
            server.settle();
            List<Load.Done> after = measure(ours, rounds);
            print(before, during, after);
            System.out.printf(
                    "%nIt ended %.0f and deleted %.0f sessions a second meanwhile. %s.%n",
                    ended, gone, Machine.others());
            if (ours.lost() > 0) {
                throw new IllegalStateException("acknowledged commands were lost; this is a defect");
            }
        }
    }

    private void awaitSweep() throws Exception {
        long end = System.nanoTime() + BEGIN.toNanos();
        while (server.number(DATABASE, LIVE) == sessions) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("no expired session was ended within " + BEGIN);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private void fill(String url) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(OPENERS);
        try (Storage storage = Storages.open(url);
                OsRuntime runtime = BlackRoad.runtime(storage).build()) {
            List<Future<?>> opening = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                opening.add(threads.submit(() -> runtime.open(GONE, OpenSession.empty())));
            }
            for (Future<?> opened : opening) {
                opened.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Load.Done> measure(Desktops ours, int times) throws Exception {
        List<Load.Done> done = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            done.add(Load.run(CALLERS, round, seed++, ours::change));
        }
        return done;
    }

    private static void print(List<Load.Done> before, List<Load.Done> during, List<Load.Done> after) {
        System.out.println("| commands of 8 callers | changes/s | p50 ms | p99 ms |\n|---|---|---|---|");
        row("before", before);
        row("while it sweeps", during);
        row("after", after);
        double idle = (median(before, done -> done.millis(0.99)) + median(after, done -> done.millis(0.99))) / 2;
        System.out.printf(
                "%np99 while it sweeps is %+.0f %% of the mean of before and after, by the medians of the rounds.%n",
                100 * (median(during, done -> done.millis(0.99)) / idle - 1));
    }

    private static double median(List<Load.Done> rounds, ToDoubleFunction<Load.Done> figure) {
        return Spread.of(rounds, figure).median();
    }

    private static void row(String name, List<Load.Done> rounds) {
        System.out.printf(
                "| %s | %s | %s | %s |%n",
                name,
                Spread.of(rounds, Load.Done::perSecond).text("%,.0f"),
                Spread.of(rounds, done -> done.millis(0.5)).text("%.2f"),
                Spread.of(rounds, done -> done.millis(0.99)).text("%.2f"));
    }
}
