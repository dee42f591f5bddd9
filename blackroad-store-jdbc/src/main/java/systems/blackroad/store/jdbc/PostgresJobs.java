package systems.blackroad.store.jdbc;

import java.sql.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** Enqueues and claims on PostgreSQL, each in one statement. Stateless. */
final class PostgresJobs {

    private static final String NOW_AND_NUMBER =
            "with n as materialized (select {now} as now," + " nextval('{ns}_arrival') * 1024 as first),";

    /** What is sent of each job, but for when it is due. */
    private static final String SENT = "cast(:ids as text[]), cast(:types as text[]), cast(:versions as int4[]),"
            + " cast(:payloads as bytea[]), cast(:queues as text[]), cast(:priorities as int4[]),"
            + " cast(:attempts as int4[]), cast(:actors as text[]), cast(:schedules as text[]),"
            + " cast(:metadata as text[]), cast(:keys as text[]), cast(:ordered as bool[])";

    private static final String SENT_COLUMNS =
            "id, type, version, payload, queue, priority, max_attempts, actor, schedule,"
                    + " metadata, job_key, ordered";

    private static final String BODY = "insert into {ns}_job (" + SENT_COLUMNS + ", number, created_at)";

    /**
     * What may be held back: read once for all, since a plan for an unknown number of jobs that asked for the queue of each
     * would seem so dear that the server planned each enqueue anew.
     */
    private static final String GATED =
            "(ordered or queue = any(array(select name from {ns}_queue where " + QueueRows.LIMITED + "))) as gated";

    private static final String PLACE = " (job, type, queue, priority, due_at, token, settled, attempt, suspect, gated,"
            + " ordered, lane) select number, type, queue, priority, due_at, 0, 0, 0, false, gated, ordered,"
            + " case when gated then queue || ' ' || job_key end from w";

    private static final String NEW_PRIORITIES =
            " p as (insert into {ns}_priority select priority from (select distinct priority from w where ready) w"
                    + " where not exists (select from {ns}_priority p where p.priority = w.priority)"
                    + " on conflict do nothing),";

    /** The count, the ids that were new and, if asked, the hint. */
    private static final String COUNT_AND_TELL =
            " k as (insert into {ns}_job_count (status, delta) select 0, count(*) from b having count(*) > 0)"
                    + " select id, case when cast(:hint as text) is not null and number = (select min(number) from b)"
                    + " then pg_notify('{ns}_hint', cast(:hint as text)) end from w";

    /**
     * Bodies first, which decide whose ids are new; then their places. In a caller's transaction, which may take its time, all are
     * deferred: who makes them ready commits at once.
     */
    private static final String ENQUEUE = NOW_AND_NUMBER
            + " i as materialized (select i.*, n.first + i.place as number, n.now, greatest(n.now,"
            + " coalesce(i.due, n.now + i.delay)) as due_at from unnest(" + SENT
            + ", cast(:delays as int8[]), cast(:dues as int8[])) with ordinality as i(" + SENT_COLUMNS
            + ", delay, due, place) cross join n),"
            + " b as (" + BODY + " select " + SENT_COLUMNS
            + ", number, now from i order by id on conflict (id) do nothing"
            + " returning number),"
            + " w as (select id, i.number, type, queue, priority, due_at, ordered, job_key, " + GATED
            + ", due_at <= now and not cast(:callers as boolean) as ready from i join b on b.number = i.number),"
            + " r as (insert into {ns}_ready" + PLACE + " where ready),"
            + " d as (insert into {ns}_deferred" + PLACE + " where not ready),"
            + NEW_PRIORITIES + COUNT_AND_TELL;

    /** The same for jobs that are all due at once, which is quicker: their bodies say all that their places need. */
    private static final String ENQUEUE_DUE = NOW_AND_NUMBER
            + " b as (" + BODY + " select " + SENT_COLUMNS + ", n.first + i.place, n.now from n cross join unnest("
            + SENT
            + ") with ordinality as i(" + SENT_COLUMNS + ", place) order by id on conflict (id) do nothing"
            + " returning id, number, type, queue, priority, ordered, job_key, created_at),"
            + " w as (select b.*, created_at as due_at, true as ready, " + GATED + " from b),"
            + " r as (insert into {ns}_ready" + PLACE + "),"
            + NEW_PRIORITIES + COUNT_AND_TELL;

    /** A scan for each priority, from where the cursor is. */
    private static final String SCANS = " from (select p.priority, coalesce(f.due_at, -1) as due_at,"
            + " coalesce(f.job, 0) as job from {ns}_priority p left join unnest(cast(:priorities as int4[]),"
            + " cast(:dues as int8[]), cast(:jobs as int8[])) as f(priority, due_at, job) on f.priority = p.priority"
            + " order by p.priority desc) c cross join lateral (select %s from {ns}_ready where not suspect and not gated"
            + " and priority = c.priority and (due_at, job) > (c.due_at, c.job)%s"
            + " order by due_at, job limit :most for update skip locked) r limit :most";

