package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.StorageOptions;

/** MariaDB 11.4 or newer: InnoDB's row locks at READ COMMITTED, where most statements change one table. Stateless. */
final class MariaDialect extends RowDialect {

    /** The server turns a longer list of values into a join, which may lock rows that are not in it. */
    private static final int LONGEST_LIST = 999;

    /** The most rows of differences that are folded at once. */
    private static final int FOLDED = 1000;

    private static final int ROWS = 500;
    private static final long BYTES = 4L << 20;

    @Override
    public String kind() {
        return "mariadb";
    }

    /**
     * The moment at which the row is made, in UTC: that of the statement's start plus what went by since. The latter is
     * told in local time, so that a change to or from summer time between the two, always whole half hours, is taken out.
     */
    @Override
    public String now() {
        return "coalesce(:clock, (timestampdiff(microsecond, '1970-01-01', utc_timestamp(6))"
                + " + mod(timestampdiff(microsecond, now(6), sysdate(6)) + 86460000000, 1800000000) - 60000000)"
                + " div 1000)";
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
        StringBuilder marks = new StringBuilder("in (");
        for (int i = 0; i < size; i++) {
            marks.append(i == 0 ? ":" : ", :").append(name).append(i);
        }
        return marks.append(")").toString();
    }

    @Override
    public String inNumbers(String name, int size) {
        return in(name, size);
    }

    /** The next power of two: the last value is repeated. */
    @Override
    public int listSize(int size) {
        int power = size < 2 ? 1 : Integer.highestOneBit(size - 1) << 1;
        return Math.max(size, Math.min(power, LONGEST_LIST));
    }

    @Override
    public void bindList(SqlStatement<?> statement, String name, Collection<?> values) {
        int size = listSize(values.size());
        int place = 0;
        Object last = "";
        for (Object value : values) {
            statement.bind(name + place++, value);
            last = value;
        }
        while (place < size) {
            statement.bind(name + place++, last);
        }
    }

    @Override
    public String insertNew() {
        return "insert ignore into";
    }

    @Override
    public String orNothing() {
        return "";
    }

    @Override
    public String orTouch() {
        return " on duplicate key update name = values(name)";
    }

    @Override
    public String least() {
        return "least";
    }

    @Override
    public String greatest() {
        return "greatest";
    }

    @Override
    public String share() {
        return " lock in share mode";
    }

    @Override
    public String byIndex(String index) {
        return " force index ({ns}_" + index + ")";
    }

    /** One round trip for two statements. */
    @Override
    public void begin(Handle handle) {
        run(handle, "begin not atomic set transaction isolation level read committed; start transaction; end");
    }

    @Override
    public void commit(Handle handle) {
        run(handle, "commit");
    }

    @Override
    public void rollback(Handle handle) {
        run(handle, "rollback");
    }

    /** Without a time limit, which the driver would put before the statement. */
    private static void run(Handle handle, String sql) {
        handle.createUpdate(sql).setQueryTimeout(0).execute();
    }

