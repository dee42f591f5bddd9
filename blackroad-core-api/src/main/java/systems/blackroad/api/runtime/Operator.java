package systems.blackroad.api.runtime;

import java.time.Duration;
import systems.blackroad.api.job.NodeId;

/**
 * One node of the job engine over a storage: enqueues and schedules jobs, and runs those of the types that it knows, beside any
 * number of other nodes. Thread-safe.
 *
 * <p>A node that does not {@link #start()} still enqueues. Jobs that a dead node ran restart elsewhere once its lease has
 * lapsed: within 15 s at the defaults.
 */
public interface Operator extends JobScheduler, AutoCloseable {

    /** The job types that this node can run. */
    JobRegistry registry();

    /** The present incarnation of this node; another one after its lease was lost. */
    NodeId node();

    /**
     * Starts to claim and run jobs, on threads of its own. Does not block. An outage of the storage, also at the start, never
     * stops it: it calls again until the storage answers.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    void start();

    /** Whether it was started and neither drained nor closed since. */
    boolean isRunning();

    /**
     * Claims and runs everything that is due, on this thread, until nothing is; passes due ticks first. For tests and for
     * programs that have their own timer. Blocks as long as the handlers do.
     *
     * @return how many runs ended
     * @throws IllegalStateException if it was started or closed before
     * @throws systems.blackroad.api.error.BlackRoadException as the storage does; what was claimed goes back with the next call
     */
    int runDueJobs();

    /**
     * Ends in good order: claims no more, tells handlers to stop, and waits for them; those that still run after {@code limit}
     * give their jobs back, without an attempt counted, and are interrupted. Afterwards it only enqueues.
     *
     * @param limit zero to a day
     * @return whether every handler had ended in time
     */
    boolean drain(Duration limit);

    /** Drains for at most 10 s if it runs, and stops its threads; idempotent. The storage stays open. */
    @Override
    void close();
}
