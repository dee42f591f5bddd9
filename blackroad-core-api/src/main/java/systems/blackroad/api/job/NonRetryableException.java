package systems.blackroad.api.job;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler to fail its job for good now, however many attempts are left; for what no repetition can mend. The attempt
 * counts, and the job can be requeued like any other that failed. It means this only if the handler itself throws it, not as the
 * cause of something else; and a wish to cancel the job, or a drain, that came before outweighs it.
 */
public final class NonRetryableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure for good.
     *
     * @param message why, kept as the job's error
     */
    public NonRetryableException(String message) {
        this(message, null);
    }

    /**
     * A failure for good that {@code cause} made.
     *
     * @param message why, kept as the job's error together with the cause
     */
    public NonRetryableException(String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
    }
}
