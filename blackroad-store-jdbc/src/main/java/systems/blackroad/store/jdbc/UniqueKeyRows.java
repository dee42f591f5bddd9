package systems.blackroad.store.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** How the rows of unique keys go. Stateless. */
final class UniqueKeyRows {

    private UniqueKeyRows() {}

    /** Deletes the rows of some keys. */
    static void delete(Database db, Handle handle, Collection<String> names) {
        db.update(handle, "delete from {ns}_unique_key where name {in:names}", "names", names)
                .execute();
    }

    /** Removes the rows of finished jobs that begin anew, so that these hold nothing; in the order in which keys are locked. */
    static void free(Database db, Handle handle, Collection<Long> jobs) {
        Map<String, Long> held = new TreeMap<>();
        RowDialect.inParts(
                jobs,
                part -> db.query(
                                handle,
                                "select name, job from {ns}_unique_key where job {numbers:jobs} and free_at is null",
                                "jobs",
                                part)
                        .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                        .forEach(row -> held.put(row.getKey(), row.getValue())));
        PreparedBatch freed = handle.prepareBatch(
                db.sql("delete from {ns}_unique_key where name = ? and job = ? and free_at is null"));
        held.forEach((name, job) -> RowDialect.bind(freed, new @Nullable Object[] {name, job}));
        if (freed.size() > 0) {
            freed.execute();
        }
    }

    /** Removes the rows of jobs that are deleted, but for those that someone is about to take. */
    static void forget(Database db, Handle handle, Collection<Long> jobs) {
        List<String> names = db.query(
                        handle,
                        "select name from {ns}_unique_key where job {numbers:jobs} and free_at is null{skip}",
                        "jobs",
                        jobs)
                .mapTo(String.class)
                .list();
        RowDialect.inParts(names, part -> delete(db, handle, part));
    }
}
