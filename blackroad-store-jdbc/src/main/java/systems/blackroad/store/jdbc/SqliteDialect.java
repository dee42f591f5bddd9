package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.NewJob;

/**
 * SQLite: one writer at a time, so that a transaction which began with {@code BEGIN IMMEDIATE} reads what it will change
 * without locks, row by row, at the cost of function calls. Stateless.
 */
final class SqliteDialect implements Dialect {

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
    public String in(String name) {
        return "in (select value from json_each(:" + name + "))";
    }

    @Override
    public Argument list(Collection<String> values) {
        StringBuilder json = new StringBuilder("[");
        for (String value : values) {
            json.append(json.length() == 1 ? "\"" : ",\"");
            for (int i = 0; i < value.length(); i++) {
                char at = value.charAt(i);
                if (at < ' ' || at == '"' || at == '\\') {
                    json.append(String.format(Locale.ROOT, "\\u%04x", (int) at));
                } else {
                    json.append(at);
                }
            }
            json.append('"');
        }
        String text = json.append(']').toString();
        return (position, statement, context) -> statement.setString(position, text);
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
    public void lockSchema(Handle handle, String namespace) {
        // The transaction holds the database's one write lock already.
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
    public Optional<String> fingerprint(Handle handle) {
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
    public boolean hasServer() {
        return false;
    }

    @Override
    public List<SessionAppends.Won> append(Database db, Handle handle, List<Append> batch) {
        return SqliteWrites.append(db, handle, batch);
    }

    @Override
    public List<String> enqueue(Database db, Handle handle, List<NewJob> jobs, boolean hint) {
        return SqliteWrites.enqueue(db, handle, jobs);
    }

    @Override
    public List<ClaimedJob> claim(Database db, Handle handle, Claim wish, String node, long exchange) {
        return SqliteWrites.claim(db, handle, wish, node, exchange);
    }

    @Override
    public String planHints() {
        return "";
    }

    @Override
    public String fold() {
        return "";
    }

    @Override
    public @Nullable PostgresHints link(Database db) {
        return null;
    }

    @Override
    public void promote(Database db, Handle handle, long now, int most) {
        SqliteWrites.promote(db, handle, now, most);
    }

    @Override
    public void flush(Database db, Handle handle, Bulk bulk) {
        bulk.deletes().forEach((table, jobs) -> {
            PreparedBatch batch = handle.prepareBatch(db.sql("delete from {ns}_" + table.title() + " where job = ?"));
            jobs.forEach(job -> batch.bind(0, job).add());
            batch.execute();
        });
        bulk.inserts().forEach((table, rows) -> insert(db, handle, table, rows));
        Bulk.Exchanged exchanged = bulk.exchanged();
        if (exchanged != null) {
            db.update(handle, "update {ns}_node set exchange = :sequence where id = :node")
                    .bind("sequence", exchanged.sequence())
                    .bind("node", exchanged.node())
                    .execute();
        }
        if (!bulk.counts().isEmpty()) {
            PreparedBatch batch =
                    handle.prepareBatch(db.sql("update {ns}_job_count set delta = delta + ? where status = ?"));
            bulk.counts()
                    .forEach((status, delta) ->
                            batch.bind(0, delta).bind(1, status.ordinal()).add());
            batch.execute();
        }
    }

    private static void insert(Database db, Handle handle, Bulk.Table table, List<@Nullable Object[]> rows) {
        List<String> marks = new ArrayList<>();
        table.columns().forEach(column -> marks.add("?"));
        PreparedBatch batch = handle.prepareBatch(db.sql("insert into {ns}_" + table.title() + " ("
                + String.join(", ", table.columns()) + ") values (" + String.join(", ", marks) + ")"));
        for (@Nullable Object[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                batch.bind(column, row[column]);
            }
            batch.add();
        }
        batch.execute();
    }
}
