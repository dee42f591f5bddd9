package systems.blackroad.proof;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Storage;

/**
 * A worker's word on its leases: the storage as its operator sees it, with each heartbeat that it was answered alive in the
 * journal, as {@code H node sent answered}. A lease lasts from when the storage took the heartbeat in, which is after it was sent.
 */
final class BeatJournal {

    private BeatJournal() {}

    /** The same storage, whose heartbeats are written down before their answers are seen. */
    static Storage of(Storage storage, Journal journal) {
        JobStore jobs = storage.jobs();
        JobStore told = proxy(JobStore.class, (method, arguments) -> {
            long sent = System.nanoTime();
            Object result = method.invoke(jobs, arguments);
            if (result instanceof HeartbeatResult answer && answer.live() && arguments != null) {
                journal.write("H", ((Heartbeat) arguments[0]).node(), sent, System.nanoTime());
            }
            return result;
        });
        return proxy(
                Storage.class,
                (method, arguments) -> method.getName().equals("jobs") ? told : method.invoke(storage, arguments));
    }

    private interface Call {
        @Nullable
        Object to(Method method, @Nullable Object @Nullable [] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return call.to(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
