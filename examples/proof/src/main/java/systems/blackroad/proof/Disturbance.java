package systems.blackroad.proof;

import org.jspecify.annotations.Nullable;

/**
 * What a chaos run did, by the monotonic clock that all processes of a machine share, in nanoseconds.
 *
 * @param fault what it was, or null for the end of all workers
 * @param worker the file name of the journal of the worker that it hit, or null if it hit all
 * @param from when it began
 * @param until when it was over
 */
record Disturbance(@Nullable Fault fault, @Nullable String worker, long from, long until) {

    /** Whether the storage took nothing meanwhile. */
    boolean isOutage() {
        return fault != null && fault.isOutage();
    }

    /** For how long of a span it was there. */
    long within(long since, long before) {
        return Math.max(0, Math.min(until, before) - Math.max(from, since));
    }

    /** Whether it can have cost a worker the lease of a run that was under way at some time of this span. */
    boolean mayHit(String runner, long since, long before) {
        return (worker == null || worker.equals(runner)) && from <= before && until >= since;
    }
}
