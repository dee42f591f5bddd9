package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;

/** Turns ready jobs into leases, in one transaction, and reads their bodies. Used by one thread. */
final class JobClaims {

    private static final String BODIES =
            "select number, id, type, version, payload, queue, max_attempts, metadata from {ns}_job where number {numbers:jobs}";

    private final Database db;
    private final Handle handle;
    private final Trade trade;

    JobClaims(Database db, Handle handle, Trade trade) {
        this.db = db;
        this.handle = handle;
        this.trade = trade;
    }

    /** Claims of what nothing may hold back. */
    List<ClaimedJob> claim(Claim wish) {
        List<Ready> picked = new ArrayList<>();
        if (wish.suspects()) {
            picked.addAll(Ready.suspects(db, handle, wish, 1));
        }
        int rest = wish.limit() - picked.size();
        if (rest > 0) {
            picked.addAll(db.dialect().pick(db, handle, wish, rest, trade.start()));
        }
        return lease(picked);
    }

    /** Leases of locked jobs. */
    List<ClaimedJob> lease(List<Ready> picked) {
        if (picked.isEmpty()) {
            return List.of();
        }
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
                ready.lost(),
                ready.suspect(),
                false,
                ready.dueAt(),
                trade.now(),
                ready.error(),
                0.0,
                0,
                ready.gated() ? ready.queue() : null,
                ready.lane());
        bulk.count(JobStatus.PENDING, JobStatus.RUNNING);
    }

    /** A job's body, as far as a claim tells it. */
    private record Body(
            long job, JobId id, Payload payload, QueueName queue, int maxAttempts, Map<String, String> metadata) {

        static Body of(ResultSet row) throws SQLException {
            return new Body(
                    row.getLong("number"),
                    JobId.of(row.getString("id")),
                    JobRows.payload(row),
                    QueueName.of(row.getString("queue")),
                    row.getInt("max_attempts"),
                    JobRows.metadata(row.getString("metadata")));
        }
    }

    private Map<Long, Body> bodies(List<Ready> picked) {
        Map<Long, Body> bodies = new HashMap<>();
        RowDialect.inParts(
                picked.stream().map(Ready::job).toList(),
                part -> db.query(handle, BODIES, "jobs", part)
                        .map((row, context) -> Body.of(row))
                        .forEach(body -> bodies.put(body.job(), body)));
        return bodies;
    }
}
