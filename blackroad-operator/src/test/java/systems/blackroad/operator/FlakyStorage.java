package systems.blackroad.operator;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;

/** A storage whose job store fails the next so many calls of the engine: in turn before the call and after it. */
final class FlakyStorage implements Storage {

    private static final Set<String> ENGINE_CALLS =
            Set.of("exchange", "note", "heartbeat", "rescue", "dueSchedules", "tick");

    private final Storage storage;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final JobStore jobs;

    FlakyStorage(Storage storage) {
        this.storage = storage;
        this.jobs = (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, arguments) -> {
                    boolean fails = ENGINE_CALLS.contains(method.getName())
                            && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
                    if (fails && failures.incrementAndGet() % 2 == 0) {
                        throw new RefusedException(ErrorCode.STORE_UNAVAILABLE, "planned: the call did not arrive");
                    }
                    Object answer;
                    try {
                        answer = method.invoke(storage.jobs(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (fails) {
                        throw new UnknownOutcomeException(
                                ErrorCode.STORE_UNKNOWN, "planned: the answer was lost", null);
                    }
                    return answer;
                });
    }

    void fail(int calls) {
        left.set(calls);
    }

    int failures() {
        return failures.get();
    }

    @Override
    public SessionStore sessions() {
        return storage.sessions();
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public List<Face> faces() {
        return storage.faces();
    }

    @Override
    public void ping() {
        storage.ping();
    }

    @Override
    public void close() {
        storage.close();
    }
}
