package systems.blackroad.api.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;

/** Something a running job says of itself, written under its token. */
public sealed interface LeaseNote {

    /** The job. */
    JobId job();

    /** The token of its run. */
    long token();

    /**
     * How far the job is.
     *
     * @param job the job
     * @param token the token of its run
     * @param fraction 0 to 1
     * @param message written to the job's log as a line of its handler, or null
     */
    record Progress(
            JobId job,
            long token,
            double fraction,
            @Nullable String message) implements LeaseNote {

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the fraction is not 0 to 1
         */
        public Progress {
            Objects.requireNonNull(job, "job");
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException("progress of job " + job + " must be 0 to 1, got " + fraction);
            }
        }
    }

    /**
     * A line for the job's log.
     *
     * @param job the job
     * @param token the token of its run
     * @param text stores cut it to 4,096 chars
     */
    record Line(JobId job, long token, String text) implements LeaseNote {

        /** Checks that the parts are there. */
        public Line {
            Objects.requireNonNull(job, "job");
            Objects.requireNonNull(text, "text");
        }
    }
}
