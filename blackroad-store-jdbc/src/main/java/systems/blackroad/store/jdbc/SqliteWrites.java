package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.StoredEvent;

/** Appends, enqueues and claims on SQLite, row by row in the writer's transaction. Stateless. */
final class SqliteWrites {

    private static final String MOVE = "update {ns}_session_head set revision = :revision, updated_at = :last,"
            + " status = :status where session = :session and revision = :expected and status = 0"
            + " returning owner, created_at";

    private static final String CREATE = "insert into {ns}_session_head (session, owner, status, revision, created_at,"
            + " updated_at) values (:session, :owner, :status, :revision, :first, :last)"
            + " on conflict (session) do nothing returning owner, created_at";

    private static final String EVENT =
            "insert into {ns}_session_event (session, revision, at, actor, client, sequence,"
                    + " body_hash, trace, type, version, payload) values (:session, :revision, :at, :actor, :client, :sequence,"
                    + " :hash, :trace, :type, :version, :payload)";

    private static final String JOB = "insert into {ns}_job (id, type, version, payload, queue, priority, max_attempts,"
            + " actor, schedule, metadata, created_at, arrival) values (:id, :type, :version, :payload, :queue,"
            + " :priority, :attempts, :actor, :schedule, :metadata, :now, :arrival) on conflict (id) do nothing";

    private static final String PICK = "select r.job, r.token, r.attempt, r.suspect, r.due_at, r.error, j.id, j.type,"
            + " j.version, j.payload, j.queue, j.max_attempts, j.metadata, j.priority, j.arrival"
            + " from {ns}_ready r join {ns}_job j on j.id = r.job where %s and r.type {in:types}"
            + " order by r.priority desc, r.due_at, r.arrival limit :most";
    private static final String SUSPECTS = String.format(PICK, "r.suspect");
    private static final String OTHERS = String.format(PICK, "not r.suspect");

    private SqliteWrites() {}

    static List<SessionAppends.Won> append(Database db, Handle handle, List<Append> batch) {
        String epoch = db.query(handle, "select epoch from {ns}_meta")
                .mapTo(String.class)
                .one();
        List<SessionAppends.Won> won = new ArrayList<>(batch.size());
        PreparedBatch events = handle.prepareBatch(db.sql(EVENT));
        for (Append append : batch) {
            boolean create = append.expectedRevision() == 0;
            if (create || epoch.equals(append.expectedEpoch())) {
                Optional<SessionAppends.Won> winner = move(db, handle, append, create ? CREATE : MOVE, epoch);
                winner.ifPresent(found -> {
                    won.add(found);
                    append.events().forEach(event -> add(events, append, event));
                });
            }
        }
        if (events.size() > 0) {
            events.execute();
        }
        return won;
    }

    private static Optional<SessionAppends.Won> move(
            Database db, Handle handle, Append append, String statement, String epoch) {
        StoredEvent last = append.events().get(append.events().size() - 1);
        return db.query(handle, statement)
                .bind("session", append.session().value())
                .bind("owner", append.user().value())
                .bind("status", append.statusAfter() == SessionStatus.LIVE ? 0 : 1)
                .bind("revision", last.revision())
                .bind("expected", append.expectedRevision())
                .bind("first", append.events().get(0).at().toEpochMilli())
                .bind("last", last.at().toEpochMilli())
                .map((row, context) ->
                        new SessionAppends.Won(append.session().value(), row.getString(1), row.getLong(2), epoch))
                .findOne();
    }

    private static void add(PreparedBatch events, Append append, StoredEvent event) {
        events.bind("session", append.session().value())
                .bind("revision", event.revision())
                .bind("at", event.at().toEpochMilli())
                .bind("actor", event.actor().value())
                .bind("client", event.command().client().value())
                .bind("sequence", event.command().sequence())
                .bind("hash", event.bodyHash())
                .bind("trace", event.trace())
                .bind("type", event.payload().type())
                .bind("version", event.payload().version())
                .bind("payload", event.payload().bytes())
                .add();
    }

