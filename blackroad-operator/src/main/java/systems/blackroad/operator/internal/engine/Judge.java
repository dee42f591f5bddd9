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
        if (run.reason == Run.Reason.TIMEOUT) {
            String late = "timed out after " + timeout(run);
            return failure(run, outcome instanceof Outcome.Threw threw ? late + ": " + threw.error() : late);
        }
        if (outcome instanceof Outcome.Returned returned) {
            return new Verdict.Completed(returned.result());
        }
        if (run.reason == Run.Reason.CANCEL) {
            return new Verdict.Cancelled();
        }
        return run.reason == Run.Reason.DRAIN
                ? new Verdict.Released()
                : failure(run, ((Outcome.Threw) outcome).error());
    }

    private Verdict failure(Run run, String error) {
        int attempt = run.job.attempt();
        return attempt >= run.job.maxAttempts()
                ? new Verdict.Failed(error)
                : new Verdict.Retry(Due.after(rule(run).retry().delayAfter(attempt, random.nextDouble())), error);
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
