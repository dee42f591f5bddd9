package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;

/**
 * Many threads of some processes that do whatever can be done to jobs, with no faults but those that they are to each other: no
 * failure reaches a caller, and every job that was made ends. Single-threaded.
 */
final class CrowdRun {

    /** The threads of a process, unless told otherwise. */
    static final int CALLERS = 64;

    /** How long what is left may take to run. */
    private static final Duration END = Duration.ofMinutes(5);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final Path folder;
    private final List<Process> workers = new ArrayList<>();
    private final List<Path> journals = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    private CrowdRun(Scenario scenario, Path folder) {
        this.scenario = scenario;
        this.folder = folder;
    }

    /**
     * Runs a scenario of jobs without faults.
     *
     * @param callers the threads of each worker
     * @param time how long they call
     * @param folder where journals and the workers' output are kept
     */
    static Report run(Scenario scenario, int callers, Duration time, Path folder)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        CrowdRun run = new CrowdRun(scenario, folder);
        try {
            return run.run(callers, time);
        } finally {
            run.workers.forEach(Process::destroyForcibly);
        }
    }

    private Report run(int callers, Duration time) throws IOException, InterruptedException {
        for (int i = 0; i < scenario.nodes(); i++) {
            start(callers);
        }
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0 && workers.stream().allMatch(Process::isAlive)) {
            Thread.sleep(LOOK.toMillis());
        }
        finish();
        try (Storage storage = Storages.open(
                scenario.url(),
                StorageOptions.builder().namespace(scenario.namespace()).build())) {
            start(0);
            if (!Awaiting.until(END, () -> JobVerdict.unfinished(storage) == 0)) {
                violations.add("STUCK " + JobVerdict.unfinished(storage) + " jobs have not ended " + END
                        + " after the last call");
            }
            finish();
            long there = storage.jobs().counts().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            return report(scenario, journals, there, violations);
        }
    }

    private void start(int callers) throws IOException {
        int number = journals.size();
        Path journal = folder.resolve(Nodes.JOURNAL + number + ".txt");
        journals.add(journal);
        workers.add(Processes.start(
                folder.resolve("worker-" + number + ".log").toFile(),
                List.of(
                        "crowd-worker",
                        scenario.url(),
                        scenario.namespace(),
                        journal.toString(),
                        Long.toString(scenario.seed() * 1000 + number),
                        Integer.toString(callers))));
    }

    private void finish() throws IOException, InterruptedException {
        for (Process worker : workers) {
            worker.getOutputStream().close();
        }
        for (Process worker : workers) {
            Processes.finish(worker);
            if (worker.exitValue() != 0) {
                violations.add("BROKEN a worker ended with code " + worker.exitValue() + "; see the logs in " + folder);
            }
        }
        workers.clear();
    }

    /**
     * Compares what callers were told with what is there.
     *
     * @param there how many jobs there are
     * @param seen the violations that were seen during the run
     */
    static Report report(Scenario scenario, List<Path> journals, long there, List<String> seen) throws IOException {
        List<String> violations = new ArrayList<>(seen);
        Map<String, Long> calls = new TreeMap<>();
        long created = 0;
        for (Path journal : journals) {
            for (String[] line : Journal.read(journal)) {
                if (line[0].equals(CrowdWorker.FAILED)) {
                    violations.add("FAILED " + String.join(" ", line));
                } else {
                    calls.merge("calls of " + line[1], Long.parseLong(line[2]), Long::sum);
                    created += Long.parseLong(line[4]);
                }
            }
        }
        if (created != there) {
            violations.add("LOST callers were told of " + created + " new jobs, and " + there + " are there");
        }
        return new Report(scenario, Map.of(), calls, there + " jobs", violations);
    }
}
