package systems.blackroad.api.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A runtime condition that the library reports: its {@link #code()} says what kind, its subtype says whether the call
 * can have had an effect.
 */
public abstract sealed class BlackRoadException extends RuntimeException
        permits RefusedException, UnknownOutcomeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    BlackRoadException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(code, "code") + ": " + Objects.requireNonNull(message, "message"), cause);
        this.code = code;
    }

    /** The stable code, which the message also begins with. */
    public final ErrorCode code() {
        return code;
    }
}