    static List<String> enqueue(Database db, Handle handle, List<NewJob> jobs) {
        long now = db.query(handle, "select {now}").mapTo(Long.class).one();
        long arrival = db.query(handle, "update {ns}_meta set arrival = arrival + 1024 returning arrival")
                .mapTo(Long.class)
                .one();
        List<String> created = new ArrayList<>(jobs.size());
        Bulk bulk = new Bulk();
        PreparedBatch bodies = handle.prepareBatch(db.sql(JOB));
        for (int i = 0; i < jobs.size(); i++) {
            add(bodies, jobs.get(i), now, arrival + i);
        }
        int[] inserted = bodies.execute();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] > 0) {
                NewJob job = jobs.get(i);
                created.add(job.id().value());
                place(bulk, job, now, arrival + i);
            }
        }
        bulk.flush(db, handle);
        return created;
    }

    private static void add(PreparedBatch bodies, NewJob job, long now, long arrival) {
        bodies.bind("id", job.id().value())
                .bind("type", job.payload().type())
                .bind("version", job.payload().version())
                .bind("payload", job.payload().bytes())
                .bind("queue", job.queue().value())
                .bind("priority", job.priority())
                .bind("attempts", job.maxAttempts())
                .bind("actor", job.actor())
                .bind("schedule", job.schedule() == null ? null : job.schedule().value())
                .bind("metadata", JobRows.text(job.metadata()))
                .bind("now", now)
                .bind("arrival", arrival)
                .add();
    }

    private static void place(Bulk bulk, NewJob job, long now, long arrival) {
        Long instant = PostgresJobs.instant(job.due());
        Long delay = PostgresJobs.delay(job.due());
        long due = Math.max(now, instant != null ? instant : now + (delay == null ? 0 : delay));
        bulk.insert(
                due <= now ? Bulk.Table.READY : Bulk.Table.DEFERRED,
                job.id().value(),
                job.payload().type(),
                job.priority(),
                due,
                arrival,
                0L,
                0L,
                0,
                false,
                null,
                null);
        bulk.count(null, JobStatus.PENDING);
    }

    static void promote(Database db, Handle handle, long now, int most) {
        String columns = String.join(", ", Bulk.Table.READY.columns());
        long last = db.query(
                        handle,
                        "select max(due_at) as due from (select due_at from {ns}_deferred where due_at <= :now"
                                + " order by due_at limit :most)")
                .bind("now", now)
                .bind("most", most)
                .mapTo(Long.class)
                .one();
        db.update(
                        handle,
                        "insert into {ns}_ready (" + columns + ") select " + columns
                                + " from {ns}_deferred where due_at <= :last")
                .bind("last", last)
                .execute();
        db.update(handle, "delete from {ns}_deferred where due_at <= :last")
                .bind("last", last)
                .execute();
    }

    static List<ClaimedJob> claim(Database db, Handle handle, Claim wish, String node, long exchange) {
        long now = db.query(handle, "select {now}").mapTo(Long.class).one();
        long floor = db.query(handle, "select token_floor from {ns}_meta")
                .mapTo(Long.class)
                .one();
        Bulk bulk = new Bulk();
        List<ClaimedJob> claimed = new ArrayList<>();
        if (wish.suspects()) {
            claimed.addAll(pick(db, handle, SUSPECTS, wish, 1, new Lessor(bulk, node, exchange, now, floor)));
        }
        int rest = wish.limit() - claimed.size();
        if (rest > 0) {
            claimed.addAll(pick(db, handle, OTHERS, wish, rest, new Lessor(bulk, node, exchange, now, floor)));
        }
        bulk.flush(db, handle);
        return claimed;
    }

    private static List<ClaimedJob> pick(
            Database db, Handle handle, String statement, Claim wish, int most, Lessor lessor) {
        return db.query(handle, statement)
                .bind("types", db.dialect().list(wish.types()))
                .bind("most", most)
                .map((row, context) -> lessor.lease(
                        JobRows.claimed(row), row.getLong("token"), row.getInt("attempt"), row.getString("error")))
                .list();
    }

    /** Turns ready rows into leases of one exchange. */
    private record Lessor(Bulk bulk, String node, long exchange, long now, long floor) {

        ClaimedJob lease(ClaimedJob ready, long lastToken, int counted, @Nullable String error) {
            long token = Math.max(lastToken, floor) + 1;
            String job = ready.id().value();
            bulk.delete(Bulk.Table.READY, job);
            bulk.insert(
                    Bulk.Table.LEASE,
                    job,
                    node,
                    exchange,
                    token,
                    ready.suspect() ? counted + 1 : counted,
                    ready.suspect(),
                    false,
                    ready.dueAt().toEpochMilli(),
                    now,
                    error,
                    0.0,
                    0);
            bulk.count(JobStatus.PENDING, JobStatus.RUNNING);
            return new ClaimedJob(
                    ready.id(),
                    ready.payload(),
                    ready.queue(),
                    token,
                    counted + 1,
                    ready.maxAttempts(),
                    ready.suspect(),
                    ready.dueAt(),
                    ready.metadata());
        }
    }
}
