package systems.blackroad.operator;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;

/** A storage in which every call to the job store goes through its subclass, which may fail before it or after it. */
abstract class FaultyStorage implements Storage {

    private final Storage storage;
    private final JobStore jobs;

    FaultyStorage(Storage storage) {
        this.storage = storage;
        this.jobs = (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(),
                new Class<?>[] {JobStore.class},
                (proxy, method, arguments) -> around(
                        method.getName(),
                        () -> {
                            try {
                                return method.invoke(storage.jobs(), arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        },
                        arguments == null ? new Object[0] : arguments));
    }

    /** The call itself. */
    interface Call {
        @Nullable
        Object proceed() throws Throwable;
    }

    /** Makes a call of the job store's {@code method}, or fails in its place. */
    abstract @Nullable Object around(String method, Call call, Object... arguments) throws Throwable;

    @Override
    public final SessionStore sessions() {
        return storage.sessions();
    }

    @Override
    public final JobStore jobs() {
        return jobs;
    }

    @Override
    public final List<Face> faces() {
        return storage.faces();
    }

    @Override
    public final void ping() {
        storage.ping();
    }

    @Override
    public final void close() {
        storage.close();
    }
}
