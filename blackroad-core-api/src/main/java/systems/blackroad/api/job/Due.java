package systems.blackroad.api.job;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/** When a job may start, judged by the store's clock. Serializable, since a {@link RetryException} carries one. */
public sealed interface Due extends Serializable {

    /** The longest delay: ten years of 365 days. */
    Duration MAX_DELAY = Duration.ofDays(3650);

    /** The first instant that can be named: the begin of the year 1, in UTC. */
    Instant MIN_INSTANT = Instant.parse("0001-01-01T00:00:00Z");

    /** The last instant that can be named: the end of the year 9999, in UTC. */
    Instant MAX_INSTANT = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** As soon as a node is free. */
    Due NOW = new After(Duration.ZERO);

    /**
     * A while after the store takes the job in; independent of the node's clock.
     *
     * @param delay zero to ten years, at millisecond precision, rounded down
     */
    record After(Duration delay) implements Due {

        /**
         * Checks the range of the delay.
         *
         * @throws IllegalArgumentException if the delay is negative or over {@link #MAX_DELAY}
         */
        public After {
            if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
                throw new IllegalArgumentException("delay must be 0 to " + MAX_DELAY + ", got " + delay);
            }
        }
    }

    /**
     * At an instant, or at once if it has passed.
     *
     * @param instant in the years 1 to 9999, at millisecond precision, rounded down
     */
    record At(Instant instant) implements Due {

        /**
         * Checks the range of the instant.
         *
         * @throws IllegalArgumentException if it is before {@link #MIN_INSTANT} or after {@link #MAX_INSTANT}
         */
        public At {
            if (instant.isBefore(MIN_INSTANT) || instant.isAfter(MAX_INSTANT)) {
                throw new IllegalArgumentException("instant must be in the years 1 to 9999, got " + instant);
            }
        }
    }

    /** Due {@code delay} after the store takes the job in. */
    static Due after(Duration delay) {
        return new After(delay);
    }

    /** Due at {@code instant}. */
    static Due at(Instant instant) {
        return new At(instant);
    }
}
