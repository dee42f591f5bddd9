package systems.blackroad.benchmarks;

import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link CoreBenchmark} in JVMs of its own and prints time and allocated bytes of one command. */
final class CoreReport {

    private static final String BYTES = "gc.alloc.rate.norm";

    private CoreReport() {}

    static void print(boolean quick) throws RunnerException, InterruptedException {
        System.out.println("## Pure core\n\n" + Machine.describe() + "\n");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(CoreBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .forks(quick ? 1 : 5)
                .warmupIterations(quick ? 2 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 2 : 5)
                .measurementTime(TimeValue.seconds(1));
        System.out.println("| one command, 20 windows | ns | bytes allocated |\n|---|---|---|");
        for (RunResult result : new Runner(options.build()).run()) {
            Result<?> time = result.getPrimaryResult();
            Result<?> bytes =
                    Objects.requireNonNull(result.getSecondaryResults().get(BYTES), BYTES);
            System.out.printf(
                    "| %s | %.0f ± %.0f | %.0f |%n",
                    time.getLabel(), time.getScore(), time.getScoreError(), bytes.getScore());
        }
        System.out.println("\n" + Machine.others() + " at the end; ± is JMH's 99.9 % confidence.");
    }
}
