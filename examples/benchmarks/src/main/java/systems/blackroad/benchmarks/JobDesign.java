package systems.blackroad.benchmarks;

/**
 * A way to keep jobs on PostgreSQL, as far as claiming and completing them goes: its tables, and one statement that
 * completes a batch and claims the next one. Each checks every completed job against its lease, and keeps a row of history
 * for it.
 */
enum JobDesign {
    ROW_LEASES("a row for each lease, deleted when claimed", Leases.ROWS, false, false),
    ROW_LEASES_CURSOR("the same, claimed from a cursor on", Leases.ROWS, true, false),
    BATCH_LEASES_CURSOR(
            "a row for each claimed batch, deleted when claimed, from a cursor on", Leases.BATCH, true, false),
    BATCH_LEASES_APPENDED("a row for each claimed batch, claims appended, nothing deleted", Leases.BATCH, true, true);

    /** How many parts the ready table has where nothing is deleted, so that as many may claim at a time; none is truncated. */
    static final int SEGMENTS = 2;

    private static final String NOW = "cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)";

    private final String title;
    private final Leases leases;
    /** Whether a claim begins after the last job that its worker claimed. */
    private final boolean cursor;
    /** Whether a claim is a row beside the job's place, which stays, with a part of the table for each worker. */
    private final boolean appended;

    JobDesign(String title, Leases leases, boolean cursor, boolean appended) {
        this.title = title;
        this.leases = leases;
        this.cursor = cursor;
        this.appended = appended;
    }

    /** How it is known who works on what. */
    private enum Leases {
        ROWS,
        BATCH
    }

    String title() {
        return title;
    }

    boolean claimsFromCursor() {
        return cursor;
    }

    /** Its tables, in place of all others of the database; jobs have a number, a quarter as long as an id. */
    String tables() {
        StringBuilder sql = new StringBuilder("""
                drop schema public cascade;
                create schema public;
                create sequence token;
                create table job (number bigint primary key generated always as identity, id text collate "C" not null unique,
                    type text not null, payload bytea not null, queue text not null, priority integer not null,
                    created_at bigint not null);
                create index on job (created_at, number);
                create table done (number bigint primary key, status smallint not null, attempt smallint not null,
                    token bigint not null, due_at bigint not null, started_at bigint not null, finished_at bigint not null);
                """);
        sql.append(leases == Leases.ROWS ? """
                        create table lease (number bigint primary key, node text not null, token bigint not null,
                            attempt smallint not null, due_at bigint not null, started_at bigint not null);
                        create index on lease (node, token);
                        """ : """
                        create table lease (token bigint primary key, node text not null, started_at bigint not null,
                            numbers bigint[] not null, dues bigint[] not null, attempts smallint[] not null);
                        """);
        for (int segment = 0; segment < SEGMENTS; segment++) {
            sql.append(String.format("""
                    create table ready_%d (number bigint primary key, priority integer not null, due_at bigint not null,
                        attempt smallint not null);
                    create index on ready_%d (priority desc, due_at, number);
                    create table taken_%d (number bigint primary key);
                    """, segment, segment, segment));
        }
        return sql.toString();
    }

    /** Enqueues jobs with a payload of 100 bytes, all due, divided among the segments that it uses. */
    String fill(int jobs) {
        StringBuilder sql = new StringBuilder(String.format(
                "insert into job (id, type, payload, queue, priority, created_at) select md5(cast(i as text)), 'work',"
                        + " cast(repeat('x', 100) as bytea), 'default', 0, %s from generate_series(1, %d) i;",
                NOW, jobs));
        int parts = appended ? SEGMENTS : 1;
        for (int segment = 0; segment < parts; segment++) {
            sql.append(String.format(
                    "insert into ready_%d select number, priority, created_at, 0 from job"
                            + " where number %% %d = %d order by number;",
                    segment, parts, segment));
        }
        return sql.toString();
    }

    /**
     * Completes a batch and claims the next one, for the worker who has that segment. Its parameters, in order: the numbers
     * of the completed jobs, the token under which they were claimed, the worker's node, the due time and the number after
     * which to claim, how many to claim, and the node once more.
     */
    String exchange(int segment) {
        return "with n as materialized (select nextval('token') as token, " + NOW + " as now), "
                + (leases == Leases.ROWS ? settleRows() : settleBatch())
                + pick(appended ? segment : 0)
                + (leases == Leases.ROWS
                        ? " l as (insert into lease select d.number, ?, n.token, d.attempt, d.due_at, n.now from d, n)"
                        : " l as (insert into lease select n.token, ?, n.now, array_agg(d.number), array_agg(d.due_at),"
                                + " array_agg(d.attempt) from d, n group by n.token, n.now)")
                + " select j.number, d.due_at, n.token, j.id, j.type, j.payload from d join job j on j.number = d.number"
                + " cross join n order by j.priority desc, d.due_at, j.number";
    }

    private static String settleRows() {
        return "s as (delete from lease l using unnest(cast(? as bigint[])) as c(number)"
                + " where l.number = c.number and l.token = ? and l.node = ? returning l.*),"
                + " h as (insert into done select s.number, 2, s.attempt + 1, s.token, s.due_at, s.started_at, n.now from s, n),";
    }

    /** A batch that is settled in part would be written again, without what is settled. */
    private static String settleBatch() {
        return "c as materialized (select unnest(cast(? as bigint[])) as number),"
                + " s as (delete from lease where token = ? and node = ? returning *),"
                + " h as (insert into done select c.number, 2, j.attempt + 1, s.token, j.due_at, s.started_at, n.now"
                + " from s cross join lateral unnest(s.numbers, s.dues, s.attempts) as j(number, due_at, attempt)"
                + " join c on c.number = j.number cross join n),";
    }

    private String pick(int segment) {
        String where = " from ready_" + segment + " r where r.priority = 0"
                + " and (r.due_at, r.number) > (?, ?) and r.due_at <= (select now from n)";
        if (appended) {
            return "d as materialized (select r.number, r.due_at, r.attempt" + where
                    + " and not exists (select from taken_" + segment + " t where t.number = r.number)"
                    + " order by r.priority desc, r.due_at, r.number limit ?),"
                    + " t as (insert into taken_" + segment + " select number from d),";
        }
        return "d as (delete from ready_" + segment + " where ctid = any(array(select r.ctid" + where
                + " order by r.priority desc, r.due_at, r.number limit ? for update skip locked))"
                + " returning number, due_at, attempt),";
    }
}
