package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobStatus;

/**
 * What a job has with it while it waits.
 *
 * @param token the token of its last run, 0 if it had none
 * @param settled the token of the run that was settled last, 0 for none
 * @param attempt the attempts counted so far
 * @param lost whether its last lease was lost
 * @param suspect whether its last two were lost
 * @param dueAt when it is due
 * @param error why its last attempt failed, or null
 * @param startedAt when its last run began, or null
 */
record Waiting(
        long token,
        long settled,
        int attempt,
        boolean lost,
        boolean suspect,
        long dueAt,
        @Nullable String error,
        @Nullable Long startedAt) {

    /** The columns that {@link #of(ResultSet)} reads. */
    static final String COLUMNS = "token, settled, attempt, lost, suspect, due_at, error, started_at";

    /** A job that never ran, and whose next token is larger than {@code token}. */
    static Waiting anew(long token, long dueAt) {
        return new Waiting(token, 0, 0, false, false, dueAt, null, null);
    }

    static Waiting of(ResultSet row) throws SQLException {
        return new Waiting(
                row.getLong("token"),
                row.getLong("settled"),
                row.getInt("attempt"),
                row.getBoolean("lost"),
                row.getBoolean("suspect"),
                row.getLong("due_at"),
                row.getString("error"),
                JobRows.number(row, "started_at"));
    }

    /** The same, due at another time. */
    Waiting due(long at) {
        return new Waiting(token, settled, attempt, lost, suspect, at, error, startedAt);
    }

    /** Has it wait where its due time says; {@code limited} if its queue has settings. */
    void insert(Bulk bulk, JobBody job, boolean limited, long now) {
        boolean gated = limited || job.ordered();
        bulk.insert(
                dueAt <= now ? Bulk.Table.READY : Bulk.Table.DEFERRED,
                job.number(),
                job.type(),
                job.queue(),
                job.priority(),
                dueAt,
                token,
                settled,
                attempt,
                lost,
                suspect,
                gated,
                job.ordered(),
                gated ? job.lane() : null,
                error,
                startedAt);
    }

    /** Ends the job, which was taken from where it waited. */
    void cancel(Bulk bulk, JobBody job, long now) {
        bulk.insert(
                Bulk.Table.DONE,
                job.number(),
                JobStatus.CANCELLED.ordinal(),
                job.queue(),
                token,
                settled,
                attempt,
                dueAt,
                startedAt,
                now,
                0.0,
                error,
                null,
                null,
                null);
        bulk.count(JobStatus.PENDING, JobStatus.CANCELLED);
    }
}
