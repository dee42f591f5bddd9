package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.core.internal.json.StoredFormats;

/**
 * Renews snapshots, and then drops the events that nobody needs any more, away from those who wait for commands.
 * Thread-safe. A snapshot only shortens reading, so that one that fails is logged and counted, and the next one comes in its
 * place.
 */
final class Snapshotter {

    /** At least so many events stay, however old: the window in which repeated commands are known. */
    static final long KEEP_EVENTS = 1_000;
    /** At least so long an event stays, however many follow it: the window in which repeated commands are known. */
    static final Duration KEEP_FOR = Duration.ofHours(24);

    private static final int MAX_AT_ONCE = 64;
    private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);

    private final SessionStore store;
    private final Workers workers;
    private final Counters counters;
    private final int every;
    private final Set<SessionId> underWay = ConcurrentHashMap.newKeySet();

    Snapshotter(SessionStore store, Workers workers, Counters counters, int every) {
        this.store = store;
        this.workers = workers;
        this.counters = counters;
        this.every = every;
    }

    /** Saves a snapshot if the log went past a multiple of the interval, unless one is being saved. */
    void consider(SessionId session, long revisionBefore, SessionImage image) {
        if (image.revision() / every == revisionBefore / every
                || underWay.size() >= MAX_AT_ONCE
                || !underWay.add(session)) {
            return;
        }
        workers.run(() -> save(session, image));
    }

    /** Saves a snapshot of a session that nobody uses any more, if its log went on since the last one. */
    void leave(SessionId session, SessionImage image) {
        if (image.revision() % every != 0 && underWay.size() < MAX_AT_ONCE && underWay.add(session)) {
            workers.run(() -> save(session, image));
        }
    }

    private void save(SessionId session, SessionImage image) {
        try {
            StoredFormats.Snapshot content =
                    new StoredFormats.Snapshot(image.state(), image.ledger().entries());
            boolean kept = store.saveSnapshot(
                    session, image.epoch(), new SessionSnapshot(image.revision(), StoredFormats.snapshot(content)));
            if (kept) {
                counters.snapshots.increment();
                trim(session, image);
            }
        } catch (RuntimeException e) {
            counters.failedSnapshots.increment();
            LOG.warn("Snapshot of session {} at revision {} was not saved", session, image.revision(), e);
        } finally {
            underWay.remove(session);
        }
    }

    private void trim(SessionId session, SessionImage image) {
        if (image.revision() > KEEP_EVENTS) {
            store.trim(session, image.epoch(), image.revision() - KEEP_EVENTS, KEEP_FOR);
        }
    }
}
