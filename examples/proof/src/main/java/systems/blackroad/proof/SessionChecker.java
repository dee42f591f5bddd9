package systems.blackroad.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Every answer names a revision, so the order of all operations on a session is known and need not be searched: by revision,
 * a write before those that only saw its revision. The history is linearizable if no operation returned before one that is
 * ordered ahead of it was invoked. One pass with the latest invocation so far decides that, in linear time after sorting.
 * Calls without an answer may have happened at any time later, so they restrict nothing; their events must only belong to a
 * command that was really sent.
 */
/** Compares what workers were told about sessions with the logs that the storage holds afterwards. Stateless. */
final class SessionChecker {

    private static final Comparator<Operation> ORDER = Comparator.comparing(Operation::session)
            .thenComparingLong(Operation::last)
            .thenComparing(Operation::kind)
            .thenComparingLong(Operation::invoked);

    private SessionChecker() {}

    /**
     * Checks a history.
     *
     * @param logs for each session its whole log: for the revisions 1, 2, 3 and so on the commands behind them; a missing
     *     revision is null
     * @return a line for each violation, beginning with its kind; none if all is as promised
     */
    static List<String> check(SessionHistory history, Map<String, List<@Nullable String>> logs) {
        List<String> violations = new ArrayList<>();
        logs.forEach((session, log) -> checkLog(session, log, history.commands(), violations));
        for (Operation operation : history.operations()) {
            checkKept(operation, logs.getOrDefault(operation.session(), List.of()), violations);
        }
        checkOrder(history.operations(), violations);
        checkRepeats(history.answers(), logs, violations);
        violations.addAll(AnswerChecker.check(history.answers()));
        violations.addAll(history.refusals());
        return violations;
    }

    private static void checkLog(
            String session, List<@Nullable String> log, Set<String> sent, List<String> violations) {
        Set<String> ended = new HashSet<>();
        String previous = null;
        for (int i = 0; i < log.size(); i++) {
            String command = log.get(i);
            String place = "session " + session + " revision " + (i + 1);
            if (command == null) {
                violations.add("GAP " + place + " is missing of " + log.size());
                continue;
            }
            if (!sent.contains(command)) {
                violations.add("PHANTOM " + place + " is of command " + command + ", which nobody sent");
            }
            if (!command.equals(previous)) {
                if (previous != null) {
                    ended.add(previous);
                }
                if (ended.contains(command)) {
                    violations.add("TWICE " + place + " is of command " + command + ", which had been applied before");
                }
            }
            previous = command;
        }
    }

    private static void checkKept(Operation operation, List<@Nullable String> log, List<String> violations) {
        for (long revision = operation.first(); revision <= operation.last(); revision++) {
            boolean held = revision <= log.size();
            if (!held) {
                violations.add("LOST session " + operation.session() + " revision " + revision
                        + " was acknowledged or seen, and the log ends at " + log.size());
            } else if (operation.kind() == Operation.Kind.WRITE
                    && !operation.command().equals(log.get((int) revision - 1))) {
                violations.add("LOST session " + operation.session() + " revision " + revision
                        + " was acknowledged to command " + operation.command() + ", and holds "
                        + log.get((int) revision - 1));
            }
        }
    }

    /** A repeat's answer is not an operation of its own, and must name the command's events all the same. */
    private static void checkRepeats(
            List<Answer> answers, Map<String, List<@Nullable String>> logs, List<String> violations) {
        for (Answer answer : answers) {
            if (answer.again() && answer.effect() == Answer.Effect.REPEATED) {
                Operation claimed = new Operation(
                        answer.session(),
                        Operation.Kind.WRITE,
                        answer.first(),
                        answer.last(),
                        answer.command(),
                        answer.invoked(),
                        answer.returned());
                checkKept(claimed, logs.getOrDefault(answer.session(), List.of()), violations);
            }
        }
    }

    private static void checkOrder(List<Operation> operations, List<String> violations) {
        Map<String, Operation> latest = new HashMap<>();
        for (Operation operation : operations.stream().sorted(ORDER).toList()) {
            Operation ahead = latest.get(operation.session());
            if (ahead != null && operation.returned() < ahead.invoked()) {
                violations.add("STALE session " + operation.session() + ": " + ahead.kind() + " of revision "
                        + ahead.last() + " began after " + operation.kind() + " of revision " + operation.last()
                        + " had returned");
            }
            if (ahead == null || operation.invoked() > ahead.invoked()) {
                latest.put(operation.session(), operation);
            }
        }
    }
}
