package systems.blackroad.operator.internal.engine;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One kind of store request, of which so many are under way at a time at most, with its back-off after failures. */
final class Lane {

    private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MAX_DOUBLINGS = 4;

    private final int width;
    private int underWay;
    private int failures;
    private long notBefore;

    /** A lane for {@code width} requests at a time. */
    Lane(int width) {
        this.width = width;
    }

    boolean isFull() {
        return underWay == width;
    }

    boolean isFree(long now) {
        return !isFull() && now >= notBefore;
    }

    /** When a request that is wanted at {@code wanted} can be sent; never while it is full, since an answer wakes. */
    long freeAt(long wanted) {
        return isFull() ? Long.MAX_VALUE : Math.max(wanted, notBefore);
    }

    /** Ends the back-off. */
    void retryAt(long now) {
        notBefore = Math.min(notBefore, now);
    }

    void sent() {
        underWay++;
    }

    void answered() {
        underWay--;
        failures = 0;
    }

    /** Waits 50 ms after the first failure and twice as long after each further one, up to 0.8 s, spread by a fifth. */
    void failed(long now, RandomGenerator random) {
        underWay--;
        long delay = FIRST_DELAY << Math.min(failures, MAX_DOUBLINGS);
        failures++;
        notBefore = now + (long) (delay * (0.8 + 0.4 * random.nextDouble()));
    }
}
