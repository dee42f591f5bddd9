package systems.blackroad.api.error;

import org.jspecify.annotations.Nullable;

/**
 * A call that certainly had no effect: nothing was written, nothing was started. Whether repeating it can succeed
 * depends on the {@link #code()}; repeating it is always safe.
 */
public final class RefusedException extends BlackRoadException {

    private static final long serialVersionUID = 1L;

    /** A refusal without an underlying cause. */
    public RefusedException(ErrorCode code, String message) {
        super(code, message, null);
    }

    /** A refusal caused by {@code cause}. */
    public RefusedException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}
