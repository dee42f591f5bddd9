package systems.blackroad.api.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueSettings;

/**
 * The reading side of a job store, for consoles. Each call is one round trip and never blocks or slows a claim. Times are
 * the store's; a list is of one moment.
 */
public interface JobQueries {

    /** The job of this id. */
    Optional<Job> find(JobId job);

    /**
     * Jobs by the time they were taken in, the newest first.
     *
     * @param after the {@code next} of an earlier page, or null for the first
     * @param limit 1 to {@value Page#MAX_LIMIT}
     * @throws IllegalArgumentException if {@code after} is no such text
     */
    Page<Job> list(JobFilter filter, @Nullable String after, int limit);

    /** How many jobs stand where; every status has an entry. Costs no scan of finished jobs. */
    Map<JobStatus, Long> counts();

    /**
     * The lines of a job's log after {@code afterSequence}, ascending.
     *
     * @param afterSequence 0 for the beginning
     * @param limit 1 to {@value Page#MAX_LIMIT}
     */
    List<JobLogEntry> log(JobId job, long afterSequence, int limit);

    /** The nodes that are live or still hold jobs, at most 1,000, by id. */
    List<JobNode> nodes();

    /**
     * Schedules by id, ascending.
     *
     * @param after the {@code next} of an earlier page, or null for the first
     * @param limit 1 to {@value Page#MAX_LIMIT}
     */
    Page<JobSchedule> schedules(@Nullable String after, int limit);

    /** The settings of every queue that is paused or has a limit, at most {@value JobStore#MAX_QUEUES}, by name. */
    List<QueueSettings> queues();
}
