package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.RateLimit;

/**
 * A queue whose row is locked, so that nobody else claims its gated jobs, and what its settings still allow. Used by one
 * thread, in one transaction.
 */
final class LockedQueue {

    private static final String RUNNING =
            "select queue, count(*) from {ns}_lease where queue {in:names} group by queue";

    private static final int WOKEN = 100;

    private final boolean paused;
    private final @Nullable Integer concurrency;
    private final @Nullable Integer keyConcurrency;
    private final @Nullable RateLimit rate;
    private final long now;
    private int running;
    /** When the bucket is full again, in nanoseconds. */
    private long fullAt;

    private int started;

    private LockedQueue(ResultSet row, long nowMillis) throws SQLException {
        this.paused = row.getBoolean("paused");
        this.concurrency = JobRows.integer(row, "concurrency");
        this.keyConcurrency = JobRows.integer(row, "key_concurrency");
        Integer permits = JobRows.integer(row, "permits");
        this.rate = permits == null ? null : new RateLimit(permits, Duration.ofNanos(row.getLong("period")));
        this.fullAt = row.getLong("full_at");
        this.now = TimeUnit.MILLISECONDS.toNanos(nowMillis);
    }

    /**
     * Locks queues in the order of their names, each with a row if it had none, without which nothing would be locked. A transaction
     * calls it once, so that no two wait for each other.
     */
    static SortedMap<String, LockedQueue> lock(Database db, Handle handle, Collection<String> names, long now) {
        SortedMap<String, LockedQueue> queues = new TreeMap<>();
        RowDialect.inParts(new TreeSet<>(names), part -> make(db, handle, part));
        RowDialect.inParts(
                new TreeSet<>(names),
                part -> db.query(
                                handle,
                                "select * from {ns}_queue where name {in:names} order by name{lock}",
                                "names",
                                part)
                        .map((row, context) -> Map.entry(row.getString("name"), new LockedQueue(row, now)))
                        .forEach(queue -> queues.put(queue.getKey(), queue.getValue())));
        return queues;
    }

    /** Makes missing rows, before any is locked, and locks none that another made meanwhile: that would be out of order. */
    private static void make(Database db, Handle handle, List<String> names) {
        Set<String> missing = new TreeSet<>(names);
        db.query(handle, "select name from {ns}_queue where name {in:names}", "names", names)
                .mapTo(String.class)
                .forEach(missing::remove);
        for (String name : missing) {
            db.update(handle, "{insert new} {ns}_queue (name) values (:name){or nothing}")
                    .bind("name", name)
                    .execute();
        }
    }

    /** Counts what runs, where that matters. */
    static void count(Database db, Handle handle, SortedMap<String, LockedQueue> queues) {
        List<String> limited = queues.entrySet().stream()
                .filter(queue -> queue.getValue().concurrency != null)
                .map(SortedMap.Entry::getKey)
                .toList();
        RowDialect.inParts(
                limited,
                part -> db.query(handle, RUNNING, "names", part)
                        .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                        .forEach(queue ->
                                Objects.requireNonNull(queues.get(queue.getKey())).running = queue.getValue()));
    }

    /** Writes what became of the buckets. */
    static void write(Database db, Handle handle, SortedMap<String, LockedQueue> queues) {
        PreparedBatch buckets = handle.prepareBatch(db.sql("update {ns}_queue set full_at = ? where name = ?"));
        queues.forEach((name, queue) -> {
            if (queue.rate != null && queue.started > 0) {
                RowDialect.bind(buckets, new @Nullable Object[] {queue.fullAt, name});
            }
        });
        if (buckets.size() > 0) {
            buckets.execute();
        }
    }

    /** Whether more of its jobs may run, if its rate and their lanes allow. */
    boolean isOpen() {
        return !paused && (concurrency == null || running < concurrency);
    }

    /** Whether a lane of which so many run is full. */
    boolean isFull(int laneRunning) {
        return keyConcurrency != null && laneRunning >= keyConcurrency;
    }

    /** How many of a lane are woken at a time: as many as may run, {@value #WOKEN} where no limit says how many. */
    int wakes() {
        return keyConcurrency == null ? WOKEN : Math.min(keyConcurrency, WOKEN);
    }

    /** How long until one more may start as far as its rate goes, in milliseconds, rounded up. */
    long untilPermit() {
        if (rate == null) {
            return 0;
        }
        long interval = rate.interval().toNanos();
        long wait = fullAt - interval * (rate.permits() - 1L) - now;
        return wait <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(wait + 999_999);
    }

    /** One more starts. */
    void start() {
        running++;
        started++;
        if (rate != null) {
            fullAt = Math.max(fullAt, now) + rate.interval().toNanos();
        }
    }
}
