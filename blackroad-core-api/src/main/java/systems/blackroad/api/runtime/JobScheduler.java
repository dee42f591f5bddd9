package systems.blackroad.api.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.JobQueries;
import systems.blackroad.api.store.StoreTransaction;

/**
 * Enqueues, schedules and controls jobs. Thread-safe. Every method but {@link #redrive} is one round trip, a few for jobs with
 * unique keys, blocks at most the storage's call timeout, and throws as the storage does; an acknowledged enqueue runs at
 * least once, whatever dies.
 */
public interface JobScheduler {

    /** Enqueues one job of {@code type}, due now, under a fresh id. Concurrent callers share a commit. */
    <P> EnqueueOutcome enqueue(JobType<P> type, P payload);

    /** Enqueues one job. Concurrent callers share a commit, except for jobs with a unique key, which go alone. */
    EnqueueOutcome enqueue(JobRequest<?> request);

    /**
     * Enqueues jobs in one commit.
     *
     * @param requests 1 to 1000
     * @param transaction the caller's own transaction, with which the jobs appear or not, or null
     * @return an outcome for each, in order
     */
    List<EnqueueOutcome> enqueue(List<? extends JobRequest<?>> requests, @Nullable StoreTransaction transaction);

    /**
     * Keeps a schedule that enqueues a job of {@code type} at each tick. Repeating it with the same definition changes
     * nothing, so every node may do it at start.
     *
     * @return what is stored now
     * @throws IllegalArgumentException if the schedule's expression cannot be read, or never comes due
     */
    <P> JobSchedule schedule(ScheduleId id, Schedule schedule, JobType<P> type, P payload);

    /** Cancels a waiting job, or asks a running one to stop. */
    CancelOutcome cancel(JobId job, UserId actor);

    /** Makes a waiting or finished job due now; a finished one starts over. */
    RequeueOutcome requeue(JobId job, UserId actor);

    /**
     * Queues failed or cancelled jobs again, the newest taken in first: each starts over, due now, and comes up at most once
     * in a call, also if it fails again meanwhile. Blocks for one round trip and one commit for every 200 jobs; a job that
     * matches but is queued again or deleted by others meanwhile is passed over.
     *
     * @param filter which jobs; its status is {@code FAILED} or {@code CANCELLED}
     * @param actor who asks, for each job's log
     * @param limit the most jobs, 1 to 1,000,000
     * @return how many were queued again
     * @throws IllegalArgumentException if the filter has another status or none
     * @throws systems.blackroad.api.error.UnknownOutcomeException if a batch failed after others were queued again; the
     *     message says how many jobs were. Repeating the call is safe: it goes on with the rest
     */
    int redrive(JobFilter filter, UserId actor, int limit);

    /** Lets a schedule's ticks make jobs, or not. */
    boolean enableSchedule(ScheduleId schedule, boolean enabled, UserId actor);

    /**
     * Enqueues the schedule's job now, beside its ticks.
     *
     * @throws RefusedException with code {@code SCHEDULE_NOT_FOUND}
     */
    EnqueueOutcome trigger(ScheduleId schedule, UserId actor);

    /**
     * Sets the limits of a queue, in place of those that it had, for all nodes at once; whether it is paused stays as it is.
     * Repeating it changes nothing, so every node may do it at start. A limit below what runs stops nothing that runs.
     *
     * @return what is set now
     * @throws RefusedException with {@code OVERLOADED} if 1,000 other queues are paused or have a limit
     */
    QueueSettings configure(QueueName queue, QueueLimits limits, UserId actor);

    /**
     * Lets no job of the queue start on any node until it is resumed; those that run go on. Returns whether it was not
     * paused before.
     *
     * @throws RefusedException as {@link #configure} does
     */
    boolean pause(QueueName queue, UserId actor);

    /** Lets jobs of the queue start again. Returns whether it was paused. */
    boolean resume(QueueName queue, UserId actor);

    /** Removes a finished job with its log; returns whether it was there and finished. */
    boolean delete(JobId job);

    /** The reading side. */
    JobQueries queries();
}
