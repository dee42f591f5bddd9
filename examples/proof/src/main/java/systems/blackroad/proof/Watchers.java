package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.SessionId;

/**
 * A worker's subscribers, one for each session, which subscribe again where they stood whenever their stream ends, and now and
 * then end it themselves. Thread-safe.
 */
final class Watchers {

    private static final long PAUSE_MILLIS = 50;
    /** One of this many pauses ends a stream: each subscriber resumes about every ten seconds. */
    private static final int ONE_OF_PAUSES = 200;

    private final OsRuntime runtime;
    private final Random random;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Watcher> watchers = new ArrayList<>();
    private final Thread thread = new Thread(this::tend, "proof-watchers");

    private Watchers(OsRuntime runtime, Random random) {
        this.runtime = runtime;
        this.random = random;
    }

    /** The journal of the subscribers of the worker whose journal is {@code journal}. */
    static Path journal(Path journal) {
        return journal.resolveSibling(journal.getFileName().toString().replace(Nodes.JOURNAL, "watch-"));
    }

    /**
     * Starts the subscribers.
     *
     * @param kept what the subscribers of a worker that was killed had kept, by session; those go on from there
     */
    static Watchers start(OsRuntime runtime, Journal journal, int sessions, Map<String, WatchHistory.Seen> kept) {
        Watchers watchers = new Watchers(runtime, new Random(sessions));
        for (int i = 0; i < sessions; i++) {
            SessionId session = SessionWorker.session(i);
            watchers.watchers.add(new Watcher(session, journal, kept.get(session.value())));
        }
        watchers.thread.start();
        return watchers;
    }

    /** What the subscribers of the worker whose journal is {@code journal} had kept last, by session. */
    static Map<String, WatchHistory.Seen> kept(Path journal) throws IOException {
        Map<String, WatchHistory.Seen> kept = new HashMap<>();
        if (Files.exists(journal(journal))) {
            for (WatchHistory history : WatchHistory.read(journal(journal))) {
                history.frames().stream()
                        .filter(seen -> seen.kind().equals("K"))
                        .forEach(seen -> kept.put(history.session(), seen));
            }
        }
        return kept;
    }

    private void tend() {
        while (!isOver()) {
            for (Watcher watcher : watchers) {
                if (random.nextInt(ONE_OF_PAUSES) == 0) {
                    watcher.leave();
                }
                try {
                    watcher.subscribeIfAway(runtime);
                } catch (BlackRoadException e) {
                    Processes.note("cannot subscribe: " + e.getMessage());
                }
            }
        }
    }

    private boolean isOver() {
        try {
            return over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits until all subscribers have what a fresh read gives, at most {@code limit}, and writes down where each stands. */
    void finish(Duration limit) throws IOException, InterruptedException {
        // Who has caught up stays so: nobody writes any more.
        Deque<Watcher> behind = new ArrayDeque<>(watchers);
        Awaiting.until(limit, () -> {
            while (!behind.isEmpty() && behind.element().hasReached(runtime)) {
                behind.remove();
            }
            return behind.isEmpty();
        });
        over.countDown();
        thread.join();
        watchers.forEach(Watcher::conclude);
    }
}
