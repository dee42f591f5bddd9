package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.store.SessionStore;

/**
 * Looks after the sessions that nobody commands: records activity, ends what has expired, deletes what ended long ago, and
 * lets go of images that nobody used. Thread-safe; one round at a time. Every node has one, and none is needed for another:
 * the store lets one append end an expired session, whoever sends it.
 *
 * <p>Rounds are spread, so that nodes that were started together do not sweep together. A round that fails is logged and
 * counted, and the next one does its work.
 */
final class Caretaker {

    /** How often the timer asks whether a round is due. */
    static final Duration TICK = Duration.ofSeconds(2);
    /** The middle of the times between two rounds; each is up to a fifth shorter or longer. */
    static final Duration PERIOD = Duration.ofSeconds(30);
    /** At most how often activity is recorded. */
    static final Duration FLUSH = Duration.ofMinutes(1);

    private static final int MAX_PAGES = 64;
    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);

    private final SessionStore store;
    private final Settings settings;
    private final Workers workers;
    private final Counters counters;
    private final Activity activity;
    private final BooleanSupplier endPage;
    private final Runnable evict;
    private final Runnable stopTimer;
    private final AtomicBoolean working = new AtomicBoolean();
    /** By the ticker; written by the round that runs. */
    private volatile long nextRound;
    /** By the ticker; written by the round that runs. */
    private volatile long nextFlush;

    private volatile boolean closed;

    /**
     * Starts.
     *
     * @param endPage ends a page of expired sessions, and answers whether there may be more
     * @param evict lets go of images that nobody used
     */
    Caretaker(SessionStore store, Settings settings, Work work, BooleanSupplier endPage, Runnable evict) {
        this.store = store;
        this.settings = settings;
        this.workers = work.workers();
        this.counters = work.counters();
        this.activity = work.activity();
        this.endPage = endPage;
        this.evict = evict;
        long now = settings.ticker().getAsLong();
        this.nextRound = now + spread();
        this.nextFlush = now + FLUSH.toNanos();
        this.stopTimer = settings.timer().every(TICK, this::tick);
    }

    /** Where a round runs, and what it counts and flushes. */
    record Work(Workers workers, Counters counters, Activity activity) {}

    /** Stops, after recording the activity that is noted. */
    void close() {
        closed = true;
        stopTimer.run();
        guarded("Activity could not be recorded", () -> activity.flush(store));
    }

    private void tick() {
        if (settings.ticker().getAsLong() - nextRound >= 0 && working.compareAndSet(false, true)) {
            workers.run(() -> {
                try {
                    round();
                } finally {
                    working.set(false);
                }
            });
        }
    }

    private void round() {
        long now = settings.ticker().getAsLong();
        nextRound = now + spread();
        if (now - nextFlush >= 0) {
            nextFlush = now + FLUSH.toNanos();
            guarded("Activity could not be recorded; the next round tries again", () -> activity.flush(store));
        }
        guarded("Expired sessions could not be ended; the next round tries again", this::sweep);
        guarded("Sessions that ended long ago could not be deleted; the next round tries again", this::purge);
        evict.run();
    }

    /** One page, so that those who command other sessions hardly notice; the next one is due with the next tick. */
    private void sweep() {
        if (!closed && endPage.getAsBoolean()) {
            nextRound = settings.ticker().getAsLong();
        }
    }

    private void purge() {
        int deleted = SessionStore.MAX_BATCH;
        for (int page = 0; page < MAX_PAGES && deleted == SessionStore.MAX_BATCH && !closed; page++) {
            deleted = store.purge(settings.life().keepEnded(), SessionStore.MAX_BATCH);
        }
    }

    private void guarded(String failure, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            counters.failedCare.increment();
            LOG.warn(failure, e);
        }
    }

    /** A period, up to a fifth shorter or longer, in nanoseconds. */
    private long spread() {
        long period = PERIOD.toNanos();
        return period - period / 5 + settings.ids().below(2 * period / 5);
    }
}
