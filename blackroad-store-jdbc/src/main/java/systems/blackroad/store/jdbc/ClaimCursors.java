package systems.blackroad.store.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The cursors of a storage's claims, by the types that they wish; the one not used for longest is forgotten beyond 64. Thread-safe. */
final class ClaimCursors {

    private static final int MOST = 64;

    private final Object lock = new Object();
    /** Guarded by the lock. */
    private final Map<Set<String>, ClaimCursor> cursors = new LinkedHashMap<>(16, 0.75f, true);

    ClaimCursor of(Set<String> types) {
        synchronized (lock) {
            ClaimCursor cursor = cursors.computeIfAbsent(types, key -> new ClaimCursor());
            if (cursors.size() > MOST) {
                cursors.remove(cursors.keySet().iterator().next());
            }
            return cursor;
        }
    }

    /** Jobs came to stand that are due from {@code dueAt} on. */
    void lower(long dueAt) {
        synchronized (lock) {
            cursors.values().forEach(cursor -> cursor.lower(dueAt));
        }
    }
}
