package systems.blackroad.api.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** When a job may start, judged by the store's clock. */
public sealed interface Due {

    /** The longest delay: ten years of 365 days. */
    Duration MAX_DELAY = Duration.ofDays(3650);

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
     * @param instant at millisecond precision, rounded down
     */
    record At(Instant instant) implements Due {

        /** Checks that the instant is there. */
        public At {
            Objects.requireNonNull(instant, "instant");
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
