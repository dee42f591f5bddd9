package systems.blackroad.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that every answer to a command is its first one, whichever node gave it and however often it was sent. Stateless.
 */
final class AnswerChecker {

    private AnswerChecker() {}

    /**
     * Checks all answers.
     *
     * @return a line for each violation, beginning with its kind; none if all is as promised
     */
    static List<String> check(List<Answer> answers) {
        Map<String, List<Answer>> byCommand = new HashMap<>();
        for (Answer answer : answers) {
            byCommand
                    .computeIfAbsent(answer.session() + " command " + answer.command(), command -> new ArrayList<>())
                    .add(answer);
        }
        List<String> violations = new ArrayList<>();
        byCommand.forEach((command, all) -> {
            if (all.size() > 1) {
                all.sort(Comparator.comparingLong(Answer::returned));
                checkCommand("session " + command, all, violations);
            }
        });
        return violations;
    }

    private static void checkCommand(String place, List<Answer> byReturn, List<String> violations) {
        Answer effective = null;
        boolean found = false;
        for (Answer answer : byReturn) {
            if (effective != null
                    && answer.invoked() > effective.returned()
                    && answer.effect() != Answer.Effect.REPEATED) {
                violations.add("FORGOT " + place + " had been answered with revisions " + range(effective)
                        + ", and was answered later as if it were new: " + answer.effect() + " " + range(answer));
            }
            if (answer.effect() == Answer.Effect.NONE) {
                continue;
            }
            if (answer.effect() == Answer.Effect.NEW) {
                if (found) {
                    violations.add("TWICE " + place + " was answered as new by two calls");
                }
                found = true;
            }
            if (effective == null) {
                effective = answer;
            } else if (effective.first() != answer.first() || effective.last() != answer.last()) {
                violations.add("ANSWER " + place + " was answered with revisions " + range(effective) + " and "
                        + range(answer));
            }
        }
    }

    private static String range(Answer answer) {
        return answer.first() + ".." + answer.last();
    }
}
