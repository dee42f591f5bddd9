package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Storage;

/** Compares what the workers of a run were told about jobs with what the storage holds in the end. Stateless. */
final class JobVerdict {

    private JobVerdict() {}

    /** How many jobs are left to run. */
    static long unfinished(Storage storage) {
        return storage.jobs().counts().entrySet().stream()
                .filter(count -> !count.getKey().isFinished())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many leases of a job were lost: each left a line in its log. */
    private static int lostLeases(Storage storage, String job) {
        return Math.toIntExact(storage.jobs().log(JobId.of(job), 0, Page.MAX_LIMIT).stream()
                .filter(line -> line.kind() == JobLogEntry.Kind.TRANSITION
                        && line.text().startsWith("the lease of node "))
                .count());
    }

    /**
     * Checks a run whose workers have all ended and whose jobs have drained.
     *
     * @param disturbances what was done to the workers
     * @param journals of all workers
     * @param seen the violations that were seen during the run
     */
    static Report of(
            Scenario scenario,
            Map<Fault, Integer> injected,
            List<Disturbance> disturbances,
            Storage storage,
            List<Path> journals,
            List<String> seen)
            throws IOException {
        JobHistory history = JobHistory.read(journals);
        Map<String, JobChecker.Final> finals = new HashMap<>();
        String after = null;
        do {
            Page<Job> page = storage.jobs().list(JobFilter.ALL, after, Page.MAX_LIMIT);
            page.items().forEach(job -> finals.put(job.id().value(), new JobChecker.Final(job.status(), job.token())));
            after = page.next();
        } while (after != null);
        List<String> violations = new ArrayList<>(seen);
        violations.addAll(JobChecker.check(history, finals));
        RunChecker runs = new RunChecker(history, finals, disturbances, scenario, job -> lostLeases(storage, job));
        violations.addAll(runs.check());
        return new Report(
                scenario,
                injected,
                Map.of("acknowledgements looked up", (long)
                        history.acknowledged().size()),
                finals.size() + " jobs, " + history.runs().size() + " runs, " + runs.summary(),
                violations);
    }
}
