package systems.blackroad.store.jdbc;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A node as a transaction found it, its row locked until the transaction ends.
 *
 * @param now the store's clock, read with the lock held
 * @param known whether it ever sent a heartbeat
 * @param live whether it may hold jobs
 * @param exchange its newest exchange, 0 for none
 * @param nextDue when the next deferred job is due, or null
 */
record NodeRow(
        long now,
        boolean known,
        boolean live,
        long exchange,
        @Nullable Long nextDue) {

    private static final String LOCK = "with n as (select * from {ns}_node where id = :id{lock})"
            + " select {now} as now, n.id, n.dead, n.lease_until, n.exchange,"
            + " (select min(due_at) from {ns}_deferred) as next_due%s"
            + " from {ns}_meta m left join n on m.id = 1";

    /** Locks the row, if there is one. */
    static NodeRow lock(Database db, Handle handle, String id) {
        return db.query(handle, String.format(LOCK, db.dialect().planHints()))
                .bind("id", id)
                .map((row, context) -> {
                    long now = row.getLong("now");
                    boolean known = row.getString("id") != null;
                    boolean live = known && !row.getBoolean("dead") && row.getLong("lease_until") > now;
                    return new NodeRow(now, known, live, row.getLong("exchange"), JobRows.number(row, "next_due"));
                })
                .one();
    }
}
