package systems.blackroad.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The program: runs one benchmark and prints what it measured, as Markdown. Asserts nothing about speed. */
public final class Benchmarks {

    private static final String USAGE = """
            java -jar blackroad-benchmarks.jar <benchmark> [<option>...]
              core       time and allocation of deciding and applying one command
              sessions   durable window commands per second, beside Spring Session JDBC, on one PostgreSQL
              cold-load  loading a session of 10,000 events on a node that never saw it
              cleanup    commands while the node ends and deletes 100,000 expired sessions
              job-designs  claiming and completing jobs in four designs of the tables, with and without a held snapshot
              jobs       background jobs beside db-scheduler, JobRunr and Quartz, on one PostgreSQL; more words pick
                         parts: drain enqueue backlog snapshot pickup offered, and --jobs=N --rounds=N --seconds=N (a
                         round of the slow ones, and of the enqueues a tenth) --pickups=N --offered=N (seconds)
                         shorten them
              jobs-at    drains and enqueues beside db-scheduler on another database: jdbc:mariadb://host:port/?user=root, or
                         jdbc:sqlite: for files of its own; options as for jobs
              --quick    a few seconds instead of minutes: whether it runs, not how fast""";

    private Benchmarks() {}

    /**
     * Runs the benchmark that the first argument names.
     *
     * @throws Exception if it cannot be run to its end, which includes a lost update of ours
     */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        boolean quick = words.contains("--quick");
        String benchmark = words.stream()
                .filter(word -> !word.startsWith("--"))
                .findFirst()
                .orElse("");
        switch (benchmark) {
            case "core" -> CoreReport.print(quick);
            case "sessions" -> SessionsReport.print(quick);
            case "cold-load" -> ColdLoadReport.print(quick);
            case "cleanup" -> CleanupReport.print(quick);
            case "job-designs" -> JobDesignsReport.print(quick);
            case "jobs" -> JobsReport.print(JobsOptions.of(words, quick));
            case "jobs-at" -> {
                List<String> options = new ArrayList<>(words);
                String url = options.stream()
                        .filter(word -> word.startsWith("jdbc:"))
                        .findFirst()
                        .orElse("");
                options.remove(url);
                JobsAtReport.print(url, JobsOptions.of(options, quick));
            }
            default -> {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }
}
