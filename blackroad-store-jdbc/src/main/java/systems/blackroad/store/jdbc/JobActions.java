package systems.blackroad.store.jdbc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
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

    Changed<CancelOutcome> cancel(JobId job, UserId actor) {
        return db.write(handle -> {
            for (int look = 0; look < LOOKS; look++) {
                Optional<Changed<CancelOutcome>> outcome = tryCancel(handle, job, actor);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            throw restless(job);
        });
    }

    private Optional<Changed<CancelOutcome>> tryCancel(Handle handle, JobId id, UserId actor) {
        JobBody body = body(handle, id).orElse(null);
        if (body == null) {
            return alone(CancelOutcome.NOT_FOUND);
        }
        long job = body.number();
        long now = now(handle);
        Waiting waiting = take(handle, "ready", job)
                .or(() -> take(handle, "deferred", job))
                .orElse(null);
        if (waiting != null) {
            return Optional.of(endWaiting(handle, body, waiting, actor, now));
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
            return alone(CancelOutcome.REQUESTED);
        }
        return exists(handle, "done", job) ? alone(CancelOutcome.FINISHED) : Optional.empty();
    }

    private static <T> Optional<Changed<T>> alone(T outcome) {
        return Optional.of(new Changed<>(outcome, Set.of()));
    }

    private Changed<CancelOutcome> endWaiting(Handle handle, JobBody body, Waiting waiting, UserId actor, long now) {
        Endings endings = new Endings(now);
        endings.cancel(body, waiting);
        endings.line(body.number(), "cancelled while it waited", actor.value());
        endings.flush(db, handle);
        return new Changed<>(CancelOutcome.CANCELLED, endings.queues());
    }

    private void askToStop(Handle handle, long job, UserId actor, long now) {
        db.update(handle, "update {ns}_lease set cancel = true where job = :job")
                .bind("job", job)
                .execute();
        Endings endings = new Endings(now);
        endings.line(job, "asked to stop", actor.value());
        endings.flush(db, handle);
    }

    Changed<RequeueOutcome> requeue(JobId job, UserId actor) {
        return db.write(handle -> {
            for (int look = 0; look < LOOKS; look++) {
                Optional<Changed<RequeueOutcome>> outcome = tryRequeue(handle, job, actor);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            throw restless(job);
        });
    }

    private Optional<Changed<RequeueOutcome>> tryRequeue(Handle handle, JobId id, UserId actor) {
        JobBody body = body(handle, id).orElse(null);
        if (body == null) {
            return alone(RequeueOutcome.NOT_FOUND);
        }
        long job = body.number();
        long now = now(handle);
        if (exists(handle, "ready", job) || exists(handle, "lease", job)) {
            return alone(RequeueOutcome.ALREADY_DUE);
        }
        Long dueAt = db.query(handle, "select due_at from {ns}_deferred where job = :job{lock}")
                .bind("job", job)
                .mapTo(Long.class)
                .findOne()
                .orElse(null);
        if (dueAt != null && dueAt <= now) {
            return alone(RequeueOutcome.ALREADY_DUE);
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
        UniqueKeyRows.free(db, handle, List.of(job));
        Waiting anew = Waiting.anew(finished.token() + 1, now);
        return Optional.of(makeReady(handle, body, anew, actor, finished.status(), now));
    }

    private Changed<RequeueOutcome> makeReady(
            Handle handle, JobBody body, Waiting waiting, UserId actor, JobStatus from, long now) {
        Endings endings = new Endings(now);
        waiting.due(now).insert(endings.bulk(), body, false, now);
        endings.bulk().count(from, JobStatus.PENDING);
        if (body.ordered() && from != JobStatus.PENDING) {
            endings.left(body, true);
        }
        endings.line(body.number(), "queued again", actor.value());
        endings.flush(db, handle);
        JobNotes.trim(db, handle, body.number());
        endings.queues().add(body.queue());
        return new Changed<>(RequeueOutcome.QUEUED, endings.queues());
    }

    boolean delete(JobId id) {
        return db.write(handle -> {
            JobBody body = body(handle, id).orElse(null);
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
        UniqueKeyRows.forget(db, handle, List.of(job));
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

    private Optional<Waiting> take(Handle handle, String place, long job) {
        return db.query(handle, "delete from {ns}_" + place + " where job = :job returning " + Waiting.COLUMNS)
                .bind("job", job)
                .map((row, context) -> Waiting.of(row))
                .findOne();
    }

    private Optional<JobBody> body(Handle handle, JobId id) {
        return db.query(handle, "select " + JobBody.COLUMNS + " from {ns}_job j where j.id = :id")
                .bind("id", id.value())
                .map((row, context) -> JobBody.of(row))
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
