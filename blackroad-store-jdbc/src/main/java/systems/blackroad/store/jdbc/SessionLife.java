package systems.blackroad.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;

/*
 * A head's status is 0 live, 1 ended, 2 deleted. Its index is by status and sweep_at: of a live session the minute in
 * which its deadline falls, rounded down, so that an append seldom moves it; of another one the moment when it ended or
 * was deleted. The two snapshots that are kept stand in the head by their revisions, so that saving one is a conditional
 * update of the head, and how far a log may be trimmed is read there.
 */
/** What becomes of sessions apart from their events: activity, deadlines, snapshots, trimming, deletion. */
final class SessionLife {

    /** A deadline that never comes, and a bound that is none. */
    static final long NEVER = 1L << 62;

    /** How coarse the index of deadlines is, in milliseconds. */
    static final long MINUTE = 60_000;

    /** Activity at {@code :now} puts a deadline off. */
    private static final String ACTIVE = "active_at = {greatest}(active_at, :now),"
            + " expires_at = {least}({greatest}(active_at, :now) + idle, end_at),"
            + " sweep_at = {least}({greatest}(active_at, :now) + idle, end_at)"
            + " - {least}({greatest}(active_at, :now) + idle, end_at) % 60000";

    private static final String TOUCHED = "select session from {ns}_session_head where session {in:ids} and status = 0"
            + " and expires_at > :now order by session{lock}";

    private static final String TOUCH = "update {ns}_session_head set " + ACTIVE + " where session {in:ids}";

    private static final String SNAPSHOT = "update {ns}_session_head set snapshot_older = snapshot_newest,"
            + " snapshot_newest = :revision where session = :session and status < 2 and revision >= :revision"
            + " and snapshot_newest < :revision and (select epoch from {ns}_meta) = :epoch";

    private static final String SAVE = "insert into {ns}_session_snapshot ({log}, revision, type, version, payload)"
            + " select {log}, :revision, :type, :version, :payload from {ns}_session_head where session = :session";

    private static final String DROP = "delete from {ns}_session_snapshot where {in log}"
            + " and revision < (select snapshot_older from {ns}_session_head where session = :session)";

    private static final String BOUND = "select case when m.epoch = :epoch then h.snapshot_older else 0 end as older,"
            + " h.status, h.revision, {now} as now from {ns}_session_head h cross join {ns}_meta m"
            + " where h.session = :session";

    private static final String DELETE = "update {ns}_session_head set status = 2, snapshot_newest = 0,"
            + " snapshot_older = 0, active_at = {greatest}(active_at, :now), sweep_at = {greatest}(active_at, :now),"
            + " expires_at = " + NEVER + " where session {in:ids} and status = 1";

    private static final String SWEPT = "select session from {ns}_session_head where status = :status"
            + " and sweep_at <= :until order by sweep_at, session limit :most{skip}";

    private final Database db;
    private final SessionReads reads;

    SessionLife(Database db, SessionReads reads) {
        this.db = db;
        this.reads = reads;
    }

    /** A bound of a session's terms in milliseconds. */
    static long millis(@Nullable Duration bound) {
        return bound == null ? NEVER : bound.toMillis();
    }

    Set<SessionId> touch(Set<SessionId> sessions) {
        List<String> ids = sessions.stream().map(SessionId::value).sorted().collect(Collectors.toList());
        if (ids.isEmpty()) {
            return Set.of();
        }
        List<String> live = db.writeWhole(handle -> db.dialect().touch(db, handle, ids));
        return live.stream().map(SessionId::of).collect(Collectors.toSet());
    }

    /** Touches on any database, in a transaction; answers with the ids of live sessions. */
    static List<String> touch(Database db, Handle handle, List<String> ids) {
        long now = now(db, handle);
        List<String> live = db.query(handle, TOUCHED, "ids", ids)
                .bind("now", now)
                .mapTo(String.class)
                .list();
        if (!live.isEmpty()) {
            db.update(handle, TOUCH, "ids", live).bind("now", now).execute();
        }
        return live;
    }

    List<SessionHead> expired(int limit) {
        requireLimit(limit);
        return reads.expired(limit);
    }

    boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
        return db.write(handle -> {
            int kept = db.update(handle, SNAPSHOT)
                    .bind("session", session.value())
                    .bind("epoch", epoch)
                    .bind("revision", snapshot.revision())
                    .execute();
            if (kept > 0) {
                db.update(handle, SAVE)
                        .bind("session", session.value())
                        .bind("revision", snapshot.revision())
                        .bind("type", snapshot.payload().type())
                        .bind("version", snapshot.payload().version())
                        .bind("payload", snapshot.payload().bytes())
                        .execute();
                db.update(handle, DROP).bind("session", session.value()).execute();
            }
            return kept > 0;
        });
    }

    /** How far a log may be trimmed. */
    private record Bound(long older, int status, long revision, long now) {}

    long trim(SessionId session, String epoch, long upTo, Duration keep) {
        if (upTo < 0 || keep.isNegative()) {
            throw new IllegalArgumentException("a trim of session " + session
                    + " must go up to 0 or more and keep for 0 or more, got " + upTo + " and " + keep);
        }
        return db.write(handle -> {
            Bound bound = db.query(handle, BOUND)
                    .bind("session", session.value())
                    .bind("epoch", epoch)
                    .map((row, context) -> new Bound(row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4)))
                    .findOne()
                    .orElse(new Bound(0, 2, 0, 0));
            if (bound.status() == 2) {
                return 0L;
            }
            long until = Math.min(upTo, bound.older());
            if (until > 0) {
                drop(handle, session.value(), until, ago(bound.now(), keep));
            }
            return db.query(handle, "select min(revision) from {ns}_session_event where {in log}")
                    .bind("session", session.value())
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(bound.revision() + 1);
        });
    }

    /** Drops the events up to {@code until} that come before the first one that is younger than {@code old}. */
    private void drop(Handle handle, String session, long until, long old) {
        long young = db.query(
                        handle,
                        "select min(revision) from {ns}_session_event where {in log} and revision <= :until"
                                + " and at > :old")
                .bind("session", session)
                .bind("until", until)
                .bind("old", old)
                .mapTo(Long.class)
                .findOne()
                .orElse(until + 1);
        db.update(handle, "delete from {ns}_session_event where {in log} and revision < :young")
                .bind("session", session)
                .bind("young", young)
                .execute();
    }

    boolean delete(SessionId session) {
        return db.write(handle -> {
            List<String> ids = List.of(session.value());
            return delete(handle, ids, now(db, handle)) > 0
                    || db.query(handle, "select status from {ns}_session_head where session = :session")
                            .bind("session", session.value())
                            .mapTo(Integer.class)
                            .findOne()
                            .filter(status -> status == 2)
                            .isPresent();
        });
    }

    private int delete(Handle handle, List<String> ids, long now) {
        int deleted = db.update(handle, DELETE, "ids", ids).bind("now", now).execute();
        if (deleted > 0) {
            empty(handle, ids);
        }
        return deleted;
    }

    /** Takes the events, snapshots and slots of sessions whose heads are locked and no longer live. */
    private void empty(Handle handle, List<String> ids) {
        db.update(handle, "delete from {ns}_session_event where {in logs}", "ids", ids)
                .execute();
        db.update(handle, "delete from {ns}_session_snapshot where {in logs}", "ids", ids)
                .execute();
        SessionSlotRows.free(db, handle, ids);
    }

    int purge(Duration endedFor, int limit) {
        requireLimit(limit);
        if (endedFor.isNegative()) {
            throw new IllegalArgumentException("endedFor must not be negative, got " + endedFor);
        }
        return db.write(handle -> {
            long now = now(db, handle);
            List<String> forgotten = swept(handle, 2, ago(now, SessionStore.TOMBSTONE), limit);
            if (!forgotten.isEmpty()) {
                db.update(handle, "delete from {ns}_session_head where session {in:ids}", "ids", forgotten)
                        .execute();
            }
            List<String> ended = swept(handle, 1, ago(now, endedFor), limit);
            return ended.isEmpty() ? 0 : delete(handle, ended, now);
        });
    }

    private List<String> swept(Handle handle, int status, long until, int limit) {
        return db.query(handle, SWEPT)
                .bind("status", status)
                .bind("until", until)
                .bind("most", limit)
                .mapTo(String.class)
                .list();
    }

    private static long now(Database db, Handle handle) {
        return db.query(handle, "select {now}").mapTo(Long.class).one();
    }

    /** The moment that long before {@code now}; the earliest one if that is out of range. */
    private static long ago(long now, Duration length) {
        return length.compareTo(Duration.ofMillis(now)) >= 0 ? 0 : now - length.toMillis();
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > SessionStore.MAX_BATCH) {
            throw new IllegalArgumentException("limit must be 1 to " + SessionStore.MAX_BATCH + ", got " + limit);
        }
    }
}
