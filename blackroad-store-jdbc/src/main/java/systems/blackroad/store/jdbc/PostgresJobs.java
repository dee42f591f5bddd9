package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.NewJob;

/** Enqueues and claims on PostgreSQL, each in one statement. Stateless. */
final class PostgresJobs {

    /** Bodies first, which decide whose ids are new; then their places, the count and, if asked, the hint. */
    private static final String ENQUEUE = "with n as materialized (select {now} as now,"
            + " nextval('{ns}_arrival') * 1024 as arrival),"
            + " i as materialized (select i.*, n.arrival + i.place as arrival, n.now, greatest(n.now,"
            + " coalesce(i.due, n.now + i.delay)) as due_at from unnest(cast(:ids as text[]), cast(:types as text[]),"
            + " cast(:versions as int4[]), cast(:payloads as bytea[]), cast(:queues as text[]),"
            + " cast(:priorities as int4[]), cast(:attempts as int4[]), cast(:actors as text[]),"
            + " cast(:schedules as text[]), cast(:metadata as text[]), cast(:delays as int8[]), cast(:dues as int8[]))"
            + " with ordinality as i(id, type, version, payload, queue, priority, max_attempts, actor, schedule,"
            + " metadata, delay, due, place) cross join n),"
            + " b as (insert into {ns}_job (id, type, version, payload, queue, priority, max_attempts, actor, schedule,"
            + " metadata, created_at, arrival) select id, type, version, payload, queue, priority, max_attempts, actor,"
            + " schedule, metadata, now, arrival from i order by id on conflict (id) do nothing returning id),"
            + " w as (select i.* from i join b on b.id = i.id),"
            + " r as (insert into {ns}_ready (job, type, priority, due_at, arrival, token, settled, attempt, suspect)"
            + " select id, type, priority, due_at, arrival, 0, 0, 0, false from w where due_at <= now),"
            + " d as (insert into {ns}_deferred (job, type, priority, due_at, arrival, token, settled, attempt, suspect)"
            + " select id, type, priority, due_at, arrival, 0, 0, 0, false from w where due_at > now),"
            + " k as (insert into {ns}_job_count (status, delta) select 0, count(*) from b having count(*) > 0)"
            + " select id, case when cast(:hint as boolean) and id = (select min(id) from b)"
            + " then pg_notify('{ns}_hint', ':j:') end from b";

    private static final String PICK = "select ctid as at from {ns}_ready where %s and type {in:types}"
            + " order by priority desc, due_at, arrival limit %s for update skip locked";

    private static final String CLAIM = "with s as materialized ("
            + String.format(PICK, "suspect and cast(:suspects as boolean)", "1")
            + "), o as materialized ("
            + String.format(PICK, "not suspect", "(:most - (select count(*) from s))")
            + "), d as (delete from {ns}_ready where ctid = any(array(select at from s union all select at from o))"
            + " returning *),"
            + " l as (insert into {ns}_lease (job, node, exchange, token, attempt, suspect, cancel, due_at, started_at,"
            + " error, progress, log_lines) select d.job, :node, :exchange, greatest(d.token, m.token_floor) + 1,"
            + " d.attempt + case when d.suspect then 1 else 0 end, d.suspect, false, d.due_at, {now}, d.error, 0, 0"
            + " from d cross join {ns}_meta m returning job, token, attempt, suspect, due_at),"
            + " k as (insert into {ns}_job_count (status, delta) select v.status, v.delta"
            + " from (select count(*) as n from l) c cross join lateral (values (0, -c.n), (1, c.n)) v(status, delta)"
            + " where c.n > 0)"
            + " select j.id, j.type, j.version, j.payload, j.queue, j.max_attempts, j.metadata, l.token, l.due_at,"
            + " l.attempt + case when l.suspect then 0 else 1 end as attempt, l.suspect"
            + " from l join {ns}_job j on j.id = l.job order by j.priority desc, l.due_at, j.arrival";

    private static final String WAITING = String.join(", ", Bulk.Table.READY.columns());
    private static final String PROMOTE = "with d as (delete from {ns}_deferred where ctid = any(array("
            + "select ctid from {ns}_deferred where due_at <= :now order by due_at limit :most for update skip locked))"
            + " returning *), r as (insert into {ns}_ready (" + WAITING + ") select " + WAITING + " from d)"
            + " select count(*) from d";

    private PostgresJobs() {}

    static void promote(Database db, Handle handle, long now, int most) {
        db.query(handle, PROMOTE)
                .bind("now", now)
                .bind("most", most)
                .mapTo(Long.class)
                .one();
    }

    static List<String> enqueue(Database db, Handle handle, List<NewJob> jobs, boolean hint) {
        return db.query(handle, ENQUEUE)
                .bind("ids", array("text", jobs, job -> job.id().value()))
                .bind("types", array("text", jobs, job -> job.payload().type()))
                .bind("versions", array("int4", jobs, job -> job.payload().version()))
                .bind("payloads", array("bytea", jobs, job -> job.payload().bytes()))
                .bind("queues", array("text", jobs, job -> job.queue().value()))
                .bind("priorities", array("int4", jobs, NewJob::priority))
                .bind("attempts", array("int4", jobs, NewJob::maxAttempts))
                .bind("actors", array("text", jobs, NewJob::actor))
                .bind(
                        "schedules",
                        array(
                                "text",
                                jobs,
                                job -> job.schedule() == null
                                        ? null
                                        : job.schedule().value()))
                .bind("metadata", array("text", jobs, job -> JobRows.text(job.metadata())))
                .bind("delays", array("int8", jobs, job -> delay(job.due())))
                .bind("dues", array("int8", jobs, job -> instant(job.due())))
                .bind("hint", hint)
                .map((row, context) -> row.getString("id"))
                .list();
    }

    static List<ClaimedJob> claim(Database db, Handle handle, Claim wish, String node, long exchange) {
        return db.query(handle, CLAIM, "types", wish.types())
                .bind("suspects", wish.suspects())
                .bind("most", wish.limit())
                .bind("node", node)
                .bind("exchange", exchange)
                .map((row, context) -> JobRows.claimed(row))
                .list();
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
