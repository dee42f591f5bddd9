package systems.blackroad.operator;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.store.Storage;

/** A storage whose job store fails the next so many calls of the engine: in turn before the call and after it. */
final class FlakyStorage extends FaultyStorage {

    private static final Set<String> ENGINE_CALLS =
            Set.of("exchange", "note", "heartbeat", "rescue", "dueSchedules", "tick");

    private final AtomicInteger left = new AtomicInteger();
    private volatile int planned;

    FlakyStorage(Storage storage) {
        super(storage);
    }

    /** Plans failures; once. */
    void fail(int calls) {
        planned = calls;
        left.set(calls);
    }

    /** How many calls failed, those included that are about to. */
    int failures() {
        return planned - left.get();
    }

    @Override
    @Nullable
    Object around(String method, Call call, Object... arguments) throws Throwable {
        int before = ENGINE_CALLS.contains(method) ? left.getAndUpdate(count -> Math.max(0, count - 1)) : 0;
        boolean fails = before > 0;
        if (fails && (planned - before) % 2 == 1) {
            throw new RefusedException(ErrorCode.STORE_UNAVAILABLE, "planned: the call did not arrive");
        }
        Object answer = call.proceed();
        if (fails) {
            throw new UnknownOutcomeException(ErrorCode.STORE_UNKNOWN, "planned: the answer was lost", null);
        }
        return answer;
    }
}
