package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;

/** One claim, in one transaction: picks ready rows, turns them into leases, and reads their bodies. Used by one thread. */
final class RowClaims {

    private static final String PICK = " and type {in:types} order by priority desc, due_at, job limit :most{skip}";

    private static final String BODIES =
            "select number, id, type, version, payload, queue, max_attempts, metadata from {ns}_job where number {numbers:jobs}";

    private final Database db;
    private final Handle handle;
    private final RowDialect dialect;
    private final Trade trade;

    RowClaims(Database db, Handle handle, RowDialect dialect, Trade trade) {
        this.db = db;
        this.handle = handle;
        this.dialect = dialect;
        this.trade = trade;
    }

    List<ClaimedJob> claim(Claim wish) {
        List<Ready> picked = new ArrayList<>();
        if (wish.suspects()) {
            picked.addAll(pick("suspect", wish, 1));
        }
        int rest = wish.limit() - picked.size();
        if (rest > 0) {
            picked.addAll(pick("not suspect", wish, rest));
        }
        return picked.isEmpty() ? List.of() : lease(picked);
    }

    /** A row of what is ready. */
    private record Ready(
            long job,
            long token,
            int attempt,
            boolean suspect,
            long dueAt,
            @Nullable String error) {

        static Ready of(ResultSet row) throws SQLException {
            return new Ready(
                    row.getLong("job"),
                    row.getLong("token"),
                    row.getInt("attempt"),
                    row.getBoolean("suspect"),
                    row.getLong("due_at"),
                    row.getString("error"));
        }
    }

    /** A job's body, as far as a claim tells it. */
    private record Body(
            long job, JobId id, Payload payload, QueueName queue, int maxAttempts, Map<String, String> metadata) {}

    private List<Ready> pick(String which, Claim wish, int most) {
        String select = "select job, token, attempt, suspect, due_at, error from {ns}_ready"
                + dialect.byIndex("ready_claim") + " where " + which + PICK;
        return db.query(handle, select, "types", wish.types())
                .bind("most", most)
                .map((row, context) -> Ready.of(row))
                .list();
    }

    private List<ClaimedJob> lease(List<Ready> picked) {
        long floor = db.query(handle, "select token_floor from {ns}_meta")
                .mapTo(Long.class)
                .one();
        Map<Long, Body> bodies = bodies(picked);
        Bulk bulk = new Bulk();
        List<ClaimedJob> claimed = new ArrayList<>(picked.size());
        for (Ready ready : picked) {
            Body body = bodies.get(ready.job());
            if (body == null) {
                throw new IllegalStateException("job number " + ready.job() + " is ready and has no body");
            }
            long token = Math.max(ready.token(), floor) + 1;
            lease(bulk, ready, token);
            claimed.add(new ClaimedJob(
                    body.id(),
                    body.payload(),
                    body.queue(),
                    token,
                    ready.attempt() + 1,
                    body.maxAttempts(),
                    ready.suspect(),
                    Instant.ofEpochMilli(ready.dueAt()),
                    body.metadata()));
        }
        bulk.flush(db, handle);
        return claimed;
    }

    private void lease(Bulk bulk, Ready ready, long token) {
        bulk.delete(Bulk.Table.READY, ready.job());
        bulk.insert(
                Bulk.Table.LEASE,
                ready.job(),
                trade.node(),
                trade.exchange(),
                token,
                ready.suspect() ? ready.attempt() + 1 : ready.attempt(),
                ready.suspect(),
                false,
                ready.dueAt(),
                trade.now(),
                ready.error(),
                0.0,
                0);
        bulk.count(JobStatus.PENDING, JobStatus.RUNNING);
    }

    private Map<Long, Body> bodies(List<Ready> picked) {
        List<Long> jobs = picked.stream().map(Ready::job).collect(Collectors.toList());
        Map<Long, Body> bodies = new HashMap<>();
        RowDialect.inParts(
                jobs,
                part -> db.query(handle, BODIES, "jobs", part)
                        .map((row, context) -> new Body(
                                row.getLong("number"),
                                JobId.of(row.getString("id")),
                                JobRows.payload(row),
                                QueueName.of(row.getString("queue")),
                                row.getInt("max_attempts"),
                                JobRows.metadata(row.getString("metadata"))))
                        .forEach(body -> bodies.put(body.job(), body)));
        return bodies;
    }
}
