package systems.blackroad.operator.internal.engine;

import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.store.Verdict;

/** Decides what the end of a handler means for its job. */
final class Judge {

    private final Map<String, Settings.Rule> rules;
    private final RandomGenerator random;

    Judge(Map<String, Settings.Rule> rules, RandomGenerator random) {
        this.rules = rules;
        this.random = random;
    }

    /**
     * The verdict on a run whose handler ended. What a handler returned counts, also after a wish to cancel, but not after
     * its time was up; what it threw is the wish's consequence if there was one.
     */
    Verdict on(Run run, Outcome outcome) {
        if (outcome instanceof Outcome.NotStarted) {
            return new Verdict.Released();
        }
        if (outcome instanceof Outcome.Unreadable unreadable) {
            return new Verdict.Failed(ErrorCode.JOB_PAYLOAD_UNREADABLE + ": " + unreadable.error());
        }
        boolean late = run.reason == Run.Reason.TIMEOUT;
        if (outcome instanceof Outcome.Returned returned) {
            return late
                    ? failure(run, new Outcome.Threw(lateness(run)), lateness(run))
                    : new Verdict.Completed(returned.result());
        }
        if (run.reason == Run.Reason.CANCEL) {
            return new Verdict.Cancelled();
        }
        if (run.reason == Run.Reason.DRAIN) {
            return new Verdict.Released();
        }
        Outcome.Failure failure = (Outcome.Failure) outcome;
        return failure(run, failure, late ? lateness(run) + ": " + failure.error() : failure.error());
    }

    private Verdict failure(Run run, Outcome.Failure failure, String error) {
        int attempt = run.job.attempt();
        if (failure instanceof Outcome.NoRetry || attempt >= run.job.maxAttempts()) {
            return new Verdict.Failed(error);
        }
        return failure instanceof Outcome.Retry retry
                ? new Verdict.Retry(retry.due(), error)
                : new Verdict.Retry(Due.after(rule(run).backoff().delayAfter(attempt, random.nextDouble())), error);
    }

    private String lateness(Run run) {
        return "timed out after " + timeout(run);
    }

    /** How long an attempt may take. */
    Duration timeout(Run run) {
        return rule(run).timeout();
    }

    private Settings.Rule rule(Run run) {
        Settings.Rule rule = rules.get(run.job.payload().type());
        if (rule == null) {
            throw new IllegalStateException("run " + run.key + " is of a type that was never claimed");
        }
        return rule;
    }
}
