package systems.blackroad.operator.internal.engine;

import systems.blackroad.api.store.ClaimedJob;

/** One run of a job on this node, from its claim until its handler has ended. */
final class Run {

    private final ClaimedJob job;
    private final long deadline;
    private boolean owned = true;
    private boolean cancelled;
    private boolean timedOut;
    private boolean drained;
    private boolean interrupted;
    private long interruptAt = Long.MAX_VALUE;

    Run(ClaimedJob job, long deadline) {
        this.job = job;
        this.deadline = deadline;
    }

    ClaimedJob job() {
        return job;
    }

    /** Whether this node still holds the job's lease, as far as it knows; else the handler only occupies its slot. */
    boolean isOwned() {
        return owned;
    }

    void disown() {
        owned = false;
    }

    void cancel(long interruptTime) {
        cancelled = true;
        interruptAt = Math.min(interruptAt, interruptTime);
    }

    void timeOut(long interruptTime) {
        timedOut = true;
        interruptAt = Math.min(interruptAt, interruptTime);
    }

    void drain() {
        drained = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isTimedOut() {
        return timedOut;
    }

    boolean isDrained() {
        return drained;
    }

    boolean timesOutAt(long now) {
        return owned && !timedOut && now >= deadline;
    }

    boolean isToBeInterruptedAt(long now) {
        return !interrupted && now >= interruptAt;
    }

    void interrupted() {
        interrupted = true;
    }

    /** When its timers want attention next. */
    long nextTimer() {
        long timeout = owned && !timedOut ? deadline : Long.MAX_VALUE;
        return Math.min(timeout, interrupted ? Long.MAX_VALUE : interruptAt);
    }
}
