package systems.blackroad.api.job;

import java.time.Duration;
import java.util.Objects;

/**
 * How often jobs of a queue may start: a token bucket. It holds at most {@code permits}, a start takes one, and one comes
 * back every {@link #interval()} by the store's clock. So at most {@code permits} start at once, and in any time {@code t}
 * at most {@code permits + t / interval} do.
 *
 * @param permits the most permits in the bucket, and how many come back in a period; 1 to {@value #MAX_PERMITS}
 * @param period in which time that many come back; 100 ms to 31 days
 */
public record RateLimit(int permits, Duration period) {

    /** The most permits. */
    public static final int MAX_PERMITS = 100_000;

    private static final Duration MIN_PERIOD = Duration.ofMillis(100);
    private static final Duration MAX_PERIOD = Duration.ofDays(31);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a part is out of its range
     */
    public RateLimit {
        Objects.requireNonNull(period, "period");
        if (permits < 1 || permits > MAX_PERMITS) {
            throw new IllegalArgumentException(
                    "permits of a rate limit must be 1 to " + MAX_PERMITS + ", got " + permits);
        }
        if (period.compareTo(MIN_PERIOD) < 0 || period.compareTo(MAX_PERIOD) > 0) {
            throw new IllegalArgumentException(
                    "period of a rate limit must be " + MIN_PERIOD + " to " + MAX_PERIOD + ", got " + period);
        }
    }

    /** The time in which one permit comes back: the period by the permits, rounded up to a nanosecond, at least 1 µs. */
    public Duration interval() {
        return Duration.ofNanos((period.toNanos() + permits - 1) / permits);
    }
}
