package systems.blackroad.api.job;

/** What became of a wish to run a job now. */
public enum RequeueOutcome {
    /** The job was finished or due later, and is due now. */
    QUEUED,
    /** The job was due or running already; nothing changed. */
    ALREADY_DUE,
    /** No job has this id. */
    NOT_FOUND
}
