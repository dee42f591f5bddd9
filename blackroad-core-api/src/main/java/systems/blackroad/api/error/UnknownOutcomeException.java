package systems.blackroad.api.error;

import org.jspecify.annotations.Nullable;

/**
 * A call that may or may not have taken effect, because its answer was lost. Repeat it with the same ids: the library's
 * writes carry ids by which a repeat is recognised, so that it cannot apply twice.
 */
public final class UnknownOutcomeException extends BlackRoadException {

    private static final long serialVersionUID = 1L;

    /** An outcome that was lost for {@code cause}. */
    public UnknownOutcomeException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}
