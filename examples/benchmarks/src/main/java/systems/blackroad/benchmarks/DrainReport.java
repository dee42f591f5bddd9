package systems.blackroad.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import systems.blackroad.benchmarks.Drain.Result;
import systems.blackroad.benchmarks.Drain.Task;

/** How fast one node runs a backlog of jobs that do nothing, and what the server writes for each. */
final class DrainReport {

    private final Drain drain;
    private final JobsOptions options;

    DrainReport(Drain drain, JobsOptions options) {
        this.drain = drain;
        this.options = options;
    }

    /** Warms all engines up, runs the rounds and prints them. */
    void print() throws Exception {
        System.out.printf(
                "%n### Drain: %,d jobs that do nothing, %d rounds, one node; %s%n%n",
                options.jobs(), options.rounds(), Machine.others());
        List<Task> tasks = Arrays.stream(JobEngines.values())
                .map(engine -> Task.all(engine, options.jobs(), false))
                .toList();
        drain.warmUp(List.of(JobEngines.values()), options.warmUpJobs());
        Map<Task, List<Result>> results = Rounds.interleaved(tasks, options.rounds(), drain::run);
        System.out.println("| | jobs/s | jobs run in a round | ran twice | never ran | WAL bytes per job"
                + " | commits per job |\n|---|---|---|---|---|---|---|");
        results.forEach((task, rounds) -> System.out.println(row(task, rounds)));
        System.out.println("\nOurs to theirs, round by round, and whether theirs is set up as it should be:\n");
        List<Result> ours = results.getOrDefault(tasks.get(0), List.of());
        tasks.stream().skip(1).forEach(task -> {
            List<Result> theirs = results.getOrDefault(task, List.of());
            System.out.printf(
                    "- %s: %s times the jobs; %s%n",
                    task.engine().title(),
                    Spread.ofRatios(ours, theirs, Result::perSecond).text("%.2f"),
                    task.engine().known().onDrain(median(theirs), task.waiting()));
        });
    }

    private static String row(Task task, List<Result> rounds) {
        return String.format(
                "| %s | %s | %,.0f of %,d | %,d | %,d | %s | %s |",
                task.engine().title(),
                Spread.of(rounds, Result::perSecond).text("%,.0f"),
                Spread.of(rounds, result -> result.timed().runs()).median(),
                task.waiting(),
                rounds.stream().mapToLong(Result::repeated).sum(),
                rounds.stream().mapToLong(Result::missing).sum(),
                Spread.of(rounds, Result::walBytesPerJob).text("%,.0f"),
                Spread.of(rounds, Result::commitsPerJob).text("%.3f"));
    }

    private static double median(List<Result> rounds) {
        return Spread.of(rounds, Result::perSecond).median();
    }
}
