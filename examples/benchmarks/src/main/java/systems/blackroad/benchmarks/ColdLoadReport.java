package systems.blackroad.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.core.BlackRoad;

/**
 * Loading sessions of 10,000 events on a runtime that never saw them. Their logs end just before the next snapshot is due,
 * so that as many events as can be follow the last one.
 */
final class ColdLoadReport {

    private static final String DATABASE = "cold_load";
    private static final int EVENTS = 10_099;
    private static final int WINDOWS = 20;
    private static final Actor ADA = Actor.of(UserId.of("ada"));

    private ColdLoadReport() {}

    static void print(boolean quick) throws Exception {
        int sessions = quick ? 2 : 20;
        System.out.println("## Cold load\n\n" + Machine.describe());
        try (PostgresServer server = PostgresServer.start()) {
            System.out.println(server.describe());
            try (Storage storage = Storages.open(server.createCounted(DATABASE))) {
                List<SessionId> loaded = fill(storage, sessions);
                System.out.printf(
                        "%n%d sessions of %,d events each; at most %s events after the last snapshot, whose size is %s"
                                + " bytes on average.%n%n",
                        sessions,
                        EVENTS,
                        server.text(DATABASE, "select max(revision - snapshot_newest) from blackroad_session_head"),
                        server.text(
                                DATABASE, "select cast(avg(length(payload)) as int) from blackroad_session_snapshot"));
                System.out.println(Machine.others() + "\n");
                measure(storage, loaded, quick ? 1 : 10, quick ? 10 : 50);
            }
        }
    }

    /** Sessions of {@value #EVENTS} events, one command each, with the snapshots that the runtime makes meanwhile. */
    private static List<SessionId> fill(Storage storage, int sessions) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        try (OsRuntime runtime = BlackRoad.runtime(storage).build()) {
            List<Future<SessionId>> filling = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                Random random = new Random(i);
                filling.add(threads.submit(() -> fill(runtime.open(ADA, OpenSession.empty()), random)));
            }
            List<SessionId> filled = new ArrayList<>();
            for (Future<SessionId> future : filling) {
                filled.add(future.get());
            }
            return filled;
        } finally {
            threads.shutdownNow();
        }
    }

    private static SessionId fill(OsSession session, Random random) {
        OpenWindow[] opening = new OpenWindow[WINDOWS];
        Arrays.setAll(opening, number -> OpenWindow.of("notes-" + number));
        session.execute(opening);
        List<WindowId> windows =
                session.state().windows().stream().map(Window::id).toList();
        for (long revision = session.state().revision(); revision < EVENTS; ) {
            Position to = new Position(random.nextInt(4_000), random.nextInt(4_000));
            revision = session.execute(new MoveWindow(windows.get(random.nextInt(WINDOWS)), to))
                    .revision();
        }
        return session.id();
    }

    private static void measure(Storage storage, List<SessionId> sessions, int warmUps, int repeats) {
        long[] nanos = new long[sessions.size() * repeats];
        long first = 0;
        long trips = 0;
        for (int i = -warmUps * sessions.size(); i < nanos.length; i++) {
            SessionId session = sessions.get(Math.floorMod(i, sessions.size()));
            try (OsRuntime fresh = BlackRoad.runtime(storage).build()) {
                long before = RoundTrips.count();
                long start = System.nanoTime();
                OsState state = fresh.requireState(session);
                long took = System.nanoTime() - start;
                if (state.revision() != EVENTS) {
                    throw new IllegalStateException("session " + session + " has " + state.revision() + " events");
                }
                if (i >= 0) {
                    nanos[i] = took;
                    trips += RoundTrips.count() - before;
                } else if (i == -warmUps * sessions.size()) {
                    first = took;
                }
            }
        }
        Arrays.sort(nanos);
        System.out.println("| loads | p50 ms | p99 ms | slowest ms | very first ms | round trips each |");
        System.out.println("|---|---|---|---|---|---|");
        System.out.printf(
                "| %,d | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                nanos.length,
                Spread.percentile(nanos, 0.5) / 1e6,
                Spread.percentile(nanos, 0.99) / 1e6,
                Spread.percentile(nanos, 1) / 1e6,
                first / 1e6,
                (double) trips / nanos.length);
    }
}
