package systems.blackroad.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Durable changes of a window per second, by this library and by Spring Session JDBC, on one server in one run, in
 * interleaved rounds. Beside the rate it counts what was lost, what the server wrote for a change and for a read, and how
 * many round trips either took.
 */
final class SessionsReport {

    private static final String STATE_SIZES = "select cast(avg(length(attribute_bytes)) as int) || ' bytes, '"
            + " || cast(avg(pg_column_size(attribute_bytes)) as int) from spring_session_attributes";
    private static final int DESKTOPS = 200;
    private static final int SINGLE = 500;
    private static final int READS = 2_000;
    private static final int READ_ROUNDS = 5;

    private final PostgresServer server;
    private final int callers;
    private final int rounds;
    private final Duration warmUp;
    private final Duration round;
    private long seed;

    private SessionsReport(PostgresServer server, int callers, boolean quick) {
        this.server = server;
        this.callers = callers;
        this.rounds = quick ? 2 : 7;
        this.warmUp = Duration.ofMillis(quick ? 500 : 20_000);
        this.round = Duration.ofMillis(quick ? 500 : 6_000);
    }

    /** One round of one side. */
    private record Round(Load.Done done, long walBytes) {

        double walBytesPerChange() {
            return (double) walBytes / done.operations();
        }
    }

    /** What a side costs when one caller works alone. */
    private record Alone(double changeTrips, double readTrips, Spread readBytes) {}

    /** Runs all and prints it. */
    static void print(boolean quick) throws Exception {
        System.out.println("## Durable window commands\n\n" + Machine.describe());
        try (PostgresServer server = PostgresServer.start()) {
            System.out.println(server.describe());
            long lost = 0;
            for (int callers : new int[] {8, 64}) {
                lost += new SessionsReport(server, callers, quick).print();
            }
            if (lost > 0) {
                throw new IllegalStateException(lost + " acknowledged commands of ours were lost; this is a defect");
            }
        }
    }

    /** Runs and prints the rounds of one number of callers; answers how many commands of ours were lost. */
    private long print() throws Exception {
        String database = "sessions_" + callers;
        String url = server.createCounted(database);
        System.out.printf("%n### %d callers, %d sessions%n%n%s%n%n", callers, DESKTOPS, Machine.others());
        try (Desktops ours = new BlackRoadDesktops(url, DESKTOPS, callers);
                Desktops theirs = new SpringDesktops(url, DESKTOPS, callers)) {
            List<Desktops> sides = List.of(ours, theirs);
            for (Desktops side : sides) {
                Load.run(callers, warmUp, seed++, side::change);
            }
            Map<Desktops, List<Round>> results = Rounds.interleaved(sides, rounds, this::measure);
            List<Alone> alone = new ArrayList<>();
            List<Long> lost = new ArrayList<>();
            for (Desktops side : sides) {
                alone.add(alone(side));
                lost.add(side.lost());
            }
            sides.forEach(Desktops::close);
            server.awaitNoClients(database);
            System.out.println("| | changes/s | p50 / p99 ms | WAL bytes per change | HOT updates of the head"
                    + " | acknowledged | lost | round trips per change / read | WAL bytes per read |");
            System.out.println("|---|---|---|---|---|---|---|---|---|");
            for (int i = 0; i < sides.size(); i++) {
                Desktops side = sides.get(i);
                String hot = String.format(
                        "%.1f %%",
                        100 * server.updates(database, side.headTable()).hotShare());
                System.out.println(row(side, results.getOrDefault(side, List.of()), hot, lost.get(i), alone.get(i)));
            }
            System.out.println(
                    "\n" + ratios(results.getOrDefault(ours, List.of()), results.getOrDefault(theirs, List.of())));
            System.out.printf(
                    "A desktop of Spring Session: %s bytes, as stored; %s.%n",
                    server.text(database, STATE_SIZES), Machine.others());
            return lost.get(0);
        }
    }

    private Round measure(Desktops side) throws Exception {
        long before = server.walBytes();
        Load.Done done = Load.run(callers, round, seed++, side::change);
        return new Round(done, server.walBytes() - before);
    }

    /** Changes, then reads, one after the other while nobody else works. */
    private Alone alone(Desktops side) throws Exception {
        Random random = new Random(seed++);
        long start = RoundTrips.count();
        for (int i = 0; i < SINGLE; i++) {
            side.change(0, random);
        }
        double changeTrips = (double) (RoundTrips.count() - start) / SINGLE;
        read(side, random);
        start = RoundTrips.count();
        List<Double> bytes = new ArrayList<>();
        for (int i = 0; i < READ_ROUNDS; i++) {
            server.settle();
            long wal = server.walBytes();
            read(side, random);
            bytes.add((double) (server.walBytes() - wal) / READS);
        }
        double readTrips = (double) (RoundTrips.count() - start) / READS / READ_ROUNDS;
        return new Alone(changeTrips, readTrips, Spread.of(bytes, Double::doubleValue));
    }

    private static void read(Desktops side, Random random) throws Exception {
        for (int i = 0; i < READS; i++) {
            side.read(0, random);
        }
    }

    private static String row(Desktops side, List<Round> rounds, String hot, long lost, Alone alone) {
        return String.format(
                "| %s | %s | %.2f / %.2f | %s | %s | %,d | %,d | %.2f / %.2f | %s |",
                side.name(),
                Spread.of(rounds, round -> round.done().perSecond()).text("%,.0f"),
                Spread.of(rounds, round -> round.done().millis(0.5)).median(),
                Spread.of(rounds, round -> round.done().millis(0.99)).median(),
                Spread.of(rounds, Round::walBytesPerChange).text("%,.0f"),
                hot,
                side.acknowledged(),
                lost,
                alone.changeTrips(),
                alone.readTrips(),
                alone.readBytes().text("%.2f"));
    }

    private static String ratios(List<Round> ours, List<Round> theirs) {
        return String.format(
                "Ours to theirs: %s times the changes, round by round; 1/%.1f of the WAL per change, by the medians.",
                Spread.ofRatios(ours, theirs, round -> round.done().perSecond()).text("%.1f"),
                Spread.of(theirs, Round::walBytesPerChange).median()
                        / Spread.of(ours, Round::walBytesPerChange).median());
    }
}
