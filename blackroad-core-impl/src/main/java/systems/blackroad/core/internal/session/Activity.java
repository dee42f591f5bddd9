package systems.blackroad.core.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionStore;

/**
 * The sessions that were read or watched since their activity was last recorded. Thread-safe. Reading writes nothing: what
 * is noted here goes to the store together, at most once a flush. Bounded: what finds no place is noted by its next use.
 */
final class Activity {

    static final int MAX_NOTED = 262_144;

    private final Set<SessionId> noted = ConcurrentHashMap.newKeySet();

    void note(SessionId session) {
        if (noted.size() < MAX_NOTED) {
            noted.add(session);
        }
    }

    /** Records what was noted, {@value SessionStore#MAX_BATCH} sessions a round trip; what fails is noted again. */
    void flush(SessionStore store) {
        while (!noted.isEmpty()) {
            List<SessionId> batch = new ArrayList<>();
            noted.stream().limit(SessionStore.MAX_BATCH).forEach(batch::add);
            batch.forEach(noted::remove);
            try {
                store.touch(Set.copyOf(batch));
            } catch (RuntimeException e) {
                batch.forEach(this::note);
                throw e;
            }
        }
    }
}
