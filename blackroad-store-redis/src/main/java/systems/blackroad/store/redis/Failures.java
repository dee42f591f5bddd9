package systems.blackroad.store.redis;

import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisReadOnlyException;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;

/** Tells what certainly had no effect from what may have had one. */
final class Failures {

    private Failures() {}

    /** The failure of a call that only reads. */
    static RefusedException reading(String what, Throwable cause) {
        return new RefusedException(ErrorCode.STORE_UNAVAILABLE, what + " failed: " + text(cause), cause);
    }

    /** The failure of a call that writes. */
    static BlackRoadException writing(String what, Throwable cause) {
        if (cause instanceof RedisConnectionException || isRejected(cause)) {
            return new RefusedException(
                    ErrorCode.STORE_UNAVAILABLE, what + " was not sent, Redis is not connected: " + text(cause), cause);
        }
        if (cause instanceof RedisBusyException
                || cause instanceof RedisLoadingException
                || cause instanceof RedisReadOnlyException) {
            return new RefusedException(ErrorCode.STORE_UNAVAILABLE, what + " was refused: " + text(cause), cause);
        }
        if (cause instanceof RedisCommandExecutionException) {
            return new RefusedException(ErrorCode.STORE_REFUSED, what + " was refused: " + text(cause), cause);
        }
        return new UnknownOutcomeException(
                ErrorCode.STORE_UNKNOWN,
                what + " has no answer, so it may have happened: " + text(cause) + "; repeat it with the same ids",
                cause);
    }

    private static boolean isRejected(Throwable cause) {
        String message = cause.getMessage();
        return message != null && message.contains("Commands are rejected");
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
