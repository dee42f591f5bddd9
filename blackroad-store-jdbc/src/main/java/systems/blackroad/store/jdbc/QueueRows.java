package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.JobStore;

/*
 * Whoever changes settings locks the rows of all nodes, and so waits for the claims that are under way and has others wait:
 * each claim knows, from its own node's row, whether any queue has settings, and none of them misses a lease that counts.
 * The order of locks is: the row of queues without a name, nodes, leases, then queues by their names.
 */
/** The settings of queues. Stateless but for its database. */
final class QueueRows {

    /** The condition that a row of queues has settings. */
    static final String LIMITED =
            "(paused = true or concurrency is not null or key_concurrency is not null or permits is not null)";

    /** Whether any has, as an expression. */
    static final String ANY_LIMITED = "exists (select 1 from {ns}_queue where " + LIMITED + ")";

    private static final String ALL = "select * from {ns}_queue where " + LIMITED + " order by name";

    private static final String UPDATE = "update {ns}_queue set paused = :paused, concurrency = :concurrency,"
            + " key_concurrency = :keys, permits = :permits, period = :period, full_at = case when :refill then 0"
            + " else full_at end, changed_by = :actor where name = :name";

    private static final String UNCOUNTED =
            "select l.job, j.job_key from {ns}_lease l join {ns}_job j on j.number = l.job"
                    + " where j.queue = :queue and l.queue is null order by l.job";

    private final Database db;

    QueueRows(Database db) {
        this.db = db;
    }

    /** Keeps settings as they are, and nodes from joining, until the transaction ends. */
    static void lockSettings(Database db, Handle handle) {
        db.query(handle, "select name from {ns}_queue where name = ''{lock}")
                .mapTo(String.class)
                .one();
    }

    List<QueueSettings> list() {
        return db.read(handle ->
                db.query(handle, ALL).map((row, context) -> settings(row)).list());
    }

    /**
     * What a change did.
     *
     * @param before the settings before
     * @param after those now
     */
    record Change(QueueSettings before, QueueSettings after) {}

    Change change(QueueName queue, UnaryOperator<QueueSettings> change, UserId actor) {
        return db.write(handle -> {
            lockSettings(db, handle);
            QueueSettings before = read(handle, queue);
            QueueSettings after = change.apply(before);
            if (!after.equals(before)) {
                requireRoom(handle, before, after);
                write(handle, before, after, actor);
            }
            return new Change(before, after);
        });
    }

    /** Wakes what the limit of a key may not hold back any more, in transactions of their own. */
    void wake(QueueName queue) {
        String lane = queue.value() + " ";
        while (lane != null) {
            String after = lane;
            lane = db.write(handle -> Optional.ofNullable(Lanes.wakeAfter(db, handle, queue.value(), after)))
                    .orElse(null);
        }
    }

    private QueueSettings read(Handle handle, QueueName queue) {
        return db.query(handle, "select * from {ns}_queue where name = :name")
                .bind("name", queue.value())
                .map((row, context) -> settings(row))
                .findOne()
                .orElse(new QueueSettings(queue, false, QueueLimits.NONE));
    }

    private void requireRoom(Handle handle, QueueSettings before, QueueSettings after) {
        if (before.isDefault() && !after.isDefault()) {
            int others = db.query(handle, "select count(*) from {ns}_queue where " + LIMITED)
                    .mapTo(Integer.class)
                    .one();
            if (others >= JobStore.MAX_QUEUES) {
                throw new RefusedException(
                        ErrorCode.OVERLOADED,
                        JobStore.MAX_QUEUES + " queues are paused or have a limit, and queue " + after.queue()
                                + " would be one more; take the settings of another one away first");
            }
        }
    }

    private void write(Handle handle, QueueSettings before, QueueSettings after, UserId actor) {
        db.query(handle, "select id from {ns}_node where dead = false order by id, pipe{lock}")
                .mapTo(String.class)
                .list();
        if (!counts(before.limits()) && counts(after.limits())) {
            countLeases(handle, after.queue());
        }
        db.update(handle, "insert into {ns}_queue (name) values (:name){or touch}")
                .bind("name", after.queue().value())
                .execute();
        QueueLimits limits = after.limits();
        RateLimit rate = limits.rate().orElse(null);
        db.update(handle, UPDATE)
                .bind("name", after.queue().value())
                .bind("paused", after.paused())
                .bind(
                        "concurrency",
                        limits.concurrency().isPresent() ? limits.concurrency().getAsInt() : null)
                .bind(
                        "keys",
                        limits.keyConcurrency().isPresent()
                                ? limits.keyConcurrency().getAsInt()
                                : null)
                .bind("permits", rate == null ? null : rate.permits())
                .bind("period", rate == null ? null : rate.period().toNanos())
                .bind("refill", !after.limits().rate().equals(before.limits().rate()))
                .bind("actor", actor.value())
                .execute();
        db.update(handle, "update {ns}_node set limited = " + ANY_LIMITED + " where dead = false")
                .execute();
    }

    private static boolean counts(QueueLimits limits) {
        return limits.concurrency().isPresent() || limits.keyConcurrency().isPresent();
    }

    /** Has the leases count that began when nothing was counted. */
    private void countLeases(Handle handle, QueueName queue) {
        PreparedBatch counted = handle.prepareBatch(db.sql("update {ns}_lease set queue = ?, lane = ? where job = ?"));
        db.query(handle, UNCOUNTED)
                .bind("queue", queue.value())
                .map((row, context) -> new @Nullable Object[] {row.getLong(1), row.getString(2)})
                .forEach(lease -> RowDialect.bind(counted, new @Nullable Object[] {
                    queue.value(), lease[1] == null ? null : queue.value() + " " + lease[1], lease[0]
                }));
        if (counted.size() > 0) {
            counted.execute();
        }
    }

    private static QueueSettings settings(ResultSet row) throws SQLException {
        Long permits = JobRows.number(row, "permits");
        QueueLimits limits = QueueLimits.NONE
                .withConcurrency(JobRows.integer(row, "concurrency"))
                .withKeyConcurrency(JobRows.integer(row, "key_concurrency"))
                .withRate(
                        permits == null
                                ? null
                                : new RateLimit(permits.intValue(), Duration.ofNanos(row.getLong("period"))));
        return new QueueSettings(QueueName.of(row.getString("name")), row.getBoolean("paused"), limits);
    }
}
