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
        if (outcome instanceof Outcome.NotStarted || outcome instanceof Outcome.TooLate) {
            return new Verdict.Released();
        }
        if (outcome instanceof Outcome.Unreadable unreadable) {
            return new Verdict.Failed(ErrorCode.JOB_PAYLOAD_UNREADABLE + ": " + unreadable.error());
        }
        if (outcome instanceof Outcome.Returned returned && run.reason != Run.Reason.TIMEOUT) {
            return new Verdict.Completed(returned.result());
        }
        if (run.reason == Run.Reason.CANCEL) {
            return new Verdict.Cancelled();
        }
        if (run.reason == Run.Reason.DRAIN) {
            return new Verdict.Released();
        }
        return failure(run, outcome, error(run, outcome));
    }

    private Verdict failure(Run run, Outcome outcome, String error) {
        int attempt = run.job.attempt();
        if (outcome instanceof Outcome.NoRetry || attempt >= run.job.maxAttempts()) {
            return new Verdict.Failed(error);
        }
        return outcome instanceof Outcome.Retry retry
                ? new Verdict.Retry(retry.due(), error)
                : new Verdict.Retry(Due.after(rule(run).backoff().delayAfter(attempt, random.nextDouble())), error);
    }

    /** What went wrong: its time was up, it threw, or both. */
    private String error(Run run, Outcome outcome) {
        String thrown = outcome instanceof Outcome.Failure failure ? failure.error() : "";
        if (run.reason != Run.Reason.TIMEOUT) {
            return thrown;
        }
        return "timed out after " + timeout(run) + (thrown.isEmpty() ? "" : ": " + thrown);
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
