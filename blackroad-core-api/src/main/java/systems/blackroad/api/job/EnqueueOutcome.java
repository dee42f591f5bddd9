package systems.blackroad.api.job;

/** What became of an enqueue. A job is never dropped in silence: either it is new, or the one that exists is named. */
public sealed interface EnqueueOutcome {

    /** The job that now exists. */
    JobId job();

    /**
     * The job was taken in.
     *
     * @param job its id
     */
    record Created(JobId job) implements EnqueueOutcome {}

    /**
     * A job of this id existed already and was left as it is.
     *
     * @param job its id
     */
    record Existing(JobId job) implements EnqueueOutcome {}
}
