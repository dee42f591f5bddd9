package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A running job's lease with what is needed of its body to end it.
 *
 * @param job the job
 * @param type its type
 * @param queue its queue
 * @param priority its priority
 * @param arrival its place in the order of arrival
 * @param maxAttempts after how many attempts it fails for good
 * @param node who runs it
 * @param token the token of the run
 * @param attempt the attempts counted so far, a suspect's running one included
 * @param suspect whether the running attempt is counted already
 * @param cancel whether someone asked to cancel it
 * @param dueAt when it was due
 * @param startedAt when it was claimed
 * @param error why its last attempt failed, or null
 * @param progress what it last reported
 * @param logLines how many lines this run logged
 */
record Lease(
        String job,
        String type,
        String queue,
        int priority,
        long arrival,
        int maxAttempts,
        String node,
        long token,
        int attempt,
        boolean suspect,
        boolean cancel,
        long dueAt,
        long startedAt,
        @Nullable String error,
        double progress,
        int logLines) {

    private static final String SELECT = "select l.*, j.type, j.queue, j.priority, j.arrival, j.max_attempts"
            + " from locked l join {ns}_job j on j.id = l.job";

    /** Locks and reads the leases of those {@code jobs} that run, in the order of their ids. */
    static Map<String, Lease> lock(Database db, Handle handle, Collection<String> jobs) {
        Map<String, Lease> leases = new LinkedHashMap<>();
        if (!jobs.isEmpty()) {
            db.query(
                            handle,
                            "with locked as (select * from {ns}_lease where job {in:jobs} order by job{lock}) "
                                    + SELECT,
                            "jobs",
                            jobs)
                    .map((row, context) -> lease(row))
                    .forEach(lease -> leases.put(lease.job(), lease));
        }
        return leases;
    }

    private static Lease lease(ResultSet row) throws SQLException {
        return new Lease(
                row.getString("job"),
                row.getString("type"),
                row.getString("queue"),
                row.getInt("priority"),
                row.getLong("arrival"),
                row.getInt("max_attempts"),
                row.getString("node"),
                row.getLong("token"),
                row.getInt("attempt"),
                row.getBoolean("suspect"),
                row.getBoolean("cancel"),
                row.getLong("due_at"),
                row.getLong("started_at"),
                row.getString("error"),
                row.getDouble("progress"),
                row.getInt("log_lines"));
    }
}
