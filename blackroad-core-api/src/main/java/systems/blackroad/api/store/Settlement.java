package systems.blackroad.api.store;

import java.util.Objects;
import systems.blackroad.api.job.JobId;

/**
 * The end of one run, written under its token.
 *
 * @param job the job
 * @param token the token of the run
 * @param verdict how it ended
 */
public record Settlement(JobId job, long token, Verdict verdict) {

    /** Checks that every part is there. */
    public Settlement {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(verdict, "verdict");
    }
}
