package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What all workers were told about jobs.
 *
 * @param acknowledged the ids of jobs whose enqueue was acknowledged
 * @param sent the ids of jobs that were ever sent, acknowledged or not
 * @param runs the runs that began
 */
record JobHistory(Set<String> acknowledged, Set<String> sent, List<Run> runs) {

    JobHistory {
        acknowledged = Set.copyOf(acknowledged);
        sent = Set.copyOf(sent);
        runs = List.copyOf(runs);
    }

    /**
     * A run that began.
     *
     * @param job the job's id
     * @param token its fencing token
     * @param worker the worker whose handler it was
     */
    record Run(String job, long token, String worker) {}

    /** Reads journals: {@code Q job} for a sent enqueue, {@code E job} for its acknowledgement, {@code S job token} for a run. */
    static JobHistory read(List<Path> journals) throws IOException {
        Set<String> acknowledged = new HashSet<>();
        Set<String> sent = new HashSet<>();
        List<Run> runs = new ArrayList<>();
        for (Path journal : journals) {
            for (String[] line : Journal.read(journal)) {
                switch (line[0]) {
                    case "Q":
                        sent.add(line[1]);
                        break;
                    case "E":
                        acknowledged.add(line[1]);
                        break;
                    case "S":
                        runs.add(new Run(
                                line[1],
                                Long.parseLong(line[2]),
                                journal.getFileName().toString()));
                        break;
                    case "A":
                        // What a late node was answered; it promises nothing.
                        break;
                    default:
                        throw new IOException("journal " + journal + " has a line of unknown kind " + line[0]);
                }
            }
        }
        return new JobHistory(acknowledged, sent, runs);
    }
}
