package systems.blackroad.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
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

    private static final String SAVE = "{insert new} {ns}_session_snapshot (session, revision, type, version, payload)"
            + " select session, :revision, :type, :version, :payload from {ns}_session_head"
            + " where session = :session and revision >= :revision"
            + "{unless:session}";

    private static final String HELD = "select s.revision from {ns}_session_snapshot s where s.session = :session";

    private final Database db;
    private final Server server;
    private final SessionReads reads;
    private final SessionAppends appends;
    private final Hints hints;

    JdbcSessionStore(Database db, Server server, Hints hints) {
        this.db = db;
        this.server = server;
        this.hints = hints;
        this.reads = new SessionReads(db);
        this.appends = new SessionAppends(db, reads);
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
        if (maxEvents < 0 || maxEvents > MAX_READ) {
            throw new IllegalArgumentException("maxEvents must be 0 to " + MAX_READ + ", got " + maxEvents);
        }
        return reads.read(session, afterRevision, snapshotUpTo, maxEvents);
    }

    @Override
    public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        if (sessions.size() > MAX_BATCH) {
            throw new IllegalArgumentException("sessions must be at most " + MAX_BATCH + ", got " + sessions.size());
        }
        return reads.heads(sessions);
    }

    @Override
    public List<StoredEvent> findCommand(SessionId session, CommandId command) {
        return new ArrayList<>(reads.findCommand(session, command));
    }

    @Override
    public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
        return db.write(handle -> {
            String name = session.value();
            db.query(handle, "select revision from {ns}_session_head where session = :session{lock}")
                    .bind("session", name)
                    .mapTo(Long.class)
                    .findOne();
            long held = db.query(handle, HELD)
                    .bind("session", name)
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(0L);
            if (held >= snapshot.revision()) {
                return false;
            }
            if (held > 0) {
                db.update(handle, "delete from {ns}_session_snapshot where session = :session and revision < :revision")
                        .bind("session", name)
                        .bind("revision", snapshot.revision())
                        .execute();
            }
            return db.update(handle, SAVE)
                            .bind("session", name)
                            .bind("revision", snapshot.revision())
                            .bind("type", snapshot.payload().type())
                            .bind("version", snapshot.payload().version())
                            .bind("payload", snapshot.payload().bytes())
                            .execute()
                    > 0;
        });
    }

    @Override
    public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        return reads.list(user, after, limit);
    }

    @Override
    public Set<SessionId> touch(Set<SessionId> sessions) {
        throw notYet();
    }

    @Override
    public List<SessionHead> expired(int limit) {
        throw notYet();
    }

    @Override
    public long trim(SessionId session, String epoch, long upTo, Duration keep) {
        throw notYet();
    }

    @Override
    public boolean delete(SessionId session) {
        throw notYet();
    }

    @Override
    public int purge(Duration endedFor, int limit) {
        throw notYet();
    }

    @Override
    public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
        throw notYet();
    }

    @Override
    public boolean confirmSlot(UserId user, SessionId session) {
        throw notYet();
    }

    @Override
    public void freeSlot(UserId user, SessionId session) {
        throw notYet();
    }

    private static RefusedException notYet() {
        return new RefusedException(
                ErrorCode.STORE_UNSUPPORTED, "this store does not yet keep deadlines, retention and slots");
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
