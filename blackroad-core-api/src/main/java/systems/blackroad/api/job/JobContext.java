package systems.blackroad.api.job;

import org.jspecify.annotations.Nullable;

/**
 * What a handler knows of its run, and how it speaks to the engine. Thread-safe; valid until the handler returns. None
 * of its methods blocks.
 */
public interface JobContext {

    /** The job that runs. */
    JobId job();

    /** The attempt that runs, from 1. */
    int attempt();

    /**
     * The fencing token of this run: larger than that of every earlier run of the job. Hand it to external resources
     * that can refuse a smaller one.
     */
    long token();

    /** Whether this node's lease has not lapsed, by its own elapsed time; check before an external effect. */
    boolean isLeaseValid();

    /** Whether someone asked to cancel the job, or the node is draining; return soon, or throw. */
    boolean isCancelled();

    /**
     * Reports progress; written with the next batch, at most once a second, the last report winning.
     *
     * @param fraction 0 to 1
     * @param message shown beside it, or null
     */
    void progress(double fraction, @Nullable String message);

    /** Adds a line to the job's log, written with the next batch; lines beyond 1,000 unwritten ones are counted and dropped. */
    void log(String text);
}