    /** A lock of the connection's, since each statement that makes a table commits. */
    @Override
    public void lockSchema(Handle handle, StorageOptions options) {
        Integer got = handle.createQuery("select get_lock(" + schemaLock() + ", :seconds)")
                .bind("name", options.namespace())
                .bind("seconds", Math.max(1, options.callTimeout().toSeconds()))
                .setQueryTimeout(0)
                .mapTo(Integer.class)
                .one();
        if (got == null || got != 1) {
            throw new RefusedException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "another node migrates namespace " + options.namespace() + " for longer than "
                            + options.callTimeout() + "; nothing was done, open it again");
        }
    }

    @Override
    public void unlockSchema(Handle handle, String namespace) {
        handle.createQuery("select release_lock(" + schemaLock() + ")")
                .bind("name", namespace)
                .mapTo(Integer.class)
                .one();
    }

    private static String schemaLock() {
        return "concat('blackroad ', sha1(concat(database(), ' ', :name)))";
    }

    @Override
    public boolean hasTable(Handle handle, String table) {
        return handle.createQuery("select count(*) from information_schema.tables where table_schema = database()"
                                + " and table_name = :name")
                        .bind("name", table)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /**
     * The server's identity (a hash of its network address and port) and when the file behind the table of the epoch was
     * made: another server, a dump that was read back and copied files each change it.
     */
    @Override
    public Optional<String> fingerprint(Handle handle, String namespace) {
        return handle.createQuery("set statement time_zone = '+00:00' for select concat(@@server_uid, '/',"
                        + " unix_timestamp(create_time)) from information_schema.tables"
                        + " where table_schema = database() and table_name = :name")
                .setQueryTimeout(0)
                .bind("name", namespace + "_meta")
                .mapTo(String.class)
                .findOne();
    }

    @Override
    public String random() {
        return "lower(hex(random_bytes(16)))";
    }

    @Override
    public Optional<Durability> durability(Handle handle) {
        Map<String, String> settings = handle.createQuery("select variable_name, variable_value from"
                        + " information_schema.global_variables where variable_name in"
                        + " ('innodb_flush_log_at_trx_commit', 'innodb_doublewrite', 'log_bin', 'sync_binlog')")
                .map((row, context) -> Map.entry(
                        row.getString(1).toLowerCase(Locale.ROOT),
                        row.getString(2).toUpperCase(Locale.ROOT)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return settings.size() < 4 ? Optional.empty() : Optional.of(durability(settings));
    }

    /** With a binary log, recovery rolls back what is missing there, so that it must be synced as well. */
    static Durability durability(Map<String, String> settings) {
        String flush = settings.getOrDefault("innodb_flush_log_at_trx_commit", "0");
        if (flush.equals("0")) {
            return Durability.D0;
        }
        boolean whole = !settings.getOrDefault("innodb_doublewrite", "OFF").equals("OFF");
        boolean logged = settings.getOrDefault("log_bin", "ON").equals("OFF")
                || settings.getOrDefault("sync_binlog", "0").equals("1");
        return !flush.equals("2") && whole && logged ? Durability.D2 : Durability.D1;
    }

    @Override
    public String durabilityAdvice() {
        return "set innodb_flush_log_at_trx_commit to 1, innodb_doublewrite to ON and, with a binary log, sync_binlog to 1";
    }

    @Override
    public String bytes() {
        return "binary";
    }

    @Override
    public String text() {
        return "char";
    }

    @Override
    public boolean hasServer() {
        return true;
    }

    @Override
    public long arrival(Database db, Handle handle) {
        return db.query(handle, "select nextval({ns}_arrival) * 1024")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public Set<String> addNew(
            Database db, Handle handle, String table, List<String> columns, List<@Nullable Object[]> rows) {
        List<@Nullable Object[]> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(row -> String.valueOf(row[0])));
        Set<String> added = new HashSet<>();
        int from = 0;
        while (from < sorted.size()) {
            int until = from;
            long bytes = 0;
            while (until < sorted.size() && until < from + ROWS && bytes < BYTES) {
                bytes += bytes(sorted.get(until++));
            }
            added.addAll(addPart(db, handle, table, columns, sorted.subList(from, until)));
            from = until;
        }
        return added;
    }

    private static List<String> addPart(
            Database db, Handle handle, String table, List<String> columns, List<@Nullable Object[]> rows) {
        String sql = db.sql("{insert new} " + into(table, columns)) + (", " + marks(columns)).repeat(rows.size() - 1)
                + " returning " + columns.get(0);
        Query query = handle.createQuery(sql);
        int place = 0;
        for (@Nullable Object[] row : rows) {
            for (@Nullable Object value : row) {
                query.bind(place++, value);
            }
        }
        return query.mapTo(String.class).list();
    }

    private static long bytes(@Nullable Object[] row) {
        long bytes = 0;
        for (@Nullable Object value : row) {
            bytes += value instanceof byte[] blob ? blob.length : 100;
        }
        return bytes;
    }

    @Override
    public void count(Database db, Handle handle, Map<JobStatus, Long> counts) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        counts.forEach((status, delta) -> rows.add(new Object[] {status.ordinal(), delta}));
        add(db, handle, Bulk.Table.COUNT.title(), Bulk.Table.COUNT.columns(), rows);
    }

    /** The differences of a transaction that is still open are locked, and stay. */
    @Override
    public void fold(Database db) {
        db.write(handle -> {
            Map<Integer, Long> sums = new TreeMap<>();
            PreparedBatch gone = handle.prepareBatch(db.sql("delete from {ns}_job_count where id = ?"));
            db.query(handle, "select id, status, delta from {ns}_job_count order by id limit " + FOLDED + "{skip}")
                    .map((row, context) -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)})
                    .forEach(row -> {
                        sums.merge((int) row[1], row[2], Long::sum);
                        bind(gone, new Object[] {row[0]});
                    });
            if (gone.size() > 0) {
                gone.execute();
                List<@Nullable Object[]> rows = new ArrayList<>();
                sums.forEach((status, delta) -> rows.add(new Object[] {status, delta}));
                add(db, handle, Bulk.Table.COUNT.title(), Bulk.Table.COUNT.columns(), rows);
            }
            return gone.size();
        });
    }
}
