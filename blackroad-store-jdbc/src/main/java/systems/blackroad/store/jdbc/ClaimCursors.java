package systems.blackroad.store.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.Claim;

/** The cursors of a storage's claims, by the types and queues that they wish; the one not used for longest is forgotten beyond 64. Thread-safe. */
final class ClaimCursors {

    private static final int MOST = 64;

    private final Object lock = new Object();
    /** Guarded by the lock. */
    private final Map<Wish, ClaimCursor> cursors = new LinkedHashMap<>(16, 0.75f, true);

    private record Wish(Set<String> types, Set<QueueName> queues) {}

    ClaimCursor of(Claim claim) {
        synchronized (lock) {
            ClaimCursor cursor =
                    cursors.computeIfAbsent(new Wish(claim.types(), claim.queues()), key -> new ClaimCursor());
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
