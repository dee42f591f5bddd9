package systems.blackroad.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import systems.blackroad.benchmarks.Drain.Result;
import systems.blackroad.benchmarks.Drain.Task;

/** What slows the fast engines down: many jobs that wait, and a snapshot that keeps the server from removing dead rows. */
final class BacklogReport {

    private static final List<JobEngines> ENGINES = List.of(JobEngines.BLACKROAD, JobEngines.DB_SCHEDULER);

    private final Drain drain;
    private final JobsOptions options;

    BacklogReport(Drain drain, JobsOptions options) {
        this.drain = drain;
        this.options = options;
    }

    /** The same number of jobs, once when no more wait, and once when many do. */
    void printPending() throws Exception {
        int few = options.fewJobs();
        print(
                String.format("Backlog: %,d jobs run while %,d wait", few, options.jobs()),
                String.format("when only they wait | of %,d", options.jobs()),
                engine -> new Task(engine, few, few, false),
                engine -> new Task(engine, options.jobs(), few, false));
    }

    /** All jobs, without and with a snapshot held from before the first one was put in. */
    void printSnapshot() throws Exception {
        print(
                String.format("Held snapshot: %,d jobs", options.jobs()),
                "nothing held | an idle REPEATABLE READ transaction open throughout",
                engine -> Task.all(engine, options.jobs(), false),
                engine -> Task.all(engine, options.jobs(), true));
    }

    private interface Setup {
        Task of(JobEngines engine);
    }

    private void print(String title, String columns, Setup easy, Setup hard) throws Exception {
        System.out.printf("%n### %s, %d rounds; %s%n%n", title, options.rounds(), Machine.others());
        List<Task> tasks = new ArrayList<>();
        for (JobEngines engine : ENGINES) {
            tasks.add(easy.of(engine));
            tasks.add(hard.of(engine));
        }
        drain.warmUp(ENGINES, options.warmUpJobs());
        Map<Task, List<Result>> results = Rounds.interleaved(tasks, options.rounds(), drain::run);
        System.out.println("| jobs/s | " + columns + " | second to first, round by round | ran twice |");
        System.out.println("|---|---|---|---|---|");
        for (JobEngines engine : ENGINES) {
            List<Result> first = results.getOrDefault(easy.of(engine), List.of());
            List<Result> second = results.getOrDefault(hard.of(engine), List.of());
            System.out.printf(
                    "| %s | %s | %s | %s | %,d |%n",
                    engine.title(),
                    Spread.of(first, Result::perSecond).text("%,.0f"),
                    Spread.of(second, Result::perSecond).text("%,.0f"),
                    Spread.ofRatios(second, first, Result::perSecond).text("%.2f"),
                    first.stream().mapToLong(Result::repeated).sum()
                            + second.stream().mapToLong(Result::repeated).sum());
        }
    }
}
