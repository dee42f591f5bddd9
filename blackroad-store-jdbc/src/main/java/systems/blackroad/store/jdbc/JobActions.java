package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.session.UserId;

/**
 * What people do to one job. Each place where the job may stand is tried with a conditional write, in the order in which
 * jobs move; a job that moved meanwhile is looked for again.
 */
final class JobActions {

    private static final int LOOKS = 20;

    private final Database db;

    JobActions(Database db) {
        this.db = db;
    }

    CancelOutcome cancel(JobId job, UserId actor) {
        return db.write(handle -> {
            for (int look = 0; look < LOOKS; look++) {
                Optional<CancelOutcome> outcome = tryCancel(handle, job, actor);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            throw restless(job);
        });
    }

    private Optional<CancelOutcome> tryCancel(Handle handle, JobId id, UserId actor) {
        Body body = body(handle, id).orElse(null);
        if (body == null) {
            return Optional.of(CancelOutcome.NOT_FOUND);
        }
        long job = body.number();
        long now = now(handle);
        Waiting waiting = take(handle, "ready", job)
                .or(() -> take(handle, "deferred", job))
                .orElse(null);
        if (waiting != null) {
            endWaiting(handle, body, waiting, actor, now);
            return Optional.of(CancelOutcome.CANCELLED);
        }
        Boolean asked = db.query(handle, "select cancel from {ns}_lease where job = :job{lock}")
                .bind("job", job)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(null);
        if (asked != null) {
            if (!asked) {
                askToStop(handle, job, actor, now);
            }
            return Optional.of(CancelOutcome.REQUESTED);
        }
        return exists(handle, "done", job) ? Optional.of(CancelOutcome.FINISHED) : Optional.empty();
    }

    private void endWaiting(Handle handle, Body body, Waiting waiting, UserId actor, long now) {
        Endings endings = new Endings(now);
        waiting.cancel(endings.bulk(), body.number(), body.queue(), now);
        endings.line(body.number(), "cancelled while it waited", actor.value());
        endings.flush(db, handle);
    }

    private void askToStop(Handle handle, long job, UserId actor, long now) {
        db.update(handle, "update {ns}_lease set cancel = true where job = :job")
                .bind("job", job)
                .execute();
        Endings endings = new Endings(now);
        endings.line(job, "asked to stop", actor.value());
        endings.flush(db, handle);
    }

    /**
     * What a requeue did.
     *
     * @param outcome the answer
     * @param queues where the job became claimable
     */
    record Requeued(RequeueOutcome outcome, Set<String> queues) {}

    Requeued requeue(JobId job, UserId actor) {
        return db.write(handle -> {
            for (int look = 0; look < LOOKS; look++) {
                Optional<Requeued> outcome = tryRequeue(handle, job, actor);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            throw restless(job);
        });
    }

    private Optional<Requeued> tryRequeue(Handle handle, JobId id, UserId actor) {
        Body body = body(handle, id).orElse(null);
        if (body == null) {
            return Optional.of(new Requeued(RequeueOutcome.NOT_FOUND, Set.of()));
        }
        long job = body.number();
        long now = now(handle);
        if (exists(handle, "ready", job) || exists(handle, "lease", job)) {
            return Optional.of(new Requeued(RequeueOutcome.ALREADY_DUE, Set.of()));
        }
        Long dueAt = db.query(handle, "select due_at from {ns}_deferred where job = :job{lock}")
                .bind("job", job)
                .mapTo(Long.class)
                .findOne()
                .orElse(null);
        if (dueAt != null && dueAt <= now) {
            return Optional.of(new Requeued(RequeueOutcome.ALREADY_DUE, Set.of()));
        }
        if (dueAt != null) {
            Waiting waiting = take(handle, "deferred", job).orElseThrow();
            return Optional.of(makeReady(handle, body, waiting, actor, JobStatus.PENDING, now));
        }
        Finished finished = db.query(handle, "delete from {ns}_done where job = :job returning status, token")
                .bind("job", job)
                .map((row, context) -> new Finished(JobStatus.values()[row.getInt(1)], row.getLong(2)))
                .findOne()
                .orElse(null);
        if (finished == null) {
            return Optional.empty();
        }
        UniqueKeys.free(db, handle, List.of(job));
        Waiting anew = new Waiting(finished.token() + 1, 0, 0, false, now, null, null);
        return Optional.of(makeReady(handle, body, anew, actor, finished.status(), now));
    }

    private Requeued makeReady(Handle handle, Body body, Waiting waiting, UserId actor, JobStatus from, long now) {
        Endings endings = new Endings(now);
        Bulk bulk = endings.bulk();
        bulk.insert(
                Bulk.Table.READY,
                body.number(),
                body.type(),
                body.priority(),
                now,
                waiting.token(),
                waiting.settled(),
                waiting.attempt(),
                waiting.suspect(),
                waiting.error(),
                waiting.startedAt());
        bulk.count(from, JobStatus.PENDING);
        endings.line(body.number(), "queued again", actor.value());
        endings.flush(db, handle);
        JobNotes.trim(db, handle, body.number());
        return new Requeued(RequeueOutcome.QUEUED, Set.of(body.queue()));
    }

    boolean delete(JobId id) {
        return db.write(handle -> {
            Body body = body(handle, id).orElse(null);
            return body != null && delete(handle, body.number());
        });
    }

    private boolean delete(Handle handle, long job) {
        JobStatus status = db.query(handle, "delete from {ns}_done where job = :job returning status")
                .bind("job", job)
                .map((row, context) -> JobStatus.values()[row.getInt(1)])
                .findOne()
                .orElse(null);
        if (status == null) {
            return false;
        }
        UniqueKeys.forget(db, handle, List.of(job));
        db.update(handle, "delete from {ns}_job_log where job = :job")
                .bind("job", job)
                .execute();
        db.update(handle, "delete from {ns}_job where number = :job")
                .bind("job", job)
                .execute();
        Bulk bulk = new Bulk();
        bulk.count(status, null);
        bulk.flush(db, handle);
        return true;
    }

    private record Finished(JobStatus status, long token) {}

    private record Body(long number, String type, String queue, int priority) {}

    /** What a job has with it while it waits. */
    record Waiting(
            long token,
            long settled,
            int attempt,
            boolean suspect,
            long dueAt,
            @Nullable String error,
            @Nullable Long startedAt) {

        static Waiting of(ResultSet row) throws SQLException {
            return new Waiting(
                    row.getLong("token"),
                    row.getLong("settled"),
                    row.getInt("attempt"),
                    row.getBoolean("suspect"),
                    row.getLong("due_at"),
                    row.getString("error"),
                    JobRows.number(row, "started_at"));
        }

        /** Ends the job, which was taken from where it waited. */
        void cancel(Bulk bulk, long job, String queue, long now) {
            bulk.insert(
                    Bulk.Table.DONE,
                    job,
                    JobStatus.CANCELLED.ordinal(),
                    queue,
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

    private Optional<Waiting> take(Handle handle, String place, long job) {
        return db.query(
                        handle,
                        "delete from {ns}_" + place + " where job = :job"
                                + " returning token, settled, attempt, suspect, due_at, error, started_at")
                .bind("job", job)
                .map((row, context) -> Waiting.of(row))
                .findOne();
    }

    private Optional<Body> body(Handle handle, JobId id) {
        return db.query(handle, "select number, type, queue, priority from {ns}_job where id = :id")
                .bind("id", id.value())
                .map((row, context) -> new Body(row.getLong(1), row.getString(2), row.getString(3), row.getInt(4)))
                .findOne();
    }

    private boolean exists(Handle handle, String place, long job) {
        return db.query(handle, "select count(*) from {ns}_" + place + " where job = :job")
                        .bind("job", job)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private long now(Handle handle) {
        return db.query(handle, "select {now}").mapTo(Long.class).one();
    }

    private static RefusedException restless(JobId job) {
        return new RefusedException(
                ErrorCode.STORE_REFUSED,
                "job " + job + " moved " + LOOKS + " times while it was looked for; nothing was done, ask again");
    }
}
