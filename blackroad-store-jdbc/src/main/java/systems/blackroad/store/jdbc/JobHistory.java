package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Redriven;

/** What becomes of finished jobs: many are queued again, or deleted when their period is over. Stateless but for its database. */
final class JobHistory {

    /** The queues in which jobs of a status finished, each with the first of them: an index entry or two for each. */
    private static final String OLDEST = "with recursive q (queue) as ("
            + "select (select d.queue from {ns}_done d where d.status = %1$d order by d.queue limit 1)"
            + " union all select (select d.queue from {ns}_done d where d.status = %1$d and d.queue > q.queue"
            + " order by d.queue limit 1) from q where q.queue is not null)"
            + " select q.queue, (select d.finished_at from {ns}_done d where d.status = %1$d and d.queue = q.queue"
            + " order by d.finished_at limit 1) as finished_at from q where q.queue is not null";

    private static final String OVER = "select job from {ns}_done where status = %d and queue = :queue"
            + " and finished_at <= :until order by finished_at limit :most{skip}";

    private static final String FINISHED = "select f.job from {ns}_done f join {ns}_job j on j.number = f.job"
            + " where f.status = %d and f.job < :before";

    /** Locked in order, so that of two calls one waits for the other. */
    private static final String LOCKED = "with locked as (select job, token from {ns}_done where job {numbers:jobs}"
            + " and status = %d order by job{lock})"
            + " select l.token, " + JobBody.COLUMNS + " from locked l join {ns}_job j on j.number = l.job";

    private final Database db;

    JobHistory(Database db) {
        this.db = db;
    }

    int purge(Retention retention, int limit) {
        if (limit < 1 || limit > JobStore.MAX_BATCH) {
            throw new IllegalArgumentException("limit must be 1 to " + JobStore.MAX_BATCH + ", got " + limit);
        }
        return db.write(handle -> {
            long now = now(handle, db.dialect().planHints());
            Bulk bulk = new Bulk();
            List<Long> over = new ArrayList<>();
            for (JobStatus status : JobStatus.values()) {
                if (over.size() < limit && hasPeriod(retention, status)) {
                    List<Long> ended = over(handle, retention, status, now, limit - over.size());
                    ended.forEach(job -> bulk.count(status, null));
                    over.addAll(ended);
                }
            }
            RowDialect.inParts(over, jobs -> {
                delete(handle, "done where job", jobs);
                UniqueKeyRows.forget(db, handle, jobs);
                delete(handle, "job_log where job", jobs);
                delete(handle, "job where number", jobs);
            });
            bulk.flush(db, handle);
            return over.size();
        });
    }

    private static boolean hasPeriod(Retention retention, JobStatus status) {
        return retention.periods().containsKey(status)
                || retention.queues().values().stream().anyMatch(own -> own.containsKey(status));
    }

    /** Locks at most {@code limit} jobs of a status whose period is over. */
    private List<Long> over(Handle handle, Retention retention, JobStatus status, long now, int limit) {
        List<Long> over = new ArrayList<>();
        List<Oldest> queues = db.query(handle, String.format(OLDEST, status.ordinal()))
                .map((row, context) -> new Oldest(row.getString("queue"), row.getLong("finished_at")))
                .list();
        for (Oldest oldest : queues) {
            long until = retention
                    .period(QueueName.of(oldest.queue()), status)
                    .map(period -> now - period.toMillis())
                    .orElse(Long.MIN_VALUE);
            if (oldest.finishedAt() <= until && over.size() < limit) {
                over.addAll(db.query(handle, String.format(OVER, status.ordinal()))
                        .bind("queue", oldest.queue())
                        .bind("until", until)
                        .bind("most", limit - over.size())
                        .mapTo(Long.class)
                        .list());
            }
        }
        return over;
    }

    private record Oldest(String queue, long finishedAt) {}

    private void delete(Handle handle, String what, List<Long> jobs) {
        db.update(handle, "delete from {ns}_" + what + " {numbers:jobs}", "jobs", jobs)
                .execute();
    }

    Changed<Redriven> redrive(JobFilter filter, @Nullable String after, UserId actor, int limit) {
        Redriven.requireFilter(filter);
        JobStatus status = Objects.requireNonNull(filter.status());
        if (limit < 1 || limit > JobStore.MAX_BATCH) {
            throw new IllegalArgumentException("limit must be 1 to " + JobStore.MAX_BATCH + ", got " + limit);
        }
        long before = Cursor.parse(after).at();
        return db.write(handle -> {
            Endings endings = new Endings(now(handle, ""));
            List<Long> found = finished(handle, filter, before, limit + 1);
            String next = found.size() > limit ? new Cursor(found.get(limit - 1), "").text() : null;
            Set<String> queues = new HashSet<>();
            List<Long> queued = new ArrayList<>();
            List<Long> inOrder = found.stream().limit(limit).sorted().toList();
            RowDialect.inParts(inOrder, jobs -> {
                for (Finished job : locked(handle, status, jobs)) {
                    queueAgain(endings, job, status, actor);
                    queues.add(job.body().queue());
                    queued.add(job.body().number());
                }
            });
            UniqueKeyRows.free(db, handle, queued);
            endings.flush(db, handle);
            queues.addAll(endings.queues());
            JobNotes.trim(db, handle, queued);
            return new Changed<>(new Redriven(queued.size(), next), queues);
        });
    }

    private List<Long> finished(Handle handle, JobFilter filter, long before, int most) {
        String which =
                String.format(FINISHED, Objects.requireNonNull(filter.status()).ordinal())
                        + (filter.type() == null ? "" : " and j.type = :type")
                        + (filter.queue() == null ? "" : " and j.queue = :queue")
                        + " order by f.job desc limit :most";
        return db.query(handle, which)
                .bind("before", before)
                .bind("type", filter.type())
                .bind("queue", filter.queue() == null ? null : filter.queue().value())
                .bind("most", most)
                .mapTo(Long.class)
                .list();
    }

    private record Finished(JobBody body, long token) {}

    private List<Finished> locked(Handle handle, JobStatus status, List<Long> jobs) {
        return db.query(handle, String.format(LOCKED, status.ordinal()), "jobs", jobs)
                .map((row, context) -> new Finished(JobBody.of(row), row.getLong("token")))
                .list();
    }

    private static void queueAgain(Endings endings, Finished job, JobStatus status, UserId actor) {
        Bulk bulk = endings.bulk();
        bulk.delete(Bulk.Table.DONE, job.body().number());
        Waiting.anew(job.token() + 1, endings.now()).insert(bulk, job.body(), false, endings.now());
        bulk.count(status, JobStatus.PENDING);
        endings.line(job.body().number(), "queued again", actor.value());
        if (job.body().ordered()) {
            endings.left(job.body(), true);
        }
    }

    private long now(Handle handle, String planHints) {
        return db.query(handle, "select {now}" + planHints)
                .map((row, context) -> row.getLong(1))
                .one();
    }
}
