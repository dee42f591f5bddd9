package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all workers were told about jobs.
 *
 * @param acknowledged the ids of jobs whose enqueue was acknowledged
 * @param sent the jobs that were ever sent, acknowledged or not, each with the earliest time at which it is due
 * @param runs the runs that began
 * @param lines of each worker and ordered lane the acknowledged jobs, in the order in which they were enqueued
 * @param beats the heartbeats that were answered alive
 */
record JobHistory(
        Set<String> acknowledged, Map<String, Long> sent, List<Run> runs, List<List<String>> lines, List<Beat> beats) {

    JobHistory {
        acknowledged = Set.copyOf(acknowledged);
        sent = Map.copyOf(sent);
        runs = List.copyOf(runs);
        lines = lines.stream().map(List::copyOf).toList();
        beats = List.copyOf(beats);
    }

    /**
     * A run that began. Times are of the monotonic clock that all processes of a machine share, in nanoseconds.
     *
     * @param job the job's id
     * @param token its fencing token
     * @param worker the worker whose handler it was
     * @param began when
     * @param ended when its handler ended, or {@link #NEVER} if nobody saw that
     * @param end how: {@code C} returned, {@code F} failed as planned, {@code I} interrupted; empty if nobody saw that
     */
    record Run(String job, long token, String worker, long began, long ended, String end) {

        /** The end of a handler that was not seen to end. */
        static final long NEVER = Long.MAX_VALUE;
    }

    /**
     * A heartbeat. Times are as those of runs.
     *
     * @param worker the worker that sent it
     * @param node for which incarnation
     * @param sent when
     * @param answered when the answer was there
     */
    record Beat(String worker, String node, long sent, long answered) {}

    /**
     * Reads journals: {@code Q job due} for a sent enqueue, {@code E job time} for its acknowledgement, {@code S job token time} for a
     * run, {@code D job token time end} for its end, {@code H node sent answered} for a heartbeat.
     */
    static JobHistory read(List<Path> journals) throws IOException {
        Set<String> acknowledged = new HashSet<>();
        Map<String, Long> sent = new HashMap<>();
        List<Run> runs = new ArrayList<>();
        List<List<String>> lines = new ArrayList<>();
        List<Beat> beats = new ArrayList<>();
        for (Path journal : journals) {
            String worker = journal.getFileName().toString();
            Map<String, Run> begun = new LinkedHashMap<>();
            Map<String, List<String>> inOrder = new LinkedHashMap<>();
            for (String[] line : Journal.read(journal)) {
                switch (line[0]) {
                    case "Q":
                        sent.put(line[1], Long.parseLong(line[2]));
                        break;
                    case "E":
                        acknowledged.add(line[1]);
                        if (Lane.of(line[1]).ordered()) {
                            inOrder.computeIfAbsent(Lane.of(line[1]).name(), lane -> new ArrayList<>())
                                    .add(line[1]);
                        }
                        break;
                    case "S":
                        begun.put(line[1] + " " + line[2], run(worker, line));
                        break;
                    case "D":
                        begun.computeIfPresent(line[1] + " " + line[2], (run, began) -> ended(began, line));
                        break;
                    case "H":
                        beats.add(new Beat(worker, line[1], Long.parseLong(line[2]), Long.parseLong(line[3])));
                        break;
                    case "A":
                        // What a late node was answered; it promises nothing.
                        break;
                    default:
                        throw new IOException("journal " + journal + " has a line of unknown kind " + line[0]);
                }
            }
            runs.addAll(begun.values());
            lines.addAll(inOrder.values());
        }
        return new JobHistory(acknowledged, sent, runs, lines, beats);
    }

    private static Run run(String worker, String[] line) {
        return new Run(line[1], Long.parseLong(line[2]), worker, Long.parseLong(line[3]), Run.NEVER, "");
    }

    private static Run ended(Run run, String[] line) {
        return new Run(run.job(), run.token(), run.worker(), run.began(), Long.parseLong(line[3]), line[4]);
    }
}
