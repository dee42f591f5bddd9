package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SlotOutcome;
import systems.blackroad.api.store.StoredEvent;

/** A correct session store as it is; a fault overrides what it breaks. */
abstract class ForwardingSessionStore implements SessionStore {

    private final SessionStore store;

    ForwardingSessionStore(SessionStore store) {
        this.store = store;
    }

    @Override
    public Durability durability() {
        return store.durability();
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        return store.append(batch);
    }

    @Override
    public Optional<SessionSlice> read(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        return store.read(session, afterRevision, snapshotUpTo, maxEvents);
    }

    @Override
    public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        return store.heads(sessions);
    }

    @Override
    public List<StoredEvent> findCommand(SessionId session, CommandId command) {
        return store.findCommand(session, command);
    }

    @Override
    public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
        return store.saveSnapshot(session, epoch, snapshot);
    }

    @Override
    public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        return store.list(user, after, limit);
    }

    @Override
    public Set<SessionId> touch(Set<SessionId> sessions) {
        return store.touch(sessions);
    }

    @Override
    public List<SessionHead> expired(int limit) {
        return store.expired(limit);
    }

    @Override
    public long trim(SessionId session, String epoch, long upTo, Duration keep) {
        return store.trim(session, epoch, upTo, keep);
    }

    @Override
    public boolean delete(SessionId session) {
        return store.delete(session);
    }

    @Override
    public int purge(Duration endedFor, int limit) {
        return store.purge(endedFor, limit);
    }

    @Override
    public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
        return store.reserveSlot(user, session, limit);
    }

    @Override
    public boolean confirmSlot(UserId user, SessionId session) {
        return store.confirmSlot(user, session);
    }

    @Override
    public void freeSlot(UserId user, SessionId session) {
        store.freeSlot(user, session);
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        return store.hints(listener);
    }

    @Override
    public void newEpoch() {
        store.newEpoch();
    }
}
