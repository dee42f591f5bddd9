package systems.blackroad.api.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler to fail this attempt and be run again at a time of its choice, whatever the type's {@link
 * RetryPolicy} says; for a service that says when to come back. The attempt counts, and the last one that is allowed fails the job
 * all the same. It means this only if the handler itself throws it, not as the cause of something else; and a wish to cancel the
 * job, or a drain, that came before outweighs it.
 */
public final class RetryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Due due;

    private RetryException(Due due, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.due = due;
    }

    /**
     * Run again after {@code delay}, counted by the store's clock from when it hears of the end of this attempt.
     *
     * @param delay zero to {@link Due#MAX_DELAY}
     * @param message why, kept as the attempt's error
     * @throws IllegalArgumentException if the delay is out of its range
     */
    public static RetryException after(Duration delay, String message) {
        return after(delay, message, null);
    }

    /**
     * Run again after {@code delay}, counted by the store's clock from when it hears of the end of this attempt.
     *
     * @param delay zero to {@link Due#MAX_DELAY}
     * @param message why, kept as the attempt's error together with the cause
     * @param cause what made it so, or null; if there is one, the attempt is logged like any that failed
     * @throws IllegalArgumentException if the delay is out of its range
     */
    public static RetryException after(Duration delay, String message, @Nullable Throwable cause) {
        return new RetryException(Due.after(delay), message, cause);
    }

    /**
     * Run again at {@code instant} by the store's clock, or at once if it has passed.
     *
     * @param instant in the years 1 to 9999
     * @param message why, kept as the attempt's error
     * @throws IllegalArgumentException if the instant is out of its range
     */
    public static RetryException at(Instant instant, String message) {
        return at(instant, message, null);
    }

    /**
     * Run again at {@code instant} by the store's clock, or at once if it has passed.
     *
     * @param instant in the years 1 to 9999
     * @param message why, kept as the attempt's error together with the cause
     * @param cause what made it so, or null; if there is one, the attempt is logged like any that failed
     * @throws IllegalArgumentException if the instant is out of its range
     */
    public static RetryException at(Instant instant, String message, @Nullable Throwable cause) {
        return new RetryException(Due.at(instant), message, cause);
    }

    /** When the job may be run again. */
    public Due due() {
        return due;
    }
}
