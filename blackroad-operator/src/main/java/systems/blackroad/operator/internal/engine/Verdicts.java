package systems.blackroad.operator.internal.engine;

import java.util.Map;
import java.util.random.RandomGenerator;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Verdict;

/** Decides what a handler's end means for its job. */
final class Verdicts {

    private final Map<String, JobType<?>> types;
    private final RandomGenerator random;

    Verdicts(Map<String, JobType<?>> types, RandomGenerator random) {
        this.types = types;
        this.random = random;
    }

    /**
     * A handler that returned has completed its job, also when it had been told to stop: whichever ends first decides. One that
     * threw was cancelled if someone asked for that, goes back uncounted if the node is draining, and else has failed.
     */
    Verdict of(Run run, RunResult result) {
        if (result instanceof RunResult.Returned returned) {
            return new Verdict.Completed(returned.result());
        }
        if (result instanceof RunResult.Unreadable unreadable) {
            return new Verdict.Failed(unreadable.error());
        }
        if (run.isCancelled()) {
            return new Verdict.Cancelled();
        }
        if (run.isDrained() && !run.isTimedOut()) {
            return new Verdict.Released();
        }
        String error = ((RunResult.Threw) result).error();
        return failed(
                run.job(), run.isTimedOut() ? "timed out after " + timeout(run.job()) + "; then: " + error : error);
    }

    private Verdict failed(ClaimedJob job, String error) {
        if (job.attempt() >= job.maxAttempts()) {
            return new Verdict.Failed(error);
        }
        JobType<?> type = types.get(job.payload().type());
        RetryPolicy retry = type == null ? RetryPolicy.DEFAULT : type.retry();
        return new Verdict.Retry(retry.delayAfter(job.attempt(), random.nextDouble()), error);
    }

    private String timeout(ClaimedJob job) {
        JobType<?> type = types.get(job.payload().type());
        return type == null ? "its limit" : type.timeout().toString();
    }
}
