package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all workers asked of sessions and were answered.
 *
 * @param operations the answered calls whose revision says when they took place
 * @param commands every command that was ever sent, answered or not, as client and sequence
 * @param answers every answer to a command
 * @param refusals what was refused and never should be
 */
record SessionHistory(List<Operation> operations, Set<String> commands, List<Answer> answers, List<String> refusals) {

    private static final Set<String> ASIDE = Set.of("U", Nodes.QUIET);

    SessionHistory {
        operations = List.copyOf(operations);
        commands = Set.copyOf(commands);
        answers = List.copyOf(answers);
        refusals = List.copyOf(refusals);
    }

    /** How many answers other workers got than those that sent the command first. */
    long again() {
        return answers.stream().filter(Answer::again).count();
    }

    /** How many of those said that the command had taken effect before. */
    long repeated() {
        return answers.stream()
                .filter(answer -> answer.again() && answer.effect() == Answer.Effect.REPEATED)
                .count();
    }

    /** How many commands were answered with {@code effect}. */
    long commandsWith(Answer.Effect... effects) {
        return answers.stream()
                .filter(answer -> List.of(effects).contains(answer.effect()))
                .map(Answer::command)
                .distinct()
                .count();
    }

    /**
     * Reads journals: {@code I number session command nanos move} for a call and {@code T} likewise for the repeat of another
     * worker's; {@code W number first last nanos repeated} for an answered write, {@code R number revision nanos} for an answer
     * that only saw a revision, {@code X number code} for a refusal that never should be, {@code U number} for a call that was
     * left to others and {@code Q} for the end of sending.
     */
    static SessionHistory read(List<Path> journals) throws IOException {
        Reader reader = new Reader();
        for (Path journal : journals) {
            reader.open.clear();
            for (String[] line : Journal.read(journal)) {
                reader.take(journal, line);
            }
        }
        return new SessionHistory(reader.operations, reader.commands, reader.answers, reader.refusals);
    }

    /** Puts calls and answers together. */
    private static final class Reader {

        private final List<Operation> operations = new ArrayList<>();
        private final Set<String> commands = new HashSet<>();
        private final List<Answer> answers = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();
        private final Map<String, String[]> open = new HashMap<>();

        void take(Path journal, String[] line) throws IOException {
            switch (line[0]) {
                case "I":
                case "T":
                    open.put(line[1], line);
                    if (!line[3].isEmpty()) {
                        commands.add(line[3]);
                    }
                    break;
                case "W":
                    write(call(line), line);
                    break;
                case "R":
                    see(call(line), line);
                    break;
                case "X":
                    String[] refused = open.getOrDefault(line[1], line);
                    refusals.add("REFUSED " + String.join(" ", refused) + " with " + line[2]);
                    break;
                default:
                    if (!ASIDE.contains(line[0])) {
                        throw new IOException("journal " + journal + " has a line of unknown kind " + line[0]);
                    }
            }
        }

        private String[] call(String[] answer) throws IOException {
            String[] call = open.remove(answer[1]);
            if (call == null) {
                throw new IOException("a journal answers call " + answer[1] + ", which it does not have");
            }
            return call;
        }

        private void write(String[] call, String[] line) {
            long first = Long.parseLong(line[2]);
            long last = Long.parseLong(line[3]);
            long invoked = Long.parseLong(call[4]);
            long returned = Long.parseLong(line[4]);
            boolean again = call[0].equals("T");
            boolean repeated = line[5].equals("1");
            Answer.Effect effect = repeated ? Answer.Effect.REPEATED : Answer.Effect.NEW;
            answers.add(new Answer(call[2], call[3], effect, first, last, again, invoked, returned));
            // What another worker had sent may have taken effect long before this repeat was invoked.
            if (!again || !repeated) {
                operations.add(new Operation(call[2], Operation.Kind.WRITE, first, last, call[3], invoked, returned));
            }
        }

        private void see(String[] call, String[] line) {
            long revision = Long.parseLong(line[2]);
            long invoked = Long.parseLong(call[4]);
            long returned = Long.parseLong(line[3]);
            operations.add(new Operation(call[2], Operation.Kind.READ, revision, revision, "", invoked, returned));
            if (!call[3].isEmpty()) {
                boolean again = call[0].equals("T");
                answers.add(
                        new Answer(call[2], call[3], Answer.Effect.NONE, revision, revision, again, invoked, returned));
            }
        }
    }
}
