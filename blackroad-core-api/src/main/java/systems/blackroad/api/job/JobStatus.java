package systems.blackroad.api.job;

/** Where a job stands. A job reaches exactly one of the last three, unless someone queues it again. */
public enum JobStatus {
    /** Waiting: due, or due later. */
    PENDING,
    /** Under a live lease of one node. */
    RUNNING,
    /** Its handler returned. */
    COMPLETED,
    /** Its attempts are used up, or it cannot be run. */
    FAILED,
    /** Someone cancelled it. */
    CANCELLED;

    /** Whether it stays as it is unless someone queues the job again. */
    public boolean isFinished() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
