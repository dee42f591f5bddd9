package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobStatus;

/**
 * Rows to write and to delete that do not depend on one another, so that a database may take them in one statement. A job
 * must not be deleted from and inserted into the same table in one bulk. Used by one thread.
 */
final class Bulk {

    /** A table that takes rows in bulk; its columns with the types of PostgreSQL, which SQLite does not need. */
    enum Table {
        READY("ready", WAITING),
        DEFERRED("deferred", WAITING),
        LEASE(
                "lease",
                "job int8, node text, exchange int8, token int8, attempt int4, lost bool, suspect bool, cancel bool, due_at int8,"
                        + " started_at int8, error text, progress float8, log_lines int4, queue text, lane text"),
        DONE(
                "done",
                "job int8, status int2, queue text, token int8, settled int8, attempt int4, due_at int8,"
                        + " started_at int8, finished_at int8, progress float8, error text, result_type text, result_version int4,"
                        + " result bytea"),
        LOG("job_log", "job int8, at int8, kind int2, text text, actor text"),
        COUNT("job_count", "status int2, delta int8");

        private final String title;
        private final List<String> columns = new ArrayList<>();
        private final List<String> types = new ArrayList<>();

        Table(String title, String definition) {
            this.title = title;
            for (String column : definition.split(", ")) {
                int space = column.indexOf(' ');
                columns.add(column.substring(0, space));
                types.add(column.substring(space + 1));
            }
        }

        String title() {
            return title;
        }

        List<String> columns() {
            return columns;
        }

        List<String> types() {
            return types;
        }
    }

    private static final String WAITING = "job int8, type text, queue text, priority int4, due_at int8, token int8,"
            + " settled int8, attempt int4, lost bool, suspect bool, gated bool, ordered bool, lane text, error text, started_at int8";

    private final Map<Table, List<@Nullable Object[]>> inserts = new EnumMap<>(Table.class);
    private final Map<Table, List<Long>> deletes = new EnumMap<>(Table.class);
    private final Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);

    /** A row for {@code table}, its values in the order of the columns. */
    void insert(Table table, @Nullable Object... row) {
        inserts.computeIfAbsent(table, key -> new ArrayList<>()).add(row);
    }

    /** Takes {@code job} out of {@code table}. */
    void delete(Table table, long job) {
        deletes.computeIfAbsent(table, key -> new ArrayList<>()).add(job);
    }

    /** A job left {@code from}, if not null, and stands at {@code to}, if not null. */
    void count(@Nullable JobStatus from, @Nullable JobStatus to) {
        if (from != to) {
            if (from != null) {
                counts.merge(from, -1L, Long::sum);
            }
            if (to != null) {
                counts.merge(to, 1L, Long::sum);
            }
        }
    }

    Map<Table, List<@Nullable Object[]>> inserts() {
        return inserts;
    }

    Map<Table, List<Long>> deletes() {
        return deletes;
    }

    Map<JobStatus, Long> counts() {
        return counts;
    }

    /** Writes all of it, if there is any. */
    void flush(Database db, Handle handle) {
        counts.values().removeIf(delta -> delta == 0);
        if (!inserts.isEmpty() || !deletes.isEmpty() || !counts.isEmpty()) {
            db.dialect().flush(db, handle, this);
        }
    }
}
