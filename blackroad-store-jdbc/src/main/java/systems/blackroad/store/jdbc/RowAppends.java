package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.StoredEvent;

/** Appends whose heads are locked, compared in Java and moved; sorted by session, so that batches cannot deadlock. */
final class RowAppends {

    private static final List<String> HEAD = List.of(
            "session",
            "owner",
            "status",
            "revision",
            "created_at",
            "updated_at",
            "active_at",
            "idle",
            "end_at",
            "expires_at",
            "sweep_at",
            "snapshot_newest",
            "snapshot_older");

    private static final List<String> EVENT = List.of(
            "session",
            "revision",
            "at",
            "actor",
            "client",
            "sequence",
            "body_hash",
            "trace",
            "type",
            "version",
            "payload");

    private static final String LOCK =
            "select session, owner, revision, created_at, active_at, idle, end_at, expires_at"
                    + " from {ns}_session_head where session {in:ids} and status = 0 order by session{lock}";

    private static final String MOVE = "update {ns}_session_head set revision = ?, updated_at = ?, status = ?,"
            + " active_at = ?, expires_at = ?, sweep_at = ? where session = ?";

    private RowAppends() {}

    /** A live head as it was locked. */
    private record Locked(
            String session,
            String owner,
            long revision,
            long createdAt,
            long activeAt,
            long idle,
            long endAt,
            long expiresAt) {

        static Locked of(ResultSet row) throws SQLException {
            return new Locked(
                    row.getString("session"),
                    row.getString("owner"),
                    row.getLong("revision"),
                    row.getLong("created_at"),
                    row.getLong("active_at"),
                    row.getLong("idle"),
                    row.getLong("end_at"),
                    row.getLong("expires_at"));
        }

        boolean takes(Append append, String epoch, long now) {
            return revision == append.expectedRevision()
                    && expiresAt <= now == append.onlyIfExpired()
                    && epoch.equals(append.expectedEpoch());
        }
    }

    static List<SessionAppends.Won> append(Database db, Handle handle, RowDialect dialect, List<Append> batch) {
        String epoch = db.query(handle, "select epoch from {ns}_meta" + dialect.share())
                .mapTo(String.class)
                .one();
        Map<String, Locked> heads = lock(db, handle, batch);
        long now = db.query(handle, "select {now}").mapTo(Long.class).one();
        Set<String> created = create(db, handle, dialect, batch, now);
        List<Append> winners = new ArrayList<>();
        List<SessionAppends.Won> won = new ArrayList<>();
        List<@Nullable Object[]> moves = new ArrayList<>();
        for (Append append : batch) {
            String session = append.session().value();
            Locked head = heads.get(session);
            if (append.expectedRevision() == 0 && created.contains(session)) {
                won.add(new SessionAppends.Won(
                        session, append.user().value(), first(append), epoch, now, expiresAt(append, now)));
                winners.add(append);
            } else if (append.expectedRevision() > 0 && head != null && head.takes(append, epoch, now)) {
                long active = Math.max(head.activeAt(), now);
                long expires = Math.min(active + head.idle(), head.endAt());
                moves.add(move(append, active, expires));
                won.add(new SessionAppends.Won(session, head.owner(), head.createdAt(), epoch, active, expires));
                winners.add(append);
            }
        }
        write(db, handle, moves, winners);
        return won;
    }

    private static void write(Database db, Handle handle, List<@Nullable Object[]> moves, List<Append> winners) {
        if (!moves.isEmpty()) {
            PreparedBatch updates = handle.prepareBatch(db.sql(MOVE));
            moves.forEach(move -> RowDialect.bind(updates, move));
            updates.execute();
        }
        if (!winners.isEmpty()) {
            RowDialect.add(db, handle, "session_event", EVENT, events(winners));
        }
    }

    private static Map<String, Locked> lock(Database db, Handle handle, List<Append> batch) {
        List<String> ids = batch.stream()
                .filter(append -> append.expectedRevision() > 0)
                .map(append -> append.session().value())
                .collect(Collectors.toList());
        Map<String, Locked> heads = new HashMap<>();
        if (!ids.isEmpty()) {
            db.query(handle, LOCK, "ids", ids)
                    .map((row, context) -> Locked.of(row))
                    .forEach(head -> heads.put(head.session(), head));
        }
        return heads;
    }

    private static Set<String> create(Database db, Handle handle, RowDialect dialect, List<Append> batch, long now) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Append append : batch) {
            if (append.expectedRevision() == 0) {
                long expires = expiresAt(append, now);
                rows.add(new Object[] {
                    append.session().value(),
                    append.user().value(),
                    status(append),
                    last(append).revision(),
                    first(append),
                    lastAt(append),
                    now,
                    SessionLife.millis(append.terms().idleTimeout()),
                    endAt(append, now),
                    expires,
                    sweepAt(append, now, expires),
                    0L,
                    0L
                });
            }
        }
        return rows.isEmpty() ? new HashSet<>() : dialect.addNew(db, handle, "session_head", HEAD, rows);
    }

    private static @Nullable Object[] move(Append append, long active, long expires) {
        return new Object[] {
            last(append).revision(),
            lastAt(append),
            status(append),
            active,
            expires,
            sweepAt(append, active, expires),
            append.session().value()
        };
    }

    private static List<@Nullable Object[]> events(List<Append> winners) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Append append : winners) {
            for (StoredEvent event : append.events()) {
                rows.add(new @Nullable Object[] {
                    append.session().value(),
                    event.revision(),
                    event.at().toEpochMilli(),
                    event.actor().value(),
                    event.command().client().value(),
                    event.command().sequence(),
                    event.bodyHash(),
                    event.trace(),
                    event.payload().type(),
                    event.payload().version(),
                    event.payload().bytes()
                });
            }
        }
        return rows;
    }

    private static int status(Append append) {
        return append.statusAfter() == SessionStatus.LIVE ? 0 : 1;
    }

    private static long endAt(Append append, long now) {
        return Math.min(now + SessionLife.millis(append.terms().absoluteTimeout()), SessionLife.NEVER);
    }

    /** When a session that is created now expires. */
    private static long expiresAt(Append append, long now) {
        return Math.min(now + SessionLife.millis(append.terms().idleTimeout()), endAt(append, now));
    }

    private static long sweepAt(Append append, long active, long expires) {
        return append.statusAfter() == SessionStatus.LIVE ? expires - expires % SessionLife.MINUTE : active;
    }

    private static long first(Append append) {
        return append.events().get(0).at().toEpochMilli();
    }

    private static long lastAt(Append append) {
        return last(append).at().toEpochMilli();
    }

    private static StoredEvent last(Append append) {
        return append.events().get(append.events().size() - 1);
    }
}