    private static final String CLAIM =
            " s as materialized (select ctid as at from {ns}_ready where suspect and not gated"
                    + " and cast(:suspects as boolean)%2$s order by priority desc, due_at, job limit 1"
                    + " for update skip locked),"
                    + " o as materialized (select r.at%1$s - (select count(*) from s)),"
                    + " d as (delete from {ns}_ready where ctid = any(array(select at from s union all select at from o))"
                    + " returning *),"
                    + " l as (insert into {ns}_lease (job, node, exchange, token, attempt, lost, suspect, cancel, due_at, started_at,"
                    + " error, progress, log_lines) select d.job, :node, :exchange, greatest(d.token, m.token_floor) + 1,"
                    + " d.attempt + case when d.suspect then 1 else 0 end, d.lost, d.suspect, false, d.due_at, :now, d.error, 0, 0"
                    + " from d cross join {ns}_meta m returning job, token, attempt, suspect, due_at),";

    /**
     * Completions, each only under its token, then a claim; what is put back must have been written before. The node is
     * compared as an expression, so that leases are found by their jobs and not by the node, which may have many.
     */
    private static final String TRADE = "with b as materialized (select j.number, j.queue, c.* from unnest("
            + "cast(:ids as text[]), cast(:tokens as int8[]), cast(:results as text[]), cast(:versions as int4[]),"
            + " cast(:bodies as bytea[])) as c(id, token, result_type, result_version, result)"
            + " join {ns}_job j on j.id = c.id), c as materialized (select * from b order by number),"
            + " e as (delete from {ns}_lease l using c where l.job = c.number and l.token = c.token"
            + " and l.node || '' = :node returning l.*, c.id, c.queue as body_queue, c.result_type, c.result_version,"
            + " c.result),"
            + " h as (insert into {ns}_done (job, status, queue, token, settled, attempt, due_at, started_at, finished_at,"
            + " progress, error, result_type, result_version, result) select job, 2, body_queue, token, token, attempt,"
            + " due_at, started_at, :now, progress, null, result_type, result_version, result from e),"
            + " x as (insert into {ns}_exchange (node, pipe, number) values (:node, :pipe, :exchange)),"
            + " y as (delete from {ns}_exchange where node = :node and pipe = :pipe and number = :before),"
            + "%s"
            + " k as (insert into {ns}_job_count (status, delta) select v.status, v.delta from (select"
            + " (select count(*) from e) as ended, (select count(*) from l) as claimed) n cross join lateral (values"
            + " (0, -n.claimed), (1, n.claimed - n.ended), (2, n.ended)) v(status, delta) where v.delta <> 0)"
            + " select case when (select count(*) from e) < :completed and j.number is not distinct from"
            + " (select min(job) from l) then array(select id from e) end as ended,"
            + " case when j.number is not distinct from (select min(job) from l)"
            + " then array(select job from e where queue is not null) end as gone,"
            + " j.id, j.number, j.priority, j.type, j.version, j.payload, j.queue, j.max_attempts, j.metadata, l.token,"
            + " l.due_at, l.attempt + case when l.suspect then 0 else 1 end as attempt, l.suspect"
            + " from (select 1) as one left join (l join {ns}_job j on j.number = l.job) on true"
            + " order by j.priority desc, l.due_at, j.number";

    private static final String TRADE_OF_ALL = trade(Ready.OF_TYPES);
    private static final String TRADE_OF_SOME = trade(Ready.OF_TYPES + Ready.OF_QUEUES);

    private static String trade(String wished) {
        return String.format(TRADE, String.format(CLAIM, String.format(SCANS, "ctid as at", wished), wished));
    }

    /** Stands for the wish of an exchange without one. */
    private static final Claim NO_CLAIM = new Claim(Set.of(""), 1, false);

    private static final String WAITING = String.join(", ", Bulk.Table.READY.columns());
    private static final String PROMOTE = "with d as (delete from {ns}_deferred where ctid = any(array("
            + "select ctid from {ns}_deferred where due_at <= :now order by due_at limit :most for update skip locked))"
            + " returning *), r as (insert into {ns}_ready (" + WAITING + ") select " + WAITING + " from d),"
            + " p as (insert into {ns}_priority select distinct priority from d where not exists"
            + " (select from {ns}_priority p where p.priority = d.priority) on conflict do nothing)"
            + " select min(due_at) from d";

    private PostgresJobs() {}

    static Optional<Long> promote(Database db, Handle handle, long now, int most) {
        return db.query(handle, PROMOTE)
                .bind("now", now)
                .bind("most", most)
                .mapTo(Long.class)
                .findOne();
    }

