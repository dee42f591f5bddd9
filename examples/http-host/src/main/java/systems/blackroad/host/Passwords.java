package systems.blackroad.host;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;

/**
 * Hashes passwords by Argon2id with 19 MiB, two passes, one lane. Thread-safe; at most two run at once, which bounds
 * memory and processor, and a caller waits at most three seconds for its turn.
 */
final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Semaphore turns = new Semaphore(2);

    /** A hash that no password has; made when it is first needed. */
    private static final class Nobody {
        static final String HASH = Password.hash("nobody's password")
                .addRandomSalt(SALT_BYTES)
                .with(function())
                .getResult();
    }

    String hash(String password) {
        return inTurn(() -> Password.hash(password)
                .addRandomSalt(SALT_BYTES)
                .with(function())
                .getResult());
    }

    /** Whether {@code password} has {@code hash}; without a hash the same work is done, and the answer is no. */
    boolean matches(String password, @Nullable String hash) {
        boolean matches = inTurn(() ->
                Password.check(password, hash == null ? Nobody.HASH : hash).with(function()));
        return matches && hash != null;
    }

    private <T> T inTurn(Supplier<T> work) {
        boolean taken = false;
        try {
            taken = turns.tryAcquire(3, TimeUnit.SECONDS);
            if (!taken) {
                throw Problem.of(ErrorCode.OVERLOADED, "too many sign-ins at once; try again in a moment")
                        .exception();
            }
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.SHUTTING_DOWN, "the host is shutting down")
                    .exception();
        } finally {
            if (taken) {
                turns.release();
            }
        }
    }

    private static Argon2Function function() {
        return Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, HASH_BYTES, Argon2.ID);
    }
}
