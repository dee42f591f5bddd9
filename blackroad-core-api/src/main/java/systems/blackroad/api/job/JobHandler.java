package systems.blackroad.api.job;

import org.jspecify.annotations.Nullable;

/**
 * The code behind a job type. It may run more than once for one job, and, after a pause longer than its lease, at the
 * same time as a later run; make its effects repeatable, or guard them with the context's token.
 *
 * @param <P> the payload class
 */
@FunctionalInterface
public interface JobHandler<P> {

    /**
     * Does the work.
     *
     * @return the job's result, kept with it, or null
     * @throws Exception to fail this attempt, as any {@link Throwable} does; its class and message are kept with the job, and the
     *     type's policy says when it is run again, unless it is a {@link RetryException} or {@link NonRetryableException}
     */
    @Nullable
    Object run(P payload, JobContext context) throws Exception;
}
