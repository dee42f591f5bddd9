package systems.blackroad.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
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

/** Sessions in a database. Thread-safe. */
final class JdbcSessionStore implements SessionStore {

    private final Database db;
    private final Server server;
    private final SessionReads reads;
    private final SessionAppends appends;
    private final SessionLife life;
    private final SessionSlotRows slots;
    private final Hints hints;

    JdbcSessionStore(Database db, Server server, Hints hints) {
        this.db = db;
        this.server = server;
        this.hints = hints;
        this.reads = new SessionReads(db);
        this.appends = new SessionAppends(db, reads);
        this.life = new SessionLife(db, reads);
        this.slots = new SessionSlotRows(db);
    }

    @Override
    public Durability durability() {
        return server.durability();
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        List<AppendResult> results = appends.append(batch);
        Set<String> moved = new HashSet<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof AppendResult.Appended) {
                moved.add(batch.get(i).session().value());
            }
        }
        hints.sessions(moved);
        return results;
    }

    @Override
    public Optional<SessionSlice> read(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        if (afterRevision < 0) {
            throw new IllegalArgumentException("afterRevision must be at least 0, got " + afterRevision);
        }
        if (snapshotUpTo < 0) {
            throw new IllegalArgumentException("snapshotUpTo must be at least 0, got " + snapshotUpTo);
        }
        if (maxEvents < 0 || maxEvents > MAX_READ) {
            throw new IllegalArgumentException("maxEvents must be 0 to " + MAX_READ + ", got " + maxEvents);
        }
        return reads.read(session, afterRevision, snapshotUpTo, maxEvents);
    }

    @Override
    public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        requireBatch(sessions);
        return reads.heads(sessions);
    }

    @Override
    public List<StoredEvent> findCommand(SessionId session, CommandId command) {
        return new ArrayList<>(reads.findCommand(session, command));
    }

    @Override
    public Set<SessionId> touch(Set<SessionId> sessions) {
        requireBatch(sessions);
        return life.touch(sessions);
    }

    @Override
    public List<SessionHead> expired(int limit) {
        return life.expired(limit);
    }

    @Override
    public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
        return life.saveSnapshot(session, epoch, snapshot);
    }

    @Override
    public long trim(SessionId session, String epoch, long upTo, Duration keep) {
        return life.trim(session, epoch, upTo, keep);
    }

    @Override
    public boolean delete(SessionId session) {
        return life.delete(session);
    }

    @Override
    public int purge(Duration endedFor, int limit) {
        return life.purge(endedFor, limit);
    }

    @Override
    public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
        return slots.reserve(user, session, limit);
    }

    @Override
    public boolean confirmSlot(UserId user, SessionId session) {
        return slots.confirm(user, session);
    }

    @Override
    public void freeSlot(UserId user, SessionId session) {
        slots.free(user, session);
    }

    private static void requireBatch(Set<SessionId> sessions) {
        if (sessions.size() > MAX_BATCH) {
            throw new IllegalArgumentException("sessions must be at most " + MAX_BATCH + ", got " + sessions.size());
        }
    }

    @Override
    public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        return reads.list(user, after, limit);
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        return hints.onSessions(listener);
    }

    @Override
    public void newEpoch() {
        server.newSessionEpoch();
    }
}
