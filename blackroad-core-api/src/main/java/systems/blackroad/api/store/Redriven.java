package systems.blackroad.api.store;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobStatus;

/**
 * What one call of {@link JobStore#redrive} did.
 *
 * @param jobs how many jobs it queued again
 * @param next the {@code after} that goes on from here, or null if it went through all of them
 */
public record Redriven(int jobs, @Nullable String next) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code jobs} is negative
     */
    public Redriven {
        if (jobs < 0) {
            throw new IllegalArgumentException("jobs must not be negative, got " + jobs);
        }
    }

    /**
     * Checks that {@code filter} says which jobs are to be queued again.
     *
     * @throws IllegalArgumentException if its status is neither {@code FAILED} nor {@code CANCELLED}
     */
    public static void requireFilter(JobFilter filter) {
        if (filter.status() != JobStatus.FAILED && filter.status() != JobStatus.CANCELLED) {
            throw new IllegalArgumentException(
                    "a redrive must be of FAILED or of CANCELLED jobs, got the status " + filter.status());
        }
    }
}
