package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Tick;

/** Schedules and the passing of their ticks. Stateless but for its database. */
final class JobSchedules {

    private static final String PUT = "{insert new} {ns}_schedule (id, spec, type, version, payload, queue, priority,"
            + " max_attempts, enabled, next_at, last_tick) values (:id, :spec, :type, :version, :payload, :queue,"
            + " :priority, :attempts, :enabled, :next, :last){or nothing}";

    private static final String REPLACE = "update {ns}_schedule set spec = :spec, type = :type, version = :version,"
            + " payload = :payload, queue = :queue, priority = :priority, max_attempts = :attempts, next_at = :next"
            + " where id = :id";

    private static final String TICK = "update {ns}_schedule set last_tick = next_at, next_at = :following"
            + " where id = :id and enabled and next_at = :expected";

    private final Database db;

    JobSchedules(Database db) {
        this.db = db;
    }

    JobSchedule put(JobSchedule schedule) {
        return db.write(handle -> {
            if (bind(db.update(handle, PUT), schedule).execute() > 0) {
                return read(handle, schedule.id(), "");
            }
            JobSchedule stored = read(handle, schedule.id(), "{lock}");
            if (stored.sameDefinition(schedule)) {
                return stored;
            }
            Instant last = stored.lastTick();
            boolean passed =
                    last != null && schedule.next() != null && !schedule.next().isAfter(last);
            bind(db.update(handle, REPLACE), schedule)
                    .bind("next", passed ? null : millis(schedule.next()))
                    .execute();
            return read(handle, schedule.id(), "");
        });
    }

    private static <S extends SqlStatement<S>> S bind(S statement, JobSchedule schedule) {
        return statement
                .bind("id", schedule.id().value())
                .bind("spec", schedule.schedule().spec())
                .bind("type", schedule.payload().type())
                .bind("version", schedule.payload().version())
                .bind("payload", schedule.payload().bytes())
                .bind("queue", schedule.queue().value())
                .bind("priority", schedule.priority())
                .bind("attempts", schedule.maxAttempts())
                .bind("enabled", schedule.enabled())
                .bind("next", millis(schedule.next()))
                .bind("last", millis(schedule.lastTick()));
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : (Long) instant.toEpochMilli();
    }

    private JobSchedule read(Handle handle, ScheduleId id, String lock) {
        return db.query(handle, "select * from {ns}_schedule where id = :id" + lock)
                .bind("id", id.value())
                .map((row, context) -> schedule(row))
                .one();
    }

    private static JobSchedule schedule(ResultSet row) throws SQLException {
        return new JobSchedule(
                ScheduleId.of(row.getString("id")),
                Schedule.parse(row.getString("spec")),
                JobRows.payload(row),
                QueueName.of(row.getString("queue")),
                row.getInt("priority"),
                row.getInt("max_attempts"),
                row.getBoolean("enabled"),
                JobRows.instant(row, "next_at"),
                JobRows.instant(row, "last_tick"));
    }

    boolean remove(ScheduleId schedule) {
        return db.writeOnce(handle -> db.update(handle, "delete from {ns}_schedule where id = :id")
                        .bind("id", schedule.value())
                        .execute())
                > 0;
    }

    boolean enable(ScheduleId schedule, boolean enabled, UserId actor) {
        return db.writeOnce(handle -> db.update(
                                handle,
                                "update {ns}_schedule set enabled = :enabled, changed_by = :actor where id = :id")
                        .bind("enabled", enabled)
                        .bind("actor", actor.value())
                        .bind("id", schedule.value())
                        .execute())
                > 0;
    }

    DueSchedules due(int limit) {
        Page.requireLimit(limit);
        // The time comes with every row, and alone if nothing is due.
        List<Object> rows = db.read(handle -> db.query(
                        handle,
                        "select n.now, s.* from (select {now} as now) n left join (select * from {ns}_schedule"
                                + " where enabled and next_at <= {now} order by next_at, id limit :limit) s"
                                + " on s.next_at <= n.now order by s.next_at, s.id")
                .bind("limit", limit)
                .map((row, context) -> row.getString("id") == null
                        ? (Object) row.getLong("now")
                        : Map.entry(row.getLong("now"), schedule(row)))
                .list());
        List<JobSchedule> schedules = new ArrayList<>();
        long now = 0;
        for (Object row : rows) {
            if (row instanceof Map.Entry<?, ?> due && due.getValue() instanceof JobSchedule schedule) {
                now = (Long) due.getKey();
                schedules.add(schedule);
            } else {
                now = (Long) row;
            }
        }
        return new DueSchedules(schedules, Instant.ofEpochMilli(now));
    }

    /**
     * What ticks did.
     *
     * @param passed an answer for each
     * @param queues where jobs became claimable
     */
    record Ticked(List<Boolean> passed, Set<String> queues) {}

    Ticked tick(List<Tick> ticks) {
        requireDistinct(ticks);
        return db.write(handle -> {
            Map<ScheduleId, Boolean> passed = new HashMap<>();
            Map<String, NewJob> jobs = new HashMap<>();
            Set<String> queues = new HashSet<>();
            List<Tick> sorted = new ArrayList<>(ticks);
            sorted.sort(Comparator.comparing(tick -> tick.schedule().value()));
            for (Tick tick : sorted) {
                boolean won = db.update(handle, TICK)
                                .bind("id", tick.schedule().value())
                                .bind("following", millis(tick.following()))
                                .bind("expected", tick.expected().toEpochMilli())
                                .execute()
                        > 0;
                passed.put(tick.schedule(), won);
                NewJob job = tick.work();
                if (won && job != null && jobs.putIfAbsent(job.id().value(), job) == null) {
                    queues.add(job.queue().value());
                }
            }
            if (!jobs.isEmpty()) {
                db.dialect().enqueue(db, handle, new ArrayList<>(jobs.values()), false, null);
            }
            List<Boolean> answers = new ArrayList<>();
            ticks.forEach(tick -> answers.add(passed.getOrDefault(tick.schedule(), false)));
            return new Ticked(answers, queues);
        });
    }

    private static void requireDistinct(List<Tick> ticks) {
        if (ticks.isEmpty() || ticks.size() > Page.MAX_LIMIT) {
            throw new IllegalArgumentException("ticks must be 1 to " + Page.MAX_LIMIT + ", got " + ticks.size());
        }
        Set<ScheduleId> seen = new HashSet<>();
        for (Tick tick : ticks) {
            if (!seen.add(tick.schedule())) {
                throw new IllegalArgumentException(
                        "ticks must be at most one per schedule, got two for " + tick.schedule());
            }
        }
    }

    Page<JobSchedule> list(@Nullable String after, int limit) {
        Page.requireLimit(limit);
        String from = after == null ? "" : Cursor.parse(after).id();
        List<JobSchedule> rows = db.read(
                handle -> db.query(handle, "select * from {ns}_schedule where id > :id order by id limit :limit")
                        .bind("id", from)
                        .bind("limit", limit + 1)
                        .map((row, context) -> schedule(row))
                        .list());
        return rows.size() <= limit
                ? new Page<>(rows, null)
                : new Page<>(
                        rows.subList(0, limit),
                        new Cursor(0, rows.get(limit - 1).id().value()).text());
    }
}
