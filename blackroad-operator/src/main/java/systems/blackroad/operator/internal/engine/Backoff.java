package systems.blackroad.operator.internal.engine;

import java.util.random.RandomGenerator;

/** When to call the store again after failures: after 50 ms at first, doubling to a second, spread by a fifth. */
final class Backoff {

    private static final long FIRST = 50_000_000L;
    private static final long LONGEST = 1_000_000_000L;
    private static final double SPREAD = 0.2;

    private final RandomGenerator random;
    private int failures;
    private long until = Long.MIN_VALUE;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void failed(long now) {
        long delay = Math.min(LONGEST, FIRST << Math.min(failures, 10));
        failures++;
        until = now + Math.round(delay * (1 + SPREAD * (2 * random.nextDouble() - 1)));
    }

    void succeeded() {
        failures = 0;
        until = Long.MIN_VALUE;
    }

    boolean allows(long now) {
        return now >= until;
    }

    /** When it allows a call again; in the past if it does. */
    long until() {
        return until;
    }
}
