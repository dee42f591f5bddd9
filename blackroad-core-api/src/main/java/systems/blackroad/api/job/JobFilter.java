package systems.blackroad.api.job;

import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list; a null part does not filter.
 *
 * @param status only jobs of this status
 * @param type only jobs of this type; not together with {@code queue}
 * @param queue only jobs of this queue
 */
public record JobFilter(
        @Nullable JobStatus status,
        @Nullable String type,
        @Nullable QueueName queue) {

    /** Every job. */
    public static final JobFilter ALL = new JobFilter(null, null, null);

    /**
     * Checks that at most one of type and queue is given.
     *
     * @throws IllegalArgumentException if both are
     */
    public JobFilter {
        if (type != null && queue != null) {
            throw new IllegalArgumentException("filter by type or by queue, not both: " + type + ", " + queue);
        }
    }

    /** Only jobs of {@code status}. */
    public static JobFilter status(JobStatus status) {
        return new JobFilter(status, null, null);
    }
}
