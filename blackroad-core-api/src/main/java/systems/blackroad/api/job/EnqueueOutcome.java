package systems.blackroad.api.job;

/** What became of an enqueue. A job is never dropped in silence: either it is new, or the one that exists is named. */
public sealed interface EnqueueOutcome {

    /** The job that now stands for what was asked: the new one, or the one that was there. */
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

    /**
     * The job was taken in, in place of another one that held its unique key. If that one waited, it is cancelled; if it had
     * finished or was deleted within the period of its key, it stays as it was.
     *
     * @param job its id
     * @param replaced the job that held the key
     */
    record Replaced(JobId job, JobId replaced) implements EnqueueOutcome {}

    /**
     * The job was not taken in, since another one holds its unique key; no job has the id that was asked for.
     *
     * @param asked the id asked for
     * @param job the job that holds the key; it may have finished or been deleted, if it holds the key for a period
     */
    record Duplicate(JobId asked, JobId job) implements EnqueueOutcome {}
}
