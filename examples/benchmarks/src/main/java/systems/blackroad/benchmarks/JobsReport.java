package systems.blackroad.benchmarks;

import java.util.List;

/** Background jobs of this library beside db-scheduler, JobRunr and Quartz, on one server in one run. */
final class JobsReport {

    private JobsReport() {}

    /** Runs the parts that are asked for, and prints each as it ends. */
    static void print(JobsOptions options) throws Exception {
        System.out.println("## Background jobs\n\n" + Machine.describe());
        try (PostgresServer server = PostgresServer.start()) {
            System.out.println(server.describe() + "\n");
            for (JobEngines engine : JobEngines.values()) {
                System.out.println("- " + engine.title() + ": " + engine.settings());
            }
            Drain drain = new Drain(server, options.slowRound());
            BacklogReport backlog = new BacklogReport(drain, options);
            if (options.includes("drain")) {
                new DrainReport(drain, options).print();
            }
            if (options.includes("enqueue")) {
                new EnqueueReport(server, List.of(JobEngines.values()), JobEngines::known, options).print();
            }
            if (options.includes("backlog")) {
                backlog.printPending();
            }
            if (options.includes("snapshot")) {
                backlog.printSnapshot();
            }
            if (options.includes("pickup")) {
                new PickupReport(server, options.pickups()).print();
            }
            if (options.includes("offered")) {
                new OfferedReport(server, options.offered()).print();
            }
        }
    }
}
