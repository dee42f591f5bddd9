package systems.blackroad.proof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The worker processes of a test, numbered from 0, each with its journal and its log in a folder. Not thread-safe. */
final class Workers {

    private final Path folder;
    private final String namespace;
    private final List<Process> started = new ArrayList<>();

    Workers(Path folder, String namespace) {
        this.folder = folder;
        this.namespace = namespace;
    }

    /** Starts one that runs jobs, and enqueues some too if {@code enqueues}. */
    Process start(String url, Duration lease, boolean enqueues) throws Exception {
        String number = Integer.toString(count());
        return start("job-worker", url, number, lease.toString(), Boolean.toString(enqueues));
    }

    /** Starts one that completes its job however late it is. */
    Process startLate(String url, Duration lease) throws Exception {
        return start("late-node", url, lease.toString());
    }

    private Process start(String program, String url, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of(program, url, namespace, journal(count()).toString()));
        arguments.addAll(List.of(more));
        Process process =
                Processes.start(folder.resolve("worker-" + count() + ".log").toFile(), arguments);
        started.add(process);
        return process;
    }

    /** How many were started. */
    int count() {
        return started.size();
    }

    Path journal(int worker) {
        return folder.resolve("journal-" + worker + ".txt");
    }

    /** Kills what a failed test left. */
    void kill() throws Exception {
        for (Process process : started) {
            Processes.kill(process);
        }
    }
}
