package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.StoredEvent;

/** The reading half of the sessions; each call is one statement, so that what it gives is of one moment. */
final class SessionReads {

    private static final String HEADS = "select h.session, h.owner, h.status, h.revision, h.created_at, h.updated_at,"
            + " h.active_at, h.expires_at, m.epoch, {now} as now from {ns}_session_head h cross join {ns}_meta m ";

    private static final String EXPIRED = "where h.status = 0 and h.sweep_at <= :now and h.expires_at <= :now"
            + " order by h.sweep_at, h.expires_at, h.session limit :limit";

    private static final String EVENT =
            "revision, at, actor, client, sequence, {hash} as body_hash, trace, type, version,"
                    + " payload from {ns}_session_event ";

    /** The head as row 0, the snapshot as row 1, the events as rows 2; columns are those of an event. */
    private static final String READ = "with h as (select h.*, m.epoch from {ns}_session_head h cross join {ns}_meta m"
            + " where h.session = :session),"
            + " s as (select * from {ns}_session_snapshot where {in log} and revision > :after"
            + " and revision <= :upTo order by revision desc limit 1),"
            + " e as (select * from {ns}_session_event where {in log}"
            + " and revision > coalesce((select revision from s), :after) order by revision limit :most)"
            + " select 0 as part, revision, updated_at as at, owner as actor, cast('' as {text}) as client,"
            + " created_at as sequence, epoch as body_hash, cast(null as {text}) as trace, cast('' as {text}) as type,"
            + " cast(status as integer) as version, cast(null as {bytes}) as payload, active_at, expires_at from h"
            + " union all select 1, revision, 0, '', '', 0, '', null, type, version, payload, 0, 0 from s"
            + " union all select 2, revision, at, actor, client, sequence, {hash}, trace, type, version, payload,"
            + " 0, 0 from e order by 1, 2";

    private final Database db;

    SessionReads(Database db) {
        this.db = db;
    }

    Optional<SessionSlice> read(SessionId session, long after, long snapshotUpTo, int maxEvents) {
        List<Object> rows = db.read(handle -> db.query(handle, READ)
                .bind("session", session.value())
                .bind("after", after)
                .bind("upTo", snapshotUpTo)
                .bind("most", maxEvents)
                .map((row, context) -> part(session, row))
                .list());
        SessionHead head = null;
        SessionSnapshot snapshot = null;
        List<StoredEvent> events = new ArrayList<>(rows.size());
        for (Object row : rows) {
            if (row instanceof SessionHead found) {
                head = found;
            } else if (row instanceof SessionSnapshot found) {
                snapshot = found;
            } else if (row instanceof StoredEvent found) {
                events.add(found);
            }
        }
        return head == null ? Optional.empty() : Optional.of(new SessionSlice(head, snapshot, events));
    }

    private static Object part(SessionId session, ResultSet row) throws SQLException {
        int part = row.getInt("part");
        if (part == 0) {
            SessionStatus status = SessionStatus.values()[row.getInt("version")];
            return new SessionHead(
                    session,
                    UserId.of(row.getString("actor")),
                    status,
                    row.getLong("revision"),
                    row.getString("body_hash"),
                    Instant.ofEpochMilli(row.getLong("sequence")),
                    Instant.ofEpochMilli(row.getLong("at")),
                    Instant.ofEpochMilli(row.getLong("active_at")),
                    deadline(status, row.getLong("expires_at")));
        }
        return part == 1 ? new SessionSnapshot(row.getLong("revision"), payload(row)) : event(row);
    }

    /**
     * A head as it was read.
     *
     * @param head the head
     * @param expired whether its deadline had come, by the store's clock
     */
    record Judged(SessionHead head, boolean expired) {}

    Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        Map<SessionId, SessionHead> heads = new LinkedHashMap<>();
        judged(sessions).forEach((session, judged) -> heads.put(session, judged.head()));
        return heads;
    }

    Map<SessionId, Judged> judged(Set<SessionId> sessions) {
        if (sessions.isEmpty()) {
            return Map.of();
        }
        List<String> ids = sessions.stream().map(SessionId::value).sorted().collect(Collectors.toList());
        Map<SessionId, Judged> heads = new LinkedHashMap<>();
        db.read(handle -> db.query(handle, HEADS + "where h.session {in:ids} order by h.session", "ids", ids)
                        .map((row, context) -> judged(row))
                        .list())
                .forEach(judged -> heads.put(judged.head().id(), judged));
        return heads;
    }

    private static Judged judged(ResultSet row) throws SQLException {
        SessionHead head = head(row);
        boolean past = row.getLong("expires_at") <= row.getLong("now");
        return new Judged(head, head.status() == SessionStatus.LIVE && past);
    }

    /** Of those whose minute has come, those whose moment has; in two statements, so that an index finds the former. */
    List<SessionHead> expired(int limit) {
        return db.read(handle -> {
            long now = db.query(handle, "select {now}").mapTo(Long.class).one();
            return db.query(handle, HEADS + EXPIRED)
                    .bind("now", now)
                    .bind("limit", limit)
                    .map((row, context) -> head(row))
                    .list();
        });
    }

    /** When a session expires, if it ever does. */
    static @Nullable Instant deadline(SessionStatus status, long expiresAt) {
        return status == SessionStatus.LIVE && expiresAt < SessionLife.NEVER ? Instant.ofEpochMilli(expiresAt) : null;
    }

    List<StoredEvent> findCommand(SessionId session, CommandId command) {
        return db.read(handle -> db.query(
                        handle,
                        "select " + EVENT
                                + "where {in log} and client = :client and sequence = :sequence{command}"
                                + " order by revision")
                .bind("session", session.value())
                .bind("client", command.client().value())
                .bind("sequence", command.sequence())
                .map((row, context) -> event(row))
                .list());
    }

    Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        Page.requireLimit(limit);
        Cursor from = Cursor.parse(after);
        String where = "where h.status < 2 and h.created_at <= :at and (h.created_at, h.session) < (:at, :id)"
                + (user == null ? "" : " and h.owner = :owner");
        List<SessionHead> rows = db.read(
                handle -> db.query(handle, HEADS + where + " order by h.created_at desc, h.session desc limit :limit")
                        .bind("at", from.at())
                        .bind("id", from.id())
                        .bind("owner", user == null ? null : user.value())
                        .bind("limit", limit + 1)
                        .map((row, context) -> head(row))
                        .list());
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        SessionHead last = rows.get(limit - 1);
        return new Page<>(
                rows.subList(0, limit),
                new Cursor(last.createdAt().toEpochMilli(), last.id().value()).text());
    }

    private static SessionHead head(ResultSet row) throws SQLException {
        SessionStatus status = SessionStatus.values()[row.getInt("status")];
        return new SessionHead(
                SessionId.of(row.getString("session")),
                UserId.of(row.getString("owner")),
                status,
                row.getLong("revision"),
                row.getString("epoch"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                Instant.ofEpochMilli(row.getLong("active_at")),
                deadline(status, row.getLong("expires_at")));
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong("revision"),
                Instant.ofEpochMilli(row.getLong("at")),
                UserId.of(row.getString("actor")),
                new CommandId(ClientId.of(row.getString("client")), row.getLong("sequence")),
                row.getString("body_hash"),
                row.getString("trace"),
                payload(row));
    }

    private static Payload payload(ResultSet row) throws SQLException {
        return Payload.of(row.getString("type"), row.getInt("version"), row.getBytes("payload"));
    }
}
