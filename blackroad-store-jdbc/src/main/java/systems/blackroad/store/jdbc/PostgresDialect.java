package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.StorageOptions;

/** PostgreSQL 14 or newer: row locks, arrays as tables, and several writes in one statement. Immutable. */
final class PostgresDialect implements Dialect {

    private static final String FOLD = "with d as (delete from {ns}_job_count where ctid = any(array(select ctid"
            + " from {ns}_job_count for update skip locked)) returning status, delta), f as (insert into {ns}_job_count"
            + " (status, delta) select status, sum(delta) from d group by status) select count(*) from d";

    /** With the priorities of what is put into the table of ready jobs. */
    private static final String PRIORITIES = "insert into {ns}_priority select distinct n.priority from"
            + " unnest(cast(:insad as int4[])) as n(priority) where not exists"
            + " (select from {ns}_priority p where p.priority = n.priority) on conflict do nothing";

    private final boolean hints;

    /** With LISTEN and NOTIFY if {@code hints}; without, as behind a pooler that hands out connections per transaction. */
    PostgresDialect(boolean hints) {
        this.hints = hints;
    }

    @Override
    public String kind() {
        return "postgresql";
    }

    @Override
    public String now() {
        return "coalesce(cast(:clock as bigint), cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint))";
    }

    @Override
    public String lock() {
        return " for update";
    }

    @Override
    public String skip() {
        return " for update skip locked";
    }

    @Override
    public String in(String name, int size) {
        return "= any(cast(:" + name + " as text[]))";
    }

    @Override
    public String inNumbers(String name, int size) {
        return "= any(cast(:" + name + " as int8[]))";
    }

    @Override
    public int listSize(int size) {
        return 1;
    }

    @Override
    public void bindList(SqlStatement<?> statement, String name, Collection<?> values) {
        statement.bind(name, array(values.iterator().next() instanceof Long ? "int8" : "text", values.toArray()));
    }

    @Override
    public String insertNew() {
        return "insert into";
    }

    @Override
    public String orNothing() {
        return " on conflict do nothing";
    }

    @Override
    public String orTouch() {
        return " on conflict (name) do update set name = excluded.name";
    }

    @Override
    public String least() {
        return "least";
    }

    @Override
    public String greatest() {
        return "greatest";
    }

    /** An array of one SQL type; the elements may be null. */
    static Argument array(String type, @Nullable Object[] values) {
        // The driver writes bytes only from an array that says so.
        @Nullable Object[] typed = type.equals("bytea") ? Arrays.copyOf(values, values.length, byte[][].class) : values;
        return (position, statement, context) ->
                statement.setArray(position, statement.getConnection().createArrayOf(type, typed));
    }

    @Override
    public void begin(Handle handle) {
        handle.begin();
    }

    @Override
    public void commit(Handle handle) {
        handle.commit();
    }

    @Override
    public void rollback(Handle handle) {
        handle.rollback();
    }

