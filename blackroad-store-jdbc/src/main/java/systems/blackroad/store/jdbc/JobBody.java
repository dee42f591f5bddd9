package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.store.NewJob;

/**
 * What of a job's body is needed to say where it waits.
 *
 * @param number its number
 * @param type its type
 * @param queue its queue
 * @param priority its priority
 * @param key the name of its key, or null
 * @param ordered whether it is ordered by its key
 */
record JobBody(
        long number,
        String type,
        String queue,
        int priority,
        @Nullable String key,
        boolean ordered) {

    /** The columns of {@code j}, the table of bodies, that {@link #of(ResultSet)} reads. */
    static final String COLUMNS = "j.number, j.type, j.queue, j.priority, j.job_key, j.ordered";

    static JobBody of(ResultSet row) throws SQLException {
        return new JobBody(
                row.getLong("number"),
                row.getString("type"),
                row.getString("queue"),
                row.getInt("priority"),
                row.getString("job_key"),
                row.getBoolean("ordered"));
    }

    static JobBody of(NewJob job, long number) {
        JobKey key = job.key();
        return new JobBody(
                number,
                job.payload().type(),
                job.queue().value(),
                job.priority(),
                key == null ? null : key.name(),
                key != null && key.ordered());
    }

    /** What its key is in its queue, or null if it has none: neither has a space before the first. */
    @Nullable
    String lane() {
        return key == null ? null : queue + " " + key;
    }
}
