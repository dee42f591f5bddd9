package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.NewJob;

/** Enqueues and promotions, decided in Java. Stateless. */
final class RowJobs {

    private static final List<String> JOB = List.of(
            "id",
            "number",
            "type",
            "version",
            "payload",
            "queue",
            "priority",
            "max_attempts",
            "actor",
            "schedule",
            "metadata",
            "created_at");

    private static final String WAITING = String.join(", ", Bulk.Table.READY.columns());
    private static final String PROMOTE = "insert into {ns}_ready (" + WAITING + ") select " + WAITING
            + " from {ns}_deferred where job {numbers:jobs}";

    private RowJobs() {}

    static List<String> enqueue(Database db, Handle handle, RowDialect dialect, List<NewJob> jobs) {
        long now = db.query(handle, "select {now}").mapTo(Long.class).one();
        long first = dialect.arrival(db, handle);
        List<@Nullable Object[]> bodies = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            bodies.add(body(jobs.get(i), now, first + i));
        }
        Set<String> fresh = dialect.addNew(db, handle, "job", JOB, bodies);
        List<String> created = new ArrayList<>(fresh.size());
        Bulk bulk = new Bulk();
        for (int i = 0; i < jobs.size(); i++) {
            NewJob job = jobs.get(i);
            if (fresh.contains(job.id().value())) {
                created.add(job.id().value());
                place(bulk, job, now, first + i);
            }
        }
        bulk.flush(db, handle);
        return created;
    }

    private static @Nullable Object[] body(NewJob job, long now, long number) {
        return new @Nullable Object[] {
            job.id().value(),
            number,
            job.payload().type(),
            job.payload().version(),
            job.payload().bytes(),
            job.queue().value(),
            job.priority(),
            job.maxAttempts(),
            job.actor(),
            job.schedule() == null ? null : job.schedule().value(),
            JobRows.text(job.metadata()),
            now
        };
    }

    /** When a job may start that is taken in, or ended to be retried, at {@code now}. */
    static long dueAt(Due due, long now) {
        return due instanceof Due.After after
                ? now + after.delay().toMillis()
                : Math.max(now, ((Due.At) due).instant().toEpochMilli());
    }

    private static void place(Bulk bulk, NewJob job, long now, long number) {
        long due = dueAt(job.due(), now);
        bulk.insert(
                due <= now ? Bulk.Table.READY : Bulk.Table.DEFERRED,
                number,
                job.payload().type(),
                job.priority(),
                due,
                0L,
                0L,
                0,
                false,
                null,
                null);
        bulk.count(null, JobStatus.PENDING);
    }

    static Optional<Long> promote(Database db, Handle handle, RowDialect dialect, long now, int most) {
        String pick = "select job, due_at from {ns}_deferred" + dialect.byIndex("deferred_due")
                + " where due_at <= :now order by due_at limit :most{skip}";
        SortedMap<Long, Long> due = new TreeMap<>();
        db.query(handle, pick)
                .bind("now", now)
                .bind("most", most)
                .map((row, context) -> Map.entry(row.getLong(1), row.getLong(2)))
                .forEach(entry -> due.put(entry.getKey(), entry.getValue()));
        RowDialect.inParts(due.keySet(), jobs -> {
            db.update(handle, PROMOTE, "jobs", jobs).execute();
            db.update(handle, "delete from {ns}_deferred where job {numbers:jobs}", "jobs", jobs)
                    .execute();
        });
        return due.values().stream().min(Long::compare);
    }
}
