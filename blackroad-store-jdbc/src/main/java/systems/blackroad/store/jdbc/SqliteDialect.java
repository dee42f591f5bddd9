package systems.blackroad.store.jdbc;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.StorageOptions;

/** SQLite: one writer at a time, so that a transaction that began with {@code BEGIN IMMEDIATE} needs no row locks. */
final class SqliteDialect extends RowDialect {

    @Override
    public String kind() {
        return "sqlite";
    }

    @Override
    public String now() {
        return "coalesce(:clock, cast(round(unixepoch('now', 'subsec') * 1000) as integer))";
    }

    @Override
    public String lock() {
        return "";
    }

    @Override
    public String skip() {
        return "";
    }

    @Override
    public String in(String name, int size) {
        return "in (select value from json_each(:" + name + "))";
    }

    @Override
    public String inNumbers(String name, int size) {
        return in(name, size);
    }

    @Override
    public int listSize(int size) {
        return 1;
    }

    @Override
    public void bindList(SqlStatement<?> statement, String name, Collection<?> values) {
        statement.bind(name, json(values));
    }

    private static String json(Collection<?> values) {
        StringBuilder json = new StringBuilder("[");
        for (Object value : values) {
            json.append(json.length() == 1 ? "" : ",");
            if (value instanceof String text) {
                quote(text, json);
            } else {
                json.append(value);
            }
        }
        return json.append(']').toString();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (at < ' ' || at == '"' || at == '\\') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) at));
            } else {
                json.append(at);
            }
        }
        json.append('"');
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
        return "min";
    }

    @Override
    public String greatest() {
        return "max";
    }

    @Override
    public String share() {
        return "";
    }

    @Override
    public String byIndex(String index) {
        return "";
    }

    @Override
    public void begin(Handle handle) {
        handle.execute("begin immediate");
    }

    @Override
    public void commit(Handle handle) {
        handle.execute("commit");
    }

    @Override
    public void rollback(Handle handle) {
        handle.execute("rollback");
    }

    @Override
    public void lockSchema(Handle handle, StorageOptions options) {
        // The transaction holds the database's one write lock already.
    }

    @Override
    public void unlockSchema(Handle handle, String namespace) {
        // It ends with the transaction.
    }

    @Override
    public boolean hasTable(Handle handle, String table) {
        return handle.createQuery("select count(*) from sqlite_master where type = 'table' and name = :name")
                        .bind("name", table)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    @Override
    public Optional<String> fingerprint(Handle handle, String namespace) {
        return Optional.empty();
    }

    @Override
    public String random() {
        return "lower(hex(randomblob(16)))";
    }

    @Override
    public Optional<Durability> durability(Handle handle) {
        int synchronous =
                handle.createQuery("pragma synchronous").mapTo(Integer.class).one();
        String journal =
                handle.createQuery("pragma journal_mode").mapTo(String.class).one();
        if (journal.equals("memory") || journal.equals("off")) {
            return Optional.of(Durability.D0);
        }
        return Optional.of(journal.equals("wal") && synchronous >= 2 ? Durability.D2 : Durability.D1);
    }

    @Override
    public String durabilityAdvice() {
        return "open it with journal_mode=WAL and synchronous=FULL";
    }

    @Override
    public String bytes() {
        return "blob";
    }

    @Override
    public String text() {
        return "text";
    }

    @Override
    public boolean hasServer() {
        return false;
    }

    @Override
    public void fold(Database db) {
        // There is one row a status.
    }

    @Override
    public long arrival(Database db, Handle handle) {
        return db.query(handle, "update {ns}_meta set arrival = arrival + 1024 returning arrival")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public Set<String> addNew(
            Database db, Handle handle, String table, List<String> columns, List<@Nullable Object[]> rows) {
        PreparedBatch batch = handle.prepareBatch(db.sql("{insert new} " + into(table, columns) + orNothing()));
        rows.forEach(row -> bind(batch, row));
        int[] inserted = batch.execute();
        Set<String> added = new HashSet<>();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] > 0) {
                added.add(String.valueOf(rows.get(i)[0]));
            }
        }
        return added;
    }

    @Override
    public void count(Database db, Handle handle, Map<JobStatus, Long> counts) {
        PreparedBatch batch =
                handle.prepareBatch(db.sql("update {ns}_job_count set delta = delta + ? where status = ?"));
        counts.forEach((status, delta) -> bind(batch, new Object[] {delta, status.ordinal()}));
        batch.execute();
    }
}
