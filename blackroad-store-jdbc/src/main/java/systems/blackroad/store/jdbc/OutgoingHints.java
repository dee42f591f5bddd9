package systems.blackroad.store.jdbc;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What other nodes are still to hear of one kind, and when: the first at once, the next {@value #PAUSE_MILLIS} ms later at
 * the earliest, together with what gathered meanwhile. Not thread-safe. Times are nanoseconds of one origin.
 */
final class OutgoingHints {

    /** The most keys that are told one by one; more are told as "many". */
    static final int MAX_KEYS = 32;

    private static final long PAUSE_MILLIS = 5;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);

    private final Set<String> keys = new HashSet<>();
    private boolean many;
    private boolean toldBefore;
    private long toldAt;

    /** Adds keys; none means many. */
    void add(Set<String> more) {
        if (more.isEmpty() || keys.size() + more.size() > MAX_KEYS) {
            many = true;
        } else {
            keys.addAll(more);
        }
    }

    /** How long until what waits may go out, 0 if it may now; {@link Long#MAX_VALUE} if nothing waits. */
    long left(long now) {
        return many || !keys.isEmpty() ? pauseLeft(now) : Long.MAX_VALUE;
    }

    private long pauseLeft(long now) {
        return toldBefore ? Math.max(0, PAUSE - (now - toldAt)) : 0;
    }

    /** Takes all that waits, which goes out now; the empty set means many. */
    Set<String> take(long now) {
        tell(now);
        Set<String> taken = many ? Set.of() : Set.copyOf(keys);
        keys.clear();
        many = false;
        return taken;
    }

    /** Whether a hint may go out now with the commit that it is about, which it then does: nothing waits, and no pause is on. */
    boolean ride(long now) {
        boolean rides = left(now) == Long.MAX_VALUE && pauseLeft(now) == 0;
        if (rides) {
            tell(now);
        }
        return rides;
    }

    private void tell(long now) {
        toldBefore = true;
        toldAt = now;
    }
}
