package systems.blackroad.store.jdbc;

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

    private static final List<String> HEAD =
            List.of("session", "owner", "status", "revision", "created_at", "updated_at");

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

    private static final String LOCK = "select session, owner, revision, created_at from {ns}_session_head"
            + " where session {in:ids} and status = 0 order by session{lock}";

    private static final String MOVE =
            "update {ns}_session_head set revision = ?, updated_at = ?, status = ?" + " where session = ?";

    private RowAppends() {}

    /** A head as it was locked. */
    private record Locked(String session, String owner, long revision, long createdAt) {}

    static List<SessionAppends.Won> append(Database db, Handle handle, RowDialect dialect, List<Append> batch) {
        String epoch = db.query(handle, "select epoch from {ns}_meta")
                .mapTo(String.class)
                .one();
        Map<String, Locked> heads = lock(db, handle, batch);
        Set<String> created = create(db, handle, dialect, batch);
        List<Append> winners = new ArrayList<>();
        List<SessionAppends.Won> won = new ArrayList<>();
        List<@Nullable Object[]> moves = new ArrayList<>();
        for (Append append : batch) {
            String session = append.session().value();
            Locked head = heads.get(session);
            if (append.expectedRevision() == 0 && created.contains(session)) {
                won.add(new SessionAppends.Won(session, append.user().value(), first(append), epoch));
                winners.add(append);
            } else if (append.expectedRevision() > 0
                    && head != null
                    && head.revision() == append.expectedRevision()
                    && epoch.equals(append.expectedEpoch())) {
                moves.add(new Object[] {last(append).revision(), lastAt(append), status(append), session});
                won.add(new SessionAppends.Won(session, head.owner(), head.createdAt(), epoch));
                winners.add(append);
            }
        }
        if (!moves.isEmpty()) {
            PreparedBatch updates = handle.prepareBatch(db.sql(MOVE));
            moves.forEach(move -> RowDialect.bind(updates, move));
            updates.execute();
        }
        if (!winners.isEmpty()) {
            RowDialect.add(db, handle, "session_event", EVENT, events(winners));
        }
        return won;
    }

    private static Map<String, Locked> lock(Database db, Handle handle, List<Append> batch) {
        List<String> ids = batch.stream()
                .filter(append -> append.expectedRevision() > 0)
                .map(append -> append.session().value())
                .collect(Collectors.toList());
        Map<String, Locked> heads = new HashMap<>();
        if (!ids.isEmpty()) {
            db.query(handle, LOCK, "ids", ids)
                    .map((row, context) ->
                            new Locked(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
                    .forEach(head -> heads.put(head.session(), head));
        }
        return heads;
    }

    private static Set<String> create(Database db, Handle handle, RowDialect dialect, List<Append> batch) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Append append : batch) {
            if (append.expectedRevision() == 0) {
                rows.add(new Object[] {
                    append.session().value(),
                    append.user().value(),
                    status(append),
                    last(append).revision(),
                    first(append),
                    lastAt(append)
                });
            }
        }
        return rows.isEmpty() ? new HashSet<>() : dialect.addNew(db, handle, "session_head", HEAD, rows);
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
