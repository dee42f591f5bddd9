package systems.blackroad.store.jdbc;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * A node as a transaction found it, its rows locked until the transaction ends: one for each of its pipes, alike but for
 * the newest exchange, where that is kept there.
 *
 * @param now the store's clock, read with all locks held
 * @param known whether it ever sent a heartbeat
 * @param live whether it may hold jobs
 * @param exchange the newest exchange through its pipe, 0 for none, if asked
 * @param nextDue when the next deferred job is due, or null if none is, or this was not asked
 * @param limited whether any queue has settings; known for certain as long as a row is locked
 * @param gated whether a gated job is there that was not parked, if asked
 * @param lateJobs the count of late jobs, if asked and where claims do not begin at the start
 * @param priorities those of jobs that were ever ready, likewise
 */
record NodeRow(
        long now,
        boolean known,
        boolean live,
        long exchange,
        @Nullable Long nextDue,
        boolean limited,
        boolean gated,
        long lateJobs,
        List<Integer> priorities) {

    private static final String LOCK = "with n as (select * from {ns}_node where id = :id%s{lock})"
            + " select {now} as now, n.id, n.dead, n.lease_until, n.limited%s"
            + " from {ns}_meta m left join n on m.id = 1";

    /** What waits, as columns. */
    static final String NEXT = "(select min(due_at) from {ns}_deferred) as next_due,"
            + " (select min(queue) from {ns}_ready where gated = true and parked = false) is not null as gated";

    /** Locks the rows of all its pipes, if there are any. */
    static NodeRow lock(Database db, Handle handle, String id) {
        String unasked = ", null as next_due, false as gated, 0 as late_jobs, null as priorities";
        return read(db.query(handle, lock(db, " order by pipe", unasked, "0")).bind("id", id));
    }

    /** Locks the row of one pipe, if there is one, and reads what a claim needs to know. */
    static NodeRow lockToClaim(Database db, Handle handle, String id, int pipe) {
        String asked = ", " + NEXT + db.dialect().claimState();
        return read(db.query(
                        handle,
                        lock(db, " and pipe = :pipe", asked, db.dialect().newestExchange()))
                .bind("id", id)
                .bind("pipe", pipe));
    }

    /** The newest exchange comes last, under the hints for plans. */
    private static String lock(Database db, String which, String more, String exchange) {
        return String.format(LOCK, which, more + db.dialect().planHints() + ", " + exchange + " as exchange");
    }

    private static NodeRow read(Query query) {
        return query
                .map((row, context) -> {
                    long now = row.getLong("now");
                    boolean known = row.getString("id") != null;
                    boolean live = known && !row.getBoolean("dead") && row.getLong("lease_until") > now;
                    return new NodeRow(
                            now,
                            known,
                            live,
                            row.getLong("exchange"),
                            JobRows.number(row, "next_due"),
                            row.getBoolean("limited"),
                            row.getBoolean("gated"),
                            row.getLong("late_jobs"),
                            priorities(row.getString("priorities")));
                })
                .list()
                .stream()
                // The clock was read with each row, so that the last one knows what time it was when all were locked.
                .max(Comparator.comparingLong(NodeRow::now))
                .orElseThrow();
    }

    private static List<Integer> priorities(@Nullable String list) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
    }
}
