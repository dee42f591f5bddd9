package systems.blackroad.api.job;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How often a failing job is tried, and how long it waits between attempts. Immutable; thread-safe as far as a custom one's
 * function is. A handler that knows better throws {@link RetryException} or {@link NonRetryableException}, which outweigh
 * the policy's delay, though never its number of attempts.
 */
public sealed interface RetryPolicy {

    /** Ten attempts; 1 s, 2 s, 4 s and so on up to 5 minutes; a fifth of jitter. */
    Exponential DEFAULT = new Exponential(10, Duration.ofSeconds(1), Duration.ofMinutes(5), 0.2);

    /** One attempt. */
    RetryPolicy NONE = new Exponential(1, Duration.ZERO, Duration.ZERO, 0);

    /** After how many attempts the job fails for good, 1 to 1000; kept with a job when it is enqueued. */
    int maxAttempts();

    /**
     * The first delay doubles with each attempt up to the longest, and each delay is spread by the jitter.
     *
     * @throws IllegalArgumentException if a part is out of its range, see {@link Exponential}
     */
    static RetryPolicy exponential(int maxAttempts, Duration firstDelay, Duration longestDelay, double jitter) {
        return new Exponential(maxAttempts, firstDelay, longestDelay, jitter);
    }

    /**
     * A function decides after each failed attempt.
     *
     * @throws IllegalArgumentException if {@code maxAttempts} is out of its range
     */
    static RetryPolicy custom(int maxAttempts, Backoff backoff) {
        return new Custom(maxAttempts, backoff);
    }

    /**
     * A delay that doubles.
     *
     * @param maxAttempts after how many attempts the job fails for good, 1 to 1000
     * @param firstDelay the delay after the first failed attempt, zero to a day
     * @param longestDelay where doubling stops, at least {@code firstDelay}, at most 30 days
     * @param jitter by which share of itself a delay may shrink or grow at random, 0 to 1
     */
    record Exponential(int maxAttempts, Duration firstDelay, Duration longestDelay, double jitter)
            implements RetryPolicy {

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if a part is out of its range
         */
        public Exponential {
            requireAttempts(maxAttempts);
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

    /**
     * A delay that the application computes.
     *
     * @param maxAttempts after how many attempts the job fails for good, 1 to 1000
     * @param backoff what it is asked after each failed attempt but the last
     */
    record Custom(int maxAttempts, Backoff backoff) implements RetryPolicy {

        /**
         * Checks the number of attempts.
         *
         * @throws IllegalArgumentException if it is out of its range
         */
        public Custom {
            requireAttempts(maxAttempts);
            Objects.requireNonNull(backoff, "backoff");
        }
    }

    /**
     * Decides about the next attempt. It is called on the thread of the handler that failed, while that still has its slot, and
     * from several such threads at once.
     *
     * <p>It is not asked where the failure is not the handler's own: where its payload or result could not be used, where it
     * outlasted its timeout and returned late, never, or by the {@link InterruptedException} of the interrupt that followed,
     * and where its lease was lost. What it says of a job that someone cancelled, or whose node drains, does not count.
     * Where it is not asked of a job that is to run again, and where it throws or answers with null or a delay out of its
     * range, the delay is that of {@link RetryPolicy#DEFAULT}; the attempt's error says what was wrong with the answer.
     */
    @FunctionalInterface
    interface Backoff {

        /**
         * How long to wait.
         *
         * @param attempt the failed attempt, from 1
         * @param failure what the handler threw
         * @return zero to {@link Due#MAX_DELAY}, or empty to fail the job now
         */
        Optional<Duration> delayAfter(int attempt, Throwable failure);
    }

    private static void requireAttempts(int count) {
        if (count < 1 || count > 1000) {
            throw new IllegalArgumentException("maxAttempts must be 1 to 1000, got " + count);
        }
    }
}
