package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.NewJob;

/**
 * A database without several writes in one statement: a transaction locks the rows that it will change, what becomes of
 * them is decided in Java, and they are written in batches. Stateless.
 */
abstract class RowDialect implements Dialect {

    /** The most keys in one statement. */
    static final int KEYS = 500;

    /** Where the order of arrival goes on: at a number from which on 1,024 are this call's alone. */
    abstract long arrival(Database db, Handle handle);

    /** Inserts the rows whose key, their first column, is new; answers with their keys. In the order of the keys. */
    abstract Set<String> addNew(
            Database db, Handle handle, String table, List<String> columns, List<@Nullable Object[]> rows);

    /** Keeps the differences of the job counts. */
    abstract void count(Database db, Handle handle, Map<JobStatus, Long> counts);

    /** Ends a select whose row nobody may change until the transaction ends. */
    abstract String share();

    /** Whoever changes the epoch waits for the appends that have read it. */
    @Override
    public void lockEpoch(Database db, Handle handle) {
        // The update of the epoch is enough.
    }

    @Override
    public List<String> touch(Database db, Handle handle, List<String> sessions) {
        return SessionLife.touch(db, handle, sessions);
    }

    @Override
    public String log() {
        return "session";
    }

    @Override
    public String inLog() {
        return "session = :session";
    }

    @Override
    public String inLogs() {
        return "session {in:ids}";
    }

    @Override
    public String bodyHash() {
        return "body_hash";
    }

    /** An index has all of the command. */
    @Override
    public String byCommand() {
        return "";
    }

    @Override
    public boolean writesAtOnce() {
        return false;
    }

    @Override
    public List<SessionAppends.Won> append(Database db, Handle handle, List<Append> batch, boolean inOrder) {
        return RowAppends.append(db, handle, this, batch);
    }

    @Override
    public List<String> enqueue(Database db, Handle handle, List<NewJob> jobs, boolean callers, @Nullable String hint) {
        return RowJobs.enqueue(db, handle, this, jobs);
    }

    @Override
    public String claimState() {
        return ", 0 as late_jobs, null as priorities";
    }

    @Override
    public void tellLate(Database db) {
        // Each claim begins at the start.
    }

    @Override
    public boolean completesAtOnce() {
        return false;
    }

    @Override
    public Trade.Traded trade(Database db, Handle handle, Trade trade) {
        db.update(handle, "update {ns}_node set exchange = :exchange where id = :node and pipe = :pipe")
                .bind("exchange", trade.exchange())
                .bind("node", trade.node())
                .bind("pipe", trade.pipe())
                .execute();
        Claim wish = trade.wish();
        List<ClaimedJob> claimed = wish == null ? List.of() : new JobClaims(db, handle, trade).claim(wish);
        return new Trade.Traded(null, List.of(), claimed, List.of());
    }

    @Override
    public List<Ready> pick(Database db, Handle handle, Claim wish, int most, ClaimCursor.Start start) {
        return Ready.free(db, handle, wish, most);
    }

    @Override
    public Optional<Long> promote(Database db, Handle handle, long now, int most) {
        return RowJobs.promote(db, handle, this, now, most);
    }

    @Override
    public String newestExchange() {
        return "n.exchange";
    }

    @Override
    public void forget(Database db, Handle handle, List<String> nodes) {
        db.update(handle, "delete from {ns}_node where id {in:nodes}", "nodes", nodes)
                .execute();
    }

    @Override
    public String planHints() {
        return "";
    }

    @Override
    public @Nullable PostgresHints link(Database db) {
        return null;
    }

    @Override
    public void flush(Database db, Handle handle, Bulk bulk) {
        bulk.deletes()
                .forEach((table, jobs) -> inParts(
                        jobs,
                        part -> db.update(
                                        handle,
                                        "delete from {ns}_" + table.title() + " where job {numbers:jobs}",
                                        "jobs",
                                        part)
                                .execute()));
        bulk.inserts().forEach((table, rows) -> add(db, handle, table.title(), table.columns(), rows));
        if (!bulk.counts().isEmpty()) {
            count(db, handle, bulk.counts());
        }
    }

    /** Inserts rows. */
    static void add(Database db, Handle handle, String table, List<String> columns, List<@Nullable Object[]> rows) {
        PreparedBatch batch = handle.prepareBatch(db.sql("insert into " + into(table, columns)));
        rows.forEach(row -> bind(batch, row));
        batch.execute();
    }

    /** The table, its columns and a mark for each. */
    static String into(String table, List<String> columns) {
        return "{ns}_" + table + " (" + String.join(", ", columns) + ") values " + marks(columns);
    }

    static String marks(List<String> columns) {
        return "(?" + ", ?".repeat(columns.size() - 1) + ")";
    }

    /** Adds a row to a batch of marks. */
    static void bind(PreparedBatch batch, @Nullable Object[] row) {
        for (int column = 0; column < row.length; column++) {
            batch.bind(column, row[column]);
        }
        batch.add();
    }

    /** Calls {@code use} for the keys, {@value #KEYS} at a time. */
    static <K> void inParts(Collection<K> keys, Consumer<List<K>> use) {
        List<K> all = new ArrayList<>(keys);
        for (int from = 0; from < all.size(); from += KEYS) {
            use.accept(all.subList(from, Math.min(all.size(), from + KEYS)));
        }
    }
}
