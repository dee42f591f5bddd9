package systems.blackroad.api.job;

/** What became of a cancellation. */
public enum CancelOutcome {
    /** The job was waiting; it is cancelled and will never start. */
    CANCELLED,
    /** The job is running; its handler is told by its node's next heartbeat, and whichever ends first decides. */
    REQUESTED,
    /** The job had finished before. */
    FINISHED,
    /** No job has this id. */
    NOT_FOUND
}
