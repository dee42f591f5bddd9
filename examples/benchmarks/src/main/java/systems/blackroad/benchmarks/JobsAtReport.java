package systems.blackroad.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Jobs of this library beside those of db-scheduler on a database that is not PostgreSQL: a MariaDB, or SQLite. */
final class JobsAtReport {

    private static final List<JobEngines> ENGINES = List.of(JobEngines.BLACKROAD, JobEngines.DB_SCHEDULER);

    private final Databases databases;
    private final JobsOptions options;
    private int made;

    private JobsAtReport(Databases databases, JobsOptions options) {
        this.databases = databases;
        this.options = options;
    }

    /** Runs drains and enqueues at a URL, and prints each as it ends. */
    static void print(String url, JobsOptions options) throws Exception {
        System.out.println("## Background jobs elsewhere\n\n" + Machine.describe());
        try (Databases databases = Databases.at(url)) {
            System.out.println(databases.describe() + "\n");
            JobsAtReport report = new JobsAtReport(databases, options);
            report.printDrain();
            new EnqueueReport(databases, ENGINES, engine -> PeerRates.NONE, options).print();
        }
    }

    private void printDrain() throws Exception {
        System.out.printf(
                "%n### Drain: %,d jobs that do nothing, %d rounds, one node, one that is slow stopped after %d s; %s%n%n",
                options.jobs(), options.rounds(), options.slowRound().toSeconds(), Machine.others());
        for (JobEngines engine : ENGINES) {
            drain(databases, "warm_" + ++made, engine, options.warmUpJobs(), options.slowRound());
        }
        Map<JobEngines, List<Executions.Timed>> results = Rounds.interleaved(
                ENGINES,
                options.rounds(),
                engine -> drain(databases, "jobs_" + ++made, engine, options.jobs(), options.slowRound()));
        System.out.println("| | jobs/s | jobs run in a round |\n|---|---|---|");
        results.forEach((engine, rounds) -> System.out.printf(
                "| %s | %s | %,.0f |%n",
                engine.title(),
                Spread.of(rounds, Executions.Timed::perSecond).text("%,.0f"),
                Spread.of(rounds, Executions.Timed::runs).median()));
        System.out.printf(
                "%nOurs to theirs, round by round: %s times the jobs.%n",
                Spread.ofRatios(
                                results.getOrDefault(ENGINES.get(0), List.of()),
                                results.getOrDefault(ENGINES.get(1), List.of()),
                                Executions.Timed::perSecond)
                        .text("%.2f"));
    }

    /**
     * Has one node run a backlog that another one put in, which is gone by then.
     *
     * @throws IllegalStateException if a job of ours ran twice, or never
     */
    static Executions.Timed drain(Databases databases, String name, JobEngines engine, int jobs, Duration limit)
            throws Exception {
        String url = databases.create(name);
        try {
            try (JobEngine node = engine.open(url, Drain.NEVER_CALLED)) {
                for (int first = 0; first < jobs; first += JobQueue.MAX_BATCH) {
                    node.enqueue(first, Math.min(JobQueue.MAX_BATCH, jobs - first));
                }
                databases.analyze(name);
            }
            Executions executions = new Executions(jobs, jobs);
            Executions.Timed timed;
            try (JobEngine node = engine.open(url, executions)) {
                node.start();
                timed = executions.await(limit);
            }
            System.err.printf(
                    "%s: %,d of %,d jobs at %,.0f/s%n", engine.title(), timed.runs(), jobs, timed.perSecond());
            long missing = timed.complete() ? executions.missing() : 0;
            if (engine == JobEngines.BLACKROAD && executions.repeated() + missing > 0) {
                throw new IllegalStateException(executions.repeated() + " jobs of ours ran more than once and "
                        + missing + " never; this is a defect");
            }
            return timed;
        } finally {
            databases.drop(name);
        }
    }
}
