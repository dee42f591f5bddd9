package systems.blackroad.api.job;

import java.time.Duration;

/**
 * How often a failing job is tried, and how long it waits between attempts: the first delay doubles with each attempt up
 * to the longest, and each delay is spread by the jitter.
 *
 * @param maxAttempts after how many attempts the job fails for good, 1 to 1000
 * @param firstDelay the delay after the first failed attempt, zero to a day
 * @param longestDelay where doubling stops, at least {@code firstDelay}, at most 30 days
 * @param jitter by which share of itself a delay may shrink or grow at random, 0 to 1
 */
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration longestDelay, double jitter) {

    /** Ten attempts; 1 s, 2 s, 4 s and so on up to 5 minutes; a fifth of jitter. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(10, Duration.ofSeconds(1), Duration.ofMinutes(5), 0.2);

    /** One attempt. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 0);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a part is out of its range
     */
    public RetryPolicy {
        if (maxAttempts < 1 || maxAttempts > 1000) {
            throw new IllegalArgumentException("maxAttempts must be 1 to 1000, got " + maxAttempts);
        }
        if (firstDelay.isNegative() || firstDelay.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("firstDelay must be PT0S to PT24H, got " + firstDelay);
        }
        if (longestDelay.compareTo(firstDelay) < 0 || longestDelay.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException(
                    "longestDelay must be " + firstDelay + " to PT720H, got " + longestDelay);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be 0 to 1, got " + jitter);
        }
    }

    /**
     * The delay before the attempt after {@code attempt}.
     *
     * @param attempt the failed attempt, from 1
     * @param random 0 inclusive to 1 exclusive; 0.5 gives the delay without jitter
     */
    public Duration delayAfter(int attempt, double random) {
        double doubled = firstDelay.toMillis() * Math.pow(2, Math.max(0, attempt - 1));
        double bounded = Math.min(doubled, longestDelay.toMillis());
        return Duration.ofMillis(Math.round(bounded * (1 + jitter * (2 * random - 1))));
    }
}
