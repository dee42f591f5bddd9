package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A running job's lease with what is needed of its body to end it.
 *
 * @param body what its body says
 * @param id the job
 * @param maxAttempts after how many attempts it fails for good
 * @param node who runs it
 * @param token the token of the run
 * @param attempt the attempts counted so far, a suspect's running one included
 * @param lost whether its last lease was lost
 * @param suspect whether the two before were lost, so that the running attempt is counted already
 * @param cancel whether someone asked to cancel it
 * @param dueAt when it was due
 * @param startedAt when it was claimed
 * @param error why its last attempt failed, or null
 * @param progress what it last reported
 * @param logLines how many lines this run logged
 * @param gated whether it counts towards a limit of its queue or key, or has its lane's turn
 */
record Lease(
        JobBody body,
        String id,
        int maxAttempts,
        String node,
        long token,
        int attempt,
        boolean lost,
        boolean suspect,
        boolean cancel,
        long dueAt,
        long startedAt,
        @Nullable String error,
        double progress,
        int logLines,
        boolean gated) {

    private static final String SELECT =
            "select l.node, l.token, l.attempt, l.lost, l.suspect, l.cancel, l.due_at, l.started_at,"
                    + " l.error, l.progress, l.log_lines, l.queue is not null as gated, j.id, j.max_attempts, "
                    + JobBody.COLUMNS
                    + " from locked l join {ns}_job j on j.number = l.job";

    /** Locks and reads the leases of those jobs of these ids that run, in the order of their numbers. */
    static Map<String, Lease> lockByIds(Database db, Handle handle, Collection<String> ids) {
        List<Long> jobs = ids.isEmpty()
                ? List.of()
                : db.query(handle, "select number from {ns}_job where id {in:jobs}", "jobs", ids)
                        .mapTo(Long.class)
                        .list();
        return lock(db, handle, jobs);
    }

    /** Locks and reads the leases of those {@code jobs} that run, in the order of their numbers; by their ids. */
    static Map<String, Lease> lock(Database db, Handle handle, Collection<Long> jobs) {
        Map<String, Lease> leases = new LinkedHashMap<>();
        if (!jobs.isEmpty()) {
            db.query(
                            handle,
                            "with locked as (select * from {ns}_lease where job {numbers:jobs} order by job{lock}) "
                                    + SELECT,
                            "jobs",
                            jobs)
                    .map((row, context) -> lease(row))
                    .forEach(lease -> leases.put(lease.id(), lease));
        }
        return leases;
    }

    private static Lease lease(ResultSet row) throws SQLException {
        return new Lease(
                JobBody.of(row),
                row.getString("id"),
                row.getInt("max_attempts"),
                row.getString("node"),
                row.getLong("token"),
                row.getInt("attempt"),
                row.getBoolean("lost"),
                row.getBoolean("suspect"),
                row.getBoolean("cancel"),
                row.getLong("due_at"),
                row.getLong("started_at"),
                row.getString("error"),
                row.getDouble("progress"),
                row.getInt("log_lines"),
                row.getBoolean("gated"));
    }

    /** The number of the job. */
    long job() {
        return body.number();
    }
}
