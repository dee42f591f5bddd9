package systems.blackroad.examples.store;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.AppendResult.Conflict;
import systems.blackroad.api.store.SessionHead;

/**
 * The next frame while it is filled: each caller's change is decided on what the file holds and on what the callers
 * before it put into the same frame. For the writer's thread only.
 */
final class Plan {

    private final SessionIndex index;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<SessionId, SessionHead> heads = new HashMap<>();
    private final Map<SessionId, Long> snapshots = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private String epoch;
    private boolean changedAll;

    Plan(SessionIndex index) {
        this.index = index;
        this.epoch = index.epoch();
    }

    AppendResult append(Append append, byte[] record) {
        SessionHead head = head(append.session());
        boolean fits = head == null
                ? append.expectedRevision() == 0
                : append.expectedRevision() == head.revision()
                        && head.epoch().equals(append.expectedEpoch())
                        && head.status() == SessionStatus.LIVE;
        if (!fits) {
            return new Conflict(head);
        }
        SessionHead next = SessionIndex.advanced(
                head, append.session(), append.user(), append.statusAfter(), epoch, append.events());
        heads.put(append.session(), next);
        changed.add(append.session().value());
        body.writeBytes(record);
        return new Appended(next);
    }

    boolean keep(SessionId session, long revision, byte[] record) {
        SessionHead head = head(session);
        long kept = snapshots.getOrDefault(session, index.snapshotRevision(session));
        if (head == null || revision > head.revision() || revision <= kept) {
            return false;
        }
        snapshots.put(session, revision);
        body.writeBytes(record);
        return true;
    }

    /** Gives every session a new epoch; always true. */
    boolean begin(String newEpoch, byte[] record) {
        epoch = newEpoch;
        changedAll = true;
        body.writeBytes(record);
        return true;
    }

    private @Nullable SessionHead head(SessionId session) {
        SessionHead planned = heads.get(session);
        SessionHead head = planned == null ? index.head(session) : planned;
        return head == null ? null : SessionIndex.withEpoch(head, epoch);
    }

    /** What is to be written; empty if no decision changed anything. */
    byte[] body() {
        return body.toByteArray();
    }

    /** Whom listeners hear of: nothing changed, these sessions, or (empty and true) all. */
    Set<String> changed() {
        return changedAll ? Set.of() : Set.copyOf(changed);
    }

    boolean concernsListeners() {
        return changedAll || !changed.isEmpty();
    }
}
