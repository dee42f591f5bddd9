package systems.blackroad.store.jdbc;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.Page;

/** The console's questions; each is one statement and locks nothing. Stateless but for its database. */
final class JobReads {

    private static final String JOB = "select j.*, case when l.job is not null then 1 when f.job is not null then"
            + " f.status else 0 end as status,"
            + " coalesce(r.token, d.token, l.token, f.token, 0) as token,"
            + " coalesce(r.attempt, d.attempt, l.attempt, f.attempt, 0) as attempt,"
            + " coalesce(r.due_at, d.due_at, l.due_at, f.due_at, j.created_at) as due_at,"
            + " coalesce(r.started_at, d.started_at, l.started_at, f.started_at) as started_at, f.finished_at, l.node,"
            + " coalesce(l.progress, f.progress, 0) as progress, coalesce(r.error, d.error, l.error, f.error) as error,"
            + " f.result_type, f.result_version, f.result from {ns}_job j"
            + " left join {ns}_ready r on r.job = j.number left join {ns}_deferred d on d.job = j.number"
            + " left join {ns}_lease l on l.job = j.number left join {ns}_done f on f.job = j.number ";

    private final Database db;

    JobReads(Database db) {
        this.db = db;
    }

    Optional<Job> find(JobId job) {
        return db.read(handle -> db.query(handle, JOB + "where j.id = :id")
                .bind("id", job.value())
                .map((row, context) -> JobRows.job(row))
                .findOne());
    }

    Page<Job> list(JobFilter filter, @Nullable String after, int limit) {
        Page.requireLimit(limit);
        StringBuilder where = new StringBuilder("where j.number < :before");
        if (filter.type() != null) {
            where.append(" and j.type = :type");
        }
        if (filter.queue() != null) {
            where.append(" and j.queue = :queue");
        }
        if (filter.status() != null) {
            where.append(place(filter.status()));
        }
        List<Numbered> rows = db.read(handle -> db.query(handle, JOB + where + " order by j.number desc limit :limit")
                .bind("before", Cursor.parse(after).at())
                .bind("type", filter.type())
                .bind("queue", filter.queue() == null ? null : filter.queue().value())
                .bind("limit", limit + 1)
                .map((row, context) -> new Numbered(row.getLong("number"), JobRows.job(row)))
                .list());
        boolean more = rows.size() > limit;
        List<Job> jobs = rows.stream().limit(limit).map(Numbered::job).toList();
        return new Page<>(jobs, more ? new Cursor(rows.get(limit - 1).number(), "").text() : null);
    }

    private record Numbered(long number, Job job) {}

    /** Literal conditions, which a plan for any parameters cannot miss. */
    private static String place(JobStatus status) {
        if (status == JobStatus.PENDING) {
            return " and (r.job is not null or d.job is not null)";
        }
        return status == JobStatus.RUNNING ? " and l.job is not null" : " and f.status = " + status.ordinal();
    }

    Map<JobStatus, Long> counts() {
        Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
        for (JobStatus status : JobStatus.values()) {
            counts.put(status, 0L);
        }
        db.read(handle -> db.query(handle, "select status, sum(delta) as jobs from {ns}_job_count group by status")
                        .map((row, context) -> Map.entry(JobStatus.values()[row.getInt(1)], row.getLong(2)))
                        .list())
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
        Page.requireLimit(limit);
        return db.read(handle -> db.query(
                        handle,
                        "select sequence, at, kind, text, actor from {ns}_job_log"
                                + " where job = (select number from {ns}_job where id = :job)"
                                + " and sequence > :after order by sequence limit :limit")
                .bind("job", job.value())
                .bind("after", afterSequence)
                .bind("limit", limit)
                .map((row, context) -> new JobLogEntry(
                        row.getLong("sequence"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        JobLogEntry.Kind.values()[row.getInt("kind")],
                        row.getString("text"),
                        row.getString("actor")))
                .list());
    }
}
