package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.runtime.SessionSignal.WindowGesture;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.SessionId;

/**
 * Paces the gestures of each client of each session: one goes out every {@link #SPACING}; of those that come in between the
 * last one waits, and goes out with the next poll unless a newer one or an event of the session comes first. Thread-safe.
 */
final class Gestures {

    static final Duration SPACING = Duration.ofMillis(50);
    static final int MAX_SESSIONS = 4_096;
    static final int MAX_CLIENTS = 64;

    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(2);

    private final LongSupplier ticker;
    private final BiConsumer<SessionId, SessionSignal> out;
    /** The maps inside change only within {@code compute} of their key. */
    private final ConcurrentMap<SessionId, Map<ClientId, Pace>> paces = new ConcurrentHashMap<>();

    Gestures(LongSupplier ticker, BiConsumer<SessionId, SessionSignal> out) {
        this.ticker = ticker;
        this.out = out;
    }

    private static final class Pace {
        private long sentAt;
        private @Nullable WindowGesture waiting;
    }

    /** Sends the gesture now or keeps it as the latest; drops it where too many clients gesture at once. */
    void take(SessionId session, WindowGesture gesture) {
        if (!paces.containsKey(session) && paces.size() >= MAX_SESSIONS) {
            return;
        }
        long now = ticker.getAsLong();
        List<WindowGesture> due = new ArrayList<>(1);
        paces.compute(session, (id, present) -> {
            Map<ClientId, Pace> clients = present == null ? new HashMap<>() : present;
            Pace pace = clients.get(gesture.client());
            if (pace == null && clients.size() < MAX_CLIENTS) {
                pace = new Pace();
                pace.sentAt = now - SPACING.toNanos();
                clients.put(gesture.client(), pace);
            }
            if (pace != null) {
                pace.waiting = gesture;
                release(pace, now, due);
            }
            return clients;
        });
        due.forEach(each -> out.accept(session, each));
    }

    /** Sends what has waited long enough, and forgets clients that are done. */
    void flush() {
        long now = ticker.getAsLong();
        for (SessionId session : paces.keySet()) {
            List<WindowGesture> due = new ArrayList<>();
            paces.computeIfPresent(session, (id, clients) -> {
                clients.values().forEach(pace -> release(pace, now, due));
                clients.values().removeIf(pace -> now - pace.sentAt >= FORGOTTEN_AFTER.toNanos());
                return clients.isEmpty() ? null : clients;
            });
            due.forEach(each -> out.accept(session, each));
        }
    }

    /** Drops what waits: an event of the session says better where its windows are. */
    void overtaken(SessionId session) {
        paces.computeIfPresent(session, (id, clients) -> {
            clients.values().forEach(pace -> pace.waiting = null);
            return clients;
        });
    }

    /** How many sessions are remembered. */
    int size() {
        return paces.size();
    }

    private static void release(Pace pace, long now, List<WindowGesture> due) {
        WindowGesture waiting = pace.waiting;
        if (waiting != null && now - pace.sentAt >= SPACING.toNanos()) {
            due.add(waiting);
            pace.waiting = null;
            pace.sentAt = now;
        }
    }
}
