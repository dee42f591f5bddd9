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
 * @param operations the answered calls
 * @param commands every command that was ever sent, answered or not, as client and sequence
 */
record SessionHistory(List<Operation> operations, Set<String> commands) {

    SessionHistory {
        operations = List.copyOf(operations);
        commands = Set.copyOf(commands);
    }

    /**
     * Reads journals: {@code I number session command nanos} for a call, {@code W number first last nanos} for an answered
     * write, {@code R number revision nanos} for an answer that only saw a revision.
     */
    static SessionHistory read(List<Path> journals) throws IOException {
        List<Operation> operations = new ArrayList<>();
        Set<String> commands = new HashSet<>();
        for (Path journal : journals) {
            Map<String, String[]> open = new HashMap<>();
            for (String[] line : Journal.read(journal)) {
                switch (line[0]) {
                    case "I":
                        open.put(line[1], line);
                        if (!line[3].isEmpty()) {
                            commands.add(line[3]);
                        }
                        break;
                    case "W":
                        operations.add(operation(open, line, Operation.Kind.WRITE, line[2], line[3], line[4]));
                        break;
                    case "R":
                        operations.add(operation(open, line, Operation.Kind.READ, line[2], line[2], line[3]));
                        break;
                    default:
                        throw new IOException("journal " + journal + " has a line of unknown kind " + line[0]);
                }
            }
        }
        return new SessionHistory(operations, commands);
    }

    private static Operation operation(
            Map<String, String[]> open,
            String[] answer,
            Operation.Kind kind,
            String first,
            String last,
            String returned)
            throws IOException {
        String[] call = open.remove(answer[1]);
        if (call == null) {
            throw new IOException("a journal answers call " + answer[1] + ", which it does not have");
        }
        return new Operation(
                call[2],
                kind,
                Long.parseLong(first),
                Long.parseLong(last),
                kind == Operation.Kind.WRITE ? call[3] : "",
                Long.parseLong(call[4]),
                Long.parseLong(returned));
    }
}
