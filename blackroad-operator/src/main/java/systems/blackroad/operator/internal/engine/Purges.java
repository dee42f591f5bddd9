package systems.blackroad.operator.internal.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;
import systems.blackroad.api.job.Retention;

/**
 * What every node does for all when there is time: deleting finished jobs whose period is over. One request is under way at
 * a time, and none of the engine's others waits for it; what failed is looked at again as if nothing had been found.
 */
final class Purges {

    /** So many at once, and at once again while there are as many. */
    static final int LIMIT = 500;

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final long UNSET = -1;

    private final Retention retention;
    private final Outbox out;
    private final RandomGenerator random;
    private long next = UNSET;
    private boolean busy;

    Purges(Retention retention, Outbox out, RandomGenerator random) {
        this.retention = retention;
        this.out = out;
        this.random = random;
    }

    void lookNow(long now) {
        next = now;
    }

    void advance(long now) {
        if (retention.isForever()) {
            return;
        }
        if (next == UNSET) {
            // Nodes that start together do not look together.
            next = now + (long) (INTERVAL.toNanos() * random.nextDouble());
        }
        if (!busy && now >= next) {
            busy = true;
            out.add(new StoreRequest.Purge(retention, LIMIT));
        }
    }

    void answered(int jobs, long now) {
        busy = false;
        next = jobs >= LIMIT ? now : now + Engine.spread(INTERVAL, random);
    }

    void failed(long now) {
        busy = false;
        next = now + Engine.spread(INTERVAL, random);
    }

    long wakeAt() {
        return busy || next == UNSET || retention.isForever() ? Long.MAX_VALUE : next;
    }
}
