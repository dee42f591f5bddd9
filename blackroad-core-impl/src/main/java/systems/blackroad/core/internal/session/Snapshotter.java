package systems.blackroad.core.internal.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.core.internal.json.StoredFormats;

/**
 * Renews snapshots, away from those who wait for commands. Thread-safe. A snapshot only shortens reading, so that one that
 * fails is logged and counted, and the next one comes in its place.
 */
final class Snapshotter {

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
        workers.run(() -> {
            try {
                store.saveSnapshot(
                        session,
                        image.epoch(),
                        new SessionSnapshot(
                                image.revision(),
                                StoredFormats.snapshot(new StoredFormats.Snapshot(
                                        image.state(), image.ledger().entries()))));
                counters.snapshots.increment();
            } catch (RuntimeException e) {
                counters.failedSnapshots.increment();
                LOG.warn("Snapshot of session {} at revision {} was not saved", session, image.revision(), e);
            } finally {
                underWay.remove(session);
            }
        });
    }
}
