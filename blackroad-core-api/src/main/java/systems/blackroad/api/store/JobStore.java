package systems.blackroad.api.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.session.UserId;

/**
 * Where one namespace of jobs is kept. Thread-safe; every method may block, up to the call timeout. The numbered rules are
 * in {@code docs/reference/store-contract.md}.
 *
 * <p>All times are judged by the store's clock, inside the statement. A job has at most one live lease; each claim raises
 * its token, also across a requeue, a restart and a new epoch, and a write under any other token is {@link
 * Acceptance#STALE}. A lease is live as long as the lease of its node; from the instant at which that lapses, writes under
 * its tokens are stale, rescued or not. Methods throw as those of {@link SessionStore} do.
 */
public interface JobStore extends JobQueries {

    /** The most jobs in one enqueue. */
    int MAX_BATCH = 1000;

    /** The most queues that are paused or have a limit. */
    int MAX_QUEUES = 1000;

    /** What an acknowledged write survives. */
    Durability durability();

    /**
     * Takes jobs in, each once: an id that exists is left as it is, and one whose unique key another job holds is taken in
     * instead of that one or not at all, as {@link systems.blackroad.api.job.UniqueKey} says; in the batch's order. One round
     * trip and one commit, or no commit in the caller's transaction, whose commit then decides.
     *
     * <p>Jobs with unique keys cost a few round trips more, and wait for other transactions that have taken one of the keys
     * or ask for it. In the caller's transaction a key is taken until that ends, and a waiting job that keeps another one out
     * is not claimed before that ends, so that it sees what the caller commits. A caller who takes keys by several calls in
     * one transaction should do so in one order everywhere, else the database may end one of two such transactions.
     *
     * @param batch 1 to {@value #MAX_BATCH} jobs
     * @param transaction the caller's own transaction, or null
     * @return an outcome for each job, in order
     * @throws systems.blackroad.api.error.RefusedException with {@code STORE_UNSUPPORTED} if the transaction is of another
     *     store, or its connection is in autocommit
     */
    List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction);

    /**
     * Ends runs and claims new ones. Settlements are checked and written one by one: a stale one changes nothing. A claim
     * gives due jobs by priority, then by due time, then in order of arrival, only to a live node, and at most one suspect.
     * An exchange whose sequence is not larger than every earlier one through the same pipe of its node claims nothing new,
     * and answers with the jobs that it was given before, as far as they are still its own: a repeat changes nothing, and one
     * that a later one overtook gives none. A job that someone asked to cancel never waits again: what would put it
     * back makes it cancelled. One round trip where the store can, one commit.
     *
     * <p>A claim gives no job of a paused queue, none beyond a limit of its queue, and no ordered job before its turn: the
     * first in claim order among the ordered jobs of its queue and key that are due has the turn, and from its first claim on
     * it keeps the turn until it has finished. Limits count leases from the claim until they are ended by a settlement, a
     * heartbeat, {@link #leave} or {@link #rescue}; a start takes a permit of the rate for good. While a due job
     * has a key, or its queue settings, a claim may give fewer jobs than it could; {@code untilNext} is zero then.
     */
    ExchangeResult exchange(Exchange exchange);

    /**
     * Writes notes of running jobs, each under its token. One round trip, one commit.
     *
     * @param notes 1 to {@value #MAX_BATCH}
     * @return {@code ACCEPTED} or {@code STALE} for each, in order
     */
    List<Acceptance> note(List<LeaseNote> notes);

    /**
     * Renews a node's lease and reconciles: leases of this node from exchanges up to {@code through} that it does not hold
     * go back, due at once, with no attempt counted. An incarnation that was declared dead, or whose lease has lapsed, is
     * never renewed. One commit.
     */
    HeartbeatResult heartbeat(Heartbeat heartbeat);

    /**
     * Declares dead every node whose lease has lapsed, by a conditional update, and puts its jobs back, due at once, with no
     * attempt counted. A job that was lost before too, and at most put back in between, becomes a suspect: a claim counts
     * its attempt, and gives one at a time to a node, so that a job that kills its process is found, alone. A job whose
     * counted attempts are used up is failed instead, and one that someone asked to cancel is cancelled. Any node may
     * call it at any time.
     *
     * @param limit the most leases to end, 1 to 1000; call again while it returns as many
     * @return the jobs whose leases were ended
     */
    List<JobId> rescue(int limit);

    /** Declares the node dead and puts back what it holds, due at once, with no attempt counted; nothing if it is dead. */
    void leave(NodeId node);

    /** Cancels a waiting job for good, or asks a running one to stop; decided by one conditional write. */
    CancelOutcome cancel(JobId job, UserId actor);

    /** Makes a waiting or finished job due now; a finished one starts over with no attempts counted and a larger token. */
    RequeueOutcome requeue(JobId job, UserId actor);

    /** Removes a finished job with its log; returns whether it was there and finished. */
    boolean delete(JobId job);

    /**
     * Queues finished jobs of one status again, each as {@link #requeue} does, the newest taken in first. Calls that follow
     * one another by {@code next} come to each job at most once, also to one that fails again meanwhile. One commit;
     * repeating a call that failed is safe, since what was queued again has no longer that status.
     *
     * @param filter which jobs; its status is {@code FAILED} or {@code CANCELLED}
     * @param after the {@code next} of an earlier call with this filter, or null to begin
     * @param limit the most jobs to queue again, 1 to {@value #MAX_BATCH}
     * @throws IllegalArgumentException if the filter has another status or none, or {@code after} is no such text
     */
    Redriven redrive(JobFilter filter, @Nullable String after, UserId actor, int limit);

    /**
     * Deletes jobs, with their logs, that finished as long ago by the store's clock as their status and queue are kept; of
     * one queue and status those first that finished first. Any node may call it at any time: what another call deletes at
     * this moment is left to that. One commit. Finding that nothing is to be deleted costs one round trip and a few index
     * entries for each queue, however many finished jobs there are.
     *
     * @param limit the most jobs to delete, 1 to {@value #MAX_BATCH}; call again while it returns as many
     * @return how many were deleted
     */
    int purge(Retention retention, int limit);

    /**
     * Keeps a schedule. If one of this id with the same definition exists, it is left as it is; one with another definition
     * is replaced, keeping {@code enabled} and {@code lastTick}, its {@code next} being the given one, or none if that is
     * not after {@code lastTick}.
     *
     * @return what is stored now
     */
    JobSchedule putSchedule(JobSchedule schedule);

    /** Removes a schedule; its jobs stay. Returns whether it was there. */
    boolean removeSchedule(ScheduleId schedule);

    /** Lets ticks make jobs, or not; returns whether the schedule is there. */
    boolean enableSchedule(ScheduleId schedule, boolean enabled, UserId actor);

    /**
     * The enabled schedules whose next tick has come.
     *
     * @param limit 1 to {@value Page#MAX_LIMIT}
     */
    DueSchedules dueSchedules(int limit);

    /**
     * Passes ticks, each in one commit with its job: only if the schedule is enabled and its next tick is still the expected
     * one, so that a tick passes once over all nodes.
     *
     * @param ticks 1 to {@value Page#MAX_LIMIT}, at most one per schedule
     * @return for each, in order, whether it was this call that passed it
     */
    List<Boolean> tick(List<Tick> ticks);

    /**
     * Sets the limits of a queue, in place of those that it had, for all nodes at once. Whether it is paused stays as it is,
     * so that every node may put its limits at start. A limit below what runs stops nothing that runs. The bucket of a rate is
     * full when the rate is set first or changed, and stays as it is when the rate does. Repeated, it changes nothing.
     *
     * @return what is set now
     * @throws RefusedException with {@code OVERLOADED} if {@value #MAX_QUEUES} other queues are paused or have a limit
     */
    QueueSettings putQueue(QueueName queue, QueueLimits limits, UserId actor);

    /**
     * Pauses a queue for all nodes at once, or resumes it: none of its jobs is claimed while it is paused, and those that run
     * go on.
     *
     * @return whether it was otherwise before
     * @throws RefusedException as {@link #putQueue} does
     */
    boolean pauseQueue(QueueName queue, boolean paused, UserId actor);

    /**
     * Registers a listener for jobs that become claimable, as far as the store can tell. Hints may be lost, late or
     * repeated.
     */
    HintSubscription hints(HintListener listener);

    /** Begins a new epoch, as after a restore from a backup: every token given out later is larger than any before. */
    void newEpoch();
}
