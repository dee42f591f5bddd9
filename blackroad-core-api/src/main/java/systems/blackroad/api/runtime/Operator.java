package systems.blackroad.api.runtime;

import java.time.Duration;
import systems.blackroad.api.job.NodeId;

/**
 * A node of the job engine: it enqueues and schedules jobs, and once started it runs those of its registered types.
 * Thread-safe. Any number of operators, in any number of processes, share the jobs of one storage.
 *
 * <p>It lives through outages of its storage of any length: its jobs stop when its lease lapses, and it goes on under a
 * new incarnation when the storage answers again. Closing an operator never closes the storage.
 *
 * <p>Of the methods it inherits, {@code schedule} takes two round trips, the first of which reads the store's clock, and
 * {@code trigger} takes one for the job and one for every 200 schedules.
 */
public interface Operator extends JobScheduler, AutoCloseable {

    /** The types that this node can run. */
    JobRegistry registry();

    /** The incarnation that this node runs under now; a new one whenever it lost its lease. */
    NodeId node();

    /** How many handlers run here now, and how many of them nobody waits for any more. Blocks nowhere. */
    OperatorLoad load();

    /**
     * Starts claiming and running jobs; returns at once, also while the storage is out of reach.
     *
     * @throws IllegalStateException if it was started, drained or closed before, or has no registered type
     */
    void start();

    /** Whether it was started and is neither draining nor closed. */
    boolean isRunning();

    /**
     * Runs everything that is due now on the calling thread, until nothing is: ticks of schedules, rescued jobs, retries
     * without delay, and what the jobs themselves enqueue. For tests and for programs without threads; a job's timeout and
     * cancellation do not interrupt it here.
     *
     * @return how many runs there were
     * @throws IllegalStateException if it was started, drained or closed, or has no registered type
     * @throws systems.blackroad.api.error.BlackRoadException if the storage failed; what was done stays
     */
    int runDueJobs();

    /**
     * Stops claiming, tells running handlers through {@code isCancelled}, waits for them, then gives back what this node
     * still holds. A handler that throws meanwhile, or does not end in time, has its job put back with no attempt counted;
     * those that do not end in time are interrupted. Idempotent; the operator cannot be started again, but can enqueue.
     *
     * @param limit how long to wait for handlers, zero to a day; the storage may take its call timeout on top
     * @return whether every handler ended within the limit
     */
    boolean drain(Duration limit);

    /**
     * Drains for at most 10 s, unless it was drained before, and ends the threads that this operator started. Idempotent;
     * the storage may take its call timeout on top. Afterwards enqueuing is refused with {@code SHUTTING_DOWN}.
     */
    @Override
    void close();
}
