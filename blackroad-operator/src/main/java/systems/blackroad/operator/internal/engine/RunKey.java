package systems.blackroad.operator.internal.engine;

import java.util.Objects;
import systems.blackroad.api.job.JobId;

/**
 * One run of one job: a job that this node lost and claimed again is another run.
 *
 * @param job the job
 * @param token the run's fencing token
 */
public record RunKey(JobId job, long token) {

    /** Checks that the job is there. */
    public RunKey {
        Objects.requireNonNull(job, "job");
    }
}