    @Override
    public void lockSchema(Handle handle, StorageOptions options) {
        handle.createQuery("select 1 from (select pg_advisory_xact_lock(hashtextextended(:name, 0))) as locked")
                .bind("name", "blackroad schema " + options.namespace())
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public void unlockSchema(Handle handle, String namespace) {
        // The lock ends with the transaction.
    }

    @Override
    public boolean hasTable(Handle handle, String table) {
        return handle.createQuery("select to_regclass(:name) is not null")
                .bind("name", table)
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public Optional<String> fingerprint(Handle handle, String namespace) {
        return Optional.of(handle.createQuery("select (select system_identifier from pg_control_system()) || '/' ||"
                        + " case when pg_is_in_recovery() then '' else"
                        + " substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end")
                .mapTo(String.class)
                .one());
    }

    @Override
    public String log() {
        return "log";
    }

    @Override
    public String inLog() {
        return "log = (select log from {ns}_session_head where session = :session)";
    }

    /** As an array, since the planner would join by hashes on tables without statistics, and read all events for it. */
    @Override
    public String inLogs() {
        return "log = any(array(select log from {ns}_session_head where session {in:ids}))";
    }

    @Override
    public String bodyHash() {
        return "encode(body_hash, 'hex')";
    }

    @Override
    public String byCommand() {
        return " and command = cast(hashtextextended(cast(:client as text) collate \"C\", :sequence) & 2147483647 as integer)";
    }

    @Override
    public String random() {
        return "cast(gen_random_uuid() as text)";
    }

    @Override
    public Optional<Durability> durability(Handle handle) {
        Map<String, String> settings = handle.createQuery("select name, setting from pg_settings"
                        + " where name in ('fsync', 'full_page_writes', 'synchronous_commit')")
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (settings.size() < 3) {
            return Optional.empty();
        }
        if ("off".equals(settings.get("synchronous_commit"))) {
            return Optional.of(Durability.D0);
        }
        boolean synced = "on".equals(settings.get("fsync")) && "on".equals(settings.get("full_page_writes"));
        return Optional.of(synced ? Durability.D2 : Durability.D1);
    }

    @Override
    public String durabilityAdvice() {
        return "set fsync, full_page_writes and synchronous_commit to on";
    }

    @Override
    public String bytes() {
        return "bytea";
    }

    @Override
    public String text() {
        return "text";
    }

    @Override
    public boolean hasServer() {
        return true;
    }

    @Override
    public boolean writesAtOnce() {
        return true;
    }

    /** An append takes a weaker lock of the same table before it looks. */
    @Override
    public void lockEpoch(Database db, Handle handle) {
        handle.execute(db.sql("lock table {ns}_meta in exclusive mode"));
    }

    @Override
    public List<String> touch(Database db, Handle handle, List<String> sessions) {
        return PostgresAppends.touch(db, handle, sessions);
    }

    @Override
    public List<SessionAppends.Won> append(Database db, Handle handle, List<Append> batch, boolean inOrder) {
        return PostgresAppends.append(db, handle, batch, inOrder);
    }

    @Override
    public List<String> enqueue(Database db, Handle handle, List<NewJob> jobs, boolean callers, @Nullable String hint) {
        return PostgresJobs.enqueue(db, handle, jobs, callers, hint);
    }

    @Override
    public String claimState() {
        return ", (select last_value + cast(is_called as integer) from {ns}_late) as late_jobs,"
                + " (select string_agg(cast(priority as text), ',') from {ns}_priority) as priorities";
    }

    @Override
    public String newestExchange() {
        return "{ns}_newest_exchange(n.id, n.pipe)";
    }

    @Override
    public void forget(Database db, Handle handle, List<String> nodes) {
        db.update(
                        handle,
                        "with e as (delete from {ns}_exchange where node {in:nodes}) delete from {ns}_node"
                                + " where id {in:nodes}",
                        "nodes",
                        nodes)
                .execute();
    }

    @Override
    public void tellLate(Database db) {
        db.writeOnce(handle -> db.query(handle, "select nextval('{ns}_late')")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public boolean completesAtOnce() {
        return true;
    }

    @Override
    public String byIndex(String index) {
        return "";
    }

    @Override
    public List<Ready> pick(Database db, Handle handle, Claim wish, int most, ClaimCursor.Start start) {
        return PostgresJobs.pick(db, handle, wish, most, start);
    }

    @Override
    public Trade.Traded trade(Database db, Handle handle, Trade trade) {
        return PostgresJobs.trade(db, handle, trade);
    }

    /**
     * On tables without fresh statistics the planner would sort all that is ready instead of reading its index, and join what
     * was claimed with the bodies of all jobs.
     */
    @Override
    public String planHints() {
        return ", set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),"
                + " set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),"
                + " set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)";
    }

    @Override
    public void fold(Database db) {
        db.writeOnce(handle -> db.query(handle, FOLD).mapTo(Long.class).one());
    }

    @Override
    public @Nullable PostgresHints link(Database db) {
        return hints ? new PostgresHints(db) : null;
    }

    @Override
    public Optional<Long> promote(Database db, Handle handle, long now, int most) {
        return PostgresJobs.promote(db, handle, now, most);
    }

    @Override
    public void flush(Database db, Handle handle, Bulk bulk) {
        List<String> parts = new ArrayList<>();
        Map<String, Argument> arguments = new LinkedHashMap<>();
        bulk.deletes().forEach((table, jobs) -> {
            String name = "del" + letter(table);
            parts.add("delete from {ns}_" + table.title() + " where job " + inNumbers(name, 1));
            arguments.put(name, array("int8", jobs.toArray()));
        });
        Map<Bulk.Table, List<@Nullable Object[]>> inserts = new EnumMap<>(Bulk.Table.class);
        inserts.putAll(bulk.inserts());
        if (!bulk.counts().isEmpty()) {
            inserts.put(Bulk.Table.COUNT, countRows(bulk.counts()));
        }
        inserts.forEach((table, rows) -> parts.add(insert(table, rows, arguments)));
        if (bulk.inserts().containsKey(Bulk.Table.READY)) {
            parts.add(PRIORITIES);
        }
        StringBuilder statement = new StringBuilder("with ");
        for (int i = 0; i < parts.size(); i++) {
            statement
                    .append(i == 0 ? "" : ", ")
                    .append("p")
                    .append(i)
                    .append(" as (")
                    .append(parts.get(i))
                    .append(")");
        }
        Query query = db.query(handle, statement.append(" select 1").toString());
        arguments.forEach(query::bind);
        query.mapTo(Integer.class).one();
    }

    private static String insert(Bulk.Table table, List<@Nullable Object[]> rows, Map<String, Argument> arguments) {
        StringBuilder arrays = new StringBuilder();
        for (int column = 0; column < table.columns().size(); column++) {
            String type = table.types().get(column);
            @Nullable Object[] values = new Object[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows.get(i)[column];
            }
            String name = "ins" + letter(table) + (char) ('a' + column);
            arguments.put(name, array(type, values));
            arrays.append(column == 0 ? "" : ", ")
                    .append("cast(:")
                    .append(name)
                    .append(" as ")
                    .append(type)
                    .append("[])");
        }
        return "insert into {ns}_" + table.title() + " (" + String.join(", ", table.columns())
                + ") select * from unnest(" + arrays + ")";
    }

    private static List<@Nullable Object[]> countRows(Map<JobStatus, Long> counts) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        counts.forEach((status, delta) -> rows.add(new Object[] {status.ordinal(), delta}));
        return rows;
    }

    private static char letter(Bulk.Table table) {
        return (char) ('a' + table.ordinal());
    }
}
