package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
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
            "job_key",
            "ordered",
            "created_at");

    private static final String SEEN =
            "select {now} as now, q.name from (select 1 as one) o left join {ns}_queue q on " + QueueRows.LIMITED;

    private static final String WAITING = String.join(", ", Bulk.Table.READY.columns());
    private static final String PROMOTE = "insert into {ns}_ready (" + WAITING + ") select " + WAITING
            + " from {ns}_deferred where job {numbers:jobs}";

    private RowJobs() {}

    static List<String> enqueue(Database db, Handle handle, RowDialect dialect, List<NewJob> jobs) {
        Set<String> limited = new HashSet<>();
        long now = 0;
        for (Seen seen : db.query(handle, SEEN).map((row, context) -> new Seen(row.getLong(1), row.getString(2)))) {
            now = seen.now();
            limited.add(seen.limited());
        }
        long first = dialect.arrival(db, handle);
        List<@Nullable Object[]> rows = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            rows.add(row(jobs.get(i), now, JobBody.of(jobs.get(i), first + i)));
        }
        Set<String> fresh = dialect.addNew(db, handle, "job", JOB, rows);
        List<String> created = new ArrayList<>(fresh.size());
        Bulk bulk = new Bulk();
        for (int i = 0; i < jobs.size(); i++) {
            NewJob job = jobs.get(i);
            if (fresh.contains(job.id().value())) {
                created.add(job.id().value());
                Waiting.anew(0, dueAt(job.due(), now))
                        .insert(
                                bulk,
                                JobBody.of(job, first + i),
                                limited.contains(job.queue().value()),
                                now);
                bulk.count(null, JobStatus.PENDING);
            }
        }
        bulk.flush(db, handle);
        return created;
    }

    /** The time, and one of the queues that have settings, or null for none. */
    private record Seen(long now, @Nullable String limited) {}

    private static @Nullable Object[] row(NewJob job, long now, JobBody body) {
        return new @Nullable Object[] {
            job.id().value(),
            body.number(),
            body.type(),
            job.payload().version(),
            job.payload().bytes(),
            body.queue(),
            body.priority(),
            job.maxAttempts(),
            job.actor(),
            job.schedule() == null ? null : job.schedule().value(),
            JobRows.text(job.metadata()),
            body.key(),
            body.ordered(),
            now
        };
    }

    /** When a job may start that is taken in, or ended to be retried, at {@code now}. */
    static long dueAt(Due due, long now) {
        return due instanceof Due.After after
                ? now + after.delay().toMillis()
                : Math.max(now, ((Due.At) due).instant().toEpochMilli());
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
