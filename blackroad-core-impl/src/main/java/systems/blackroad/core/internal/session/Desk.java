package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.SessionStore;

/**
 * Where commands are taken in and worked off: lanes, and the parts that their rounds share. Thread-safe. Holds no lock
 * while it decides, appends, or calls anyone.
 */
final class Desk {

    /** How long an image is kept that nobody uses. */
    static final Duration IDLE = Duration.ofMinutes(10);

    private static final int MAX_IMAGES = 4_096;

    private final Settings settings;
    private final Workers workers;
    private final Counters counters;
    private final SessionCache cache;
    private final Lanes lanes = new Lanes();
    private final SessionLoader loader;
    private final Judge judge;
    private final GroupCommitter committer;
    private final Snapshotter snapshotter;
    private final StreamHub hub;
    private final Places places;
    private final Expiry expiry;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allOut = lock.newCondition();
    /** Command lists taken in whose answers are not told yet; guarded by {@link #lock}. */
    private long open;
    /** Guarded by {@link #lock}. */
    private boolean closed;

    Desk(SessionStore store, Settings settings, Workers workers, Counters counters, StreamHub hub) {
        this.places = new Places(store, settings.life().limit());
        this.settings = settings;
        this.workers = workers;
        this.counters = counters;
        this.cache = new SessionCache(MAX_IMAGES, settings.ticker());
        this.loader = new SessionLoader(store);
        this.judge = new Judge(store);
        this.committer = new GroupCommitter(store, workers, counters);
        this.snapshotter = new Snapshotter(store, workers, counters, settings.snapshotEvery());
        this.hub = hub;
        this.expiry = new Expiry(store, settings, counters, cache, hub);
    }

    /**
     * Takes in a command list.
     *
     * @param here whether the caller will wait, so that an idle lane may run on its thread
     * @throws RefusedException with code {@code OVERLOADED} or {@code SHUTTING_DOWN}
     */
    void take(SessionId session, Pending pending, boolean here) {
        enter();
        boolean run;
        try {
            run = lanes.offer(session, pending);
        } catch (RefusedException e) {
            leave();
            throw e;
        }
        counters.commands.increment();
        if (run && here) {
            run(session);
        } else if (run) {
            workers.run(() -> run(session));
        }
    }

    /** Lets go of images that nobody used for long, so that an idle session costs no memory. */
    void evict() {
        cache.evict(IDLE).forEach(snapshotter::leave);
    }

    private void run(SessionId session) {
        List<Pending> round = lanes.take(session);
        if (!round.isEmpty()) {
            new Round(this, session, round).begin();
        }
    }

    /** A round has no room for all that it took. */
    void putBack(SessionId session, List<Pending> pendings) {
        lanes.putBack(session, pendings);
    }

    /** A round is over: its answers go out, and the lane's next round begins. */
    void ended(SessionId session, List<Pending> pendings) {
        pendings.forEach(pending -> pending.complete(workers, this::leave));
        List<Pending> next = lanes.take(session);
        if (!next.isEmpty()) {
            workers.run(() -> new Round(this, session, next).begin());
        }
    }

    /** Events of this node stand. */
    void appended(SessionId session, @Nullable SessionImage before, SessionImage after, List<RecordedEvent> events) {
        hub.publish(session, after.epoch(), events);
        snapshotter.consider(session, before == null ? 0 : before.revision(), after);
        if (after.state().status() != SessionStatus.LIVE) {
            places.free(after.state().session().userId(), session);
        }
    }

    /** A read for deciding found events of another node. */
    void read(SessionId session, Loaded loaded) {
        if (loaded.follows()) {
            hub.publish(session, loaded.image().epoch(), loaded.events());
        } else {
            hub.changed(session);
        }
    }

    /** Takes nothing more, and waits until all answers are told or the time is over; refuses what is left waiting then. */
    void close(long nanos) {
        lock.lock();
        try {
            closed = true;
            long left = nanos;
            while (open > 0 && left > 0) {
                left = allOut.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        List<Pending> waiting = lanes.takeAll();
        for (Pending pending : waiting) {
            pending.undecided();
            pending.failed(shuttingDown());
            pending.complete(workers, this::leave);
        }
    }

    private void enter() {
        lock.lock();
        try {
            if (closed) {
                throw shuttingDown();
            }
            open++;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            open--;
            if (open == 0) {
                allOut.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    static RefusedException shuttingDown() {
        return new RefusedException(
                ErrorCode.SHUTTING_DOWN, "the runtime is closed or closing; use another node or build a new runtime");
    }

    Settings settings() {
        return settings;
    }

    Workers workers() {
        return workers;
    }

    Counters counters() {
        return counters;
    }

    Places places() {
        return places;
    }

    Expiry expiry() {
        return expiry;
    }

    SessionCache cache() {
        return cache;
    }

    SessionLoader loader() {
        return loader;
    }

    Judge judge() {
        return judge;
    }

    GroupCommitter committer() {
        return committer;
    }
}
