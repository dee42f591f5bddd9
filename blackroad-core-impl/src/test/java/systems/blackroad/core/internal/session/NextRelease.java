package systems.blackroad.core.internal.session;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;

/**
 * A store as a node of the next release uses it: that one writes renamed windows and snapshots in a new form, and reads
 * both forms. Thread-safe if the store is.
 */
final class NextRelease {

    private static final String RENAMED = "window_renamed";

    private final SessionStore store;

    private NextRelease(SessionStore store) {
        this.store = store;
    }

    static SessionStore over(SessionStore store) {
        NextRelease next = new NextRelease(store);
        return (SessionStore) Proxy.newProxyInstance(
                NextRelease.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "append" -> next.append((List<?>) arguments[0]);
                    case "saveSnapshot" -> next.saveSnapshot(arguments);
                    case "read" -> ((Optional<?>) next.call(method, arguments)).map(NextRelease::read);
                    case "findCommand" -> events((List<?>) next.call(method, arguments), NextRelease::old);
                    default -> next.call(method, arguments);
                });
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object append(List<?> batch) {
        return store.append(batch.stream()
                .map(Append.class::cast)
                .map(append -> new Append(
                        append.session(),
                        append.user(),
                        append.expectedRevision(),
                        append.expectedEpoch(),
                        append.statusAfter(),
                        events(append.events(), NextRelease::renewed),
                        append.terms(),
                        append.onlyIfExpired()))
                .toList());
    }

    private Object saveSnapshot(Object[] arguments) {
        SessionSnapshot snapshot = (SessionSnapshot) arguments[2];
        return store.saveSnapshot(
                (SessionId) arguments[0],
                (String) arguments[1],
                new SessionSnapshot(snapshot.revision(), later(snapshot.payload(), 1)));
    }

    private static SessionSlice read(Object found) {
        SessionSlice slice = (SessionSlice) found;
        SessionSnapshot snapshot = slice.snapshot()
                .map(newest -> new SessionSnapshot(newest.revision(), later(newest.payload(), -1)))
                .orElse(null);
        return new SessionSlice(slice.head(), snapshot, events(slice.events(), NextRelease::old));
    }

    private static List<StoredEvent> events(List<?> events, UnaryOperator<Payload> form) {
        Stream<StoredEvent> stored = events.stream().map(StoredEvent.class::cast);
        return stored.map(event -> new StoredEvent(
                        event.revision(),
                        event.at(),
                        event.actor(),
                        event.command(),
                        event.bodyHash(),
                        event.trace(),
                        form.apply(event.payload())))
                .toList();
    }

    private static Payload renewed(Payload payload) {
        return payload.type().equals(RENAMED) ? later(payload, 1) : payload;
    }

    private static Payload old(Payload payload) {
        return payload.type().equals(RENAMED) ? later(payload, -1) : payload;
    }

    private static Payload later(Payload payload, int versions) {
        return Payload.of(payload.type(), payload.version() + versions, payload.bytes());
    }
}
