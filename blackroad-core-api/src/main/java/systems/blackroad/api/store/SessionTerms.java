package systems.blackroad.api.store;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a session may live, set when it is created and kept for good. Each bound is {@link #MIN} to {@link #MAX}, at
 * millisecond precision.
 *
 * @param idleTimeout how long it lives after its last activity, or null without end
 * @param absoluteTimeout how long it lives after the store created it, whatever its activity, or null without end
 */
public record SessionTerms(
        @Nullable Duration idleTimeout, @Nullable Duration absoluteTimeout) {

    /** The shortest bound. */
    public static final Duration MIN = Duration.ofMillis(1);

    /** The longest bound: ten years of 365 days. */
    public static final Duration MAX = Duration.ofDays(3650);

    /** No bound at all: such a session never expires. */
    public static final SessionTerms ENDLESS = new SessionTerms(null, null);

    /**
     * Cuts the bounds to milliseconds and checks their ranges.
     *
     * @throws IllegalArgumentException if one is outside {@link #MIN} to {@link #MAX}
     */
    public SessionTerms {
        idleTimeout = checked("idleTimeout", idleTimeout);
        absoluteTimeout = checked("absoluteTimeout", absoluteTimeout);
    }

    private static @Nullable Duration checked(String name, @Nullable Duration bound) {
        if (bound == null) {
            return null;
        }
        if (bound.compareTo(MIN) < 0 || bound.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(name + " must be " + MIN + " to " + MAX + ", got " + bound);
        }
        return Duration.ofMillis(bound.toMillis());
    }

    /** How long the session lives after its last activity, if that is bounded. */
    public Optional<Duration> idle() {
        return Optional.ofNullable(idleTimeout);
    }

    /** How long the session lives after it was created, if that is bounded. */
    public Optional<Duration> absolute() {
        return Optional.ofNullable(absoluteTimeout);
    }
}