    static List<String> enqueue(Database db, Handle handle, List<NewJob> jobs, boolean callers, @Nullable String hint) {
        boolean due = !callers && jobs.stream().allMatch(job -> job.due().equals(Due.NOW));
        Query query = db.query(handle, due ? ENQUEUE_DUE : ENQUEUE)
                .bind("ids", array("text", jobs, job -> job.id().value()))
                .bind("types", array("text", jobs, job -> job.payload().type()))
                .bind("versions", array("int4", jobs, job -> job.payload().version()))
                .bind("payloads", array("bytea", jobs, job -> job.payload().bytes()))
                .bind("queues", array("text", jobs, job -> job.queue().value()))
                .bind("priorities", array("int4", jobs, NewJob::priority))
                .bind("attempts", array("int4", jobs, NewJob::maxAttempts))
                .bind("actors", array("text", jobs, NewJob::actor))
                .bind("schedules", array("text", jobs, job -> schedule(job.schedule())))
                .bind("metadata", array("text", jobs, job -> JobRows.text(job.metadata())))
                .bind("keys", array("text", jobs, job -> name(job.key())))
                .bind("ordered", array("bool", jobs, job -> isOrdered(job.key())))
                .bind("hint", hint);
        if (!due) {
            query.bind("delays", array("int8", jobs, job -> delay(job.due())))
                    .bind("dues", array("int8", jobs, job -> instant(job.due())))
                    .bind("callers", callers);
        }
        return query.map((row, context) -> row.getString("id")).list();
    }

    private static @Nullable String schedule(@Nullable ScheduleId schedule) {
        return schedule == null ? null : schedule.value();
    }

    private static @Nullable String name(@Nullable JobKey key) {
        return key == null ? null : key.name();
    }

    private static boolean isOrdered(@Nullable JobKey key) {
        return key != null && key.ordered();
    }

    static List<Ready> pick(Database db, Handle handle, Claim wish, int most, ClaimCursor.Start start) {
        String pick = "select r.*" + String.format(SCANS, Ready.COLUMNS, Ready.wished(wish));
        return places(db.query(handle, pick, Ready.lists(wish, List.of())), start)
                .bind("most", most)
                .map((row, context) -> Ready.of(row))
                .list();
    }

    private static Query places(Query query, ClaimCursor.Start start) {
        List<ClaimCursor.Place> places = start.ends();
        return query.bind("priorities", array("int4", start.priorities(), priority -> priority))
                .bind("dues", array("int8", places, ClaimCursor.Place::dueAt))
                .bind("jobs", array("int8", places, ClaimCursor.Place::job));
    }

    static Trade.Traded trade(Database db, Handle handle, Trade trade) {
        List<Settlement> completed = trade.completed();
        Claim wish = trade.wish() == null ? NO_CLAIM : trade.wish();
        List<Long> left = new ArrayList<>();
        List<ClaimedJob> claimed = new ArrayList<>();
        List<ClaimCursor.Passed> passed = new ArrayList<>();
        List<Set<String>> ended = new ArrayList<>();
        places(
                        db.query(
                                handle,
                                wish.queues().isEmpty() ? TRADE_OF_ALL : TRADE_OF_SOME,
                                Ready.lists(wish, List.of())),
                        trade.start())
                .bind(
                        "ids",
                        array("text", completed, settlement -> settlement.job().value()))
                .bind("tokens", array("int8", completed, Settlement::token))
                .bind("results", result("text", completed, Payload::type))
                .bind("versions", result("int4", completed, Payload::version))
                .bind("bodies", result("bytea", completed, Payload::bytes))
                .bind("completed", completed.size())
                .bind("node", trade.node())
                .bind("pipe", trade.pipe())
                .bind("exchange", trade.exchange())
                .bind("before", trade.before())
                .bind("now", trade.now())
                .bind("suspects", wish.suspects())
                .bind("most", trade.wish() == null ? 0 : wish.limit())
                .map((row, context) -> {
                    Array some = row.getArray("ended");
                    if (some != null) {
                        ended.add(Set.of((String[]) some.getArray()));
                    }
                    Array gone = row.getArray("gone");
                    if (gone != null) {
                        left.addAll(List.of((Long[]) gone.getArray()));
                    }
                    if (row.getString("id") != null) {
                        claimed.add(JobRows.claimed(row));
                        if (!row.getBoolean("suspect")) {
                            passed.add(new ClaimCursor.Passed(
                                    row.getInt("priority"),
                                    new ClaimCursor.Place(row.getLong("due_at"), row.getLong("number"))));
                        }
                    }
                    return some != null;
                })
                .list();
        return new Trade.Traded(ended.isEmpty() ? null : ended.get(0), left, claimed, passed);
    }

    private static Argument result(String type, List<Settlement> settlements, Function<Payload, Object> part) {
        return array(type, settlements, settlement -> {
            Payload result = ((Verdict.Completed) settlement.verdict()).result();
            return result == null ? null : part.apply(result);
        });
    }

    static @Nullable Long delay(Due due) {
        return due instanceof Due.After after ? (Long) after.delay().toMillis() : null;
    }

    static @Nullable Long instant(Due due) {
        return due instanceof Due.At at ? (Long) at.instant().toEpochMilli() : null;
    }

    private static <T> Argument array(String type, List<T> rows, Function<T, @Nullable Object> column) {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(column.apply(row)));
        return PostgresDialect.array(type, values.toArray());
    }
}
