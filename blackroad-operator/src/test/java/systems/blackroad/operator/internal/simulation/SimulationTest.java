package systems.blackroad.operator.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SimulationTest {

    private static final int SEEDS = 200;

    /** What is left of a run once it is over. */
    private record Summary(
            long trace,
            int steps,
            int deaths,
            int stale,
            int suspensions,
            int purged,
            Map<Faults.Kind, Integer> faults) {

        static Summary of(Cluster cluster) {
            return new Summary(
                    cluster.trace().hash(),
                    cluster.steps(),
                    cluster.deaths(),
                    cluster.ledger().refused(),
                    cluster.suspensions(),
                    (int) cluster.ledger().entries().stream()
                            .filter(entry -> entry.purged != null)
                            .count(),
                    cluster.faults().struck());
        }
    }

    private static int sum(List<Summary> summaries, ToIntFunction<Summary> of) {
        return summaries.stream().mapToInt(of).sum();
    }

    @Test
    void under_faults_each_job_ends_once_and_has_one_lease_at_a_time() {
        List<Summary> summaries =
                Simulations.runAll(SEEDS, seed -> Simulations.overMemory(seed, Plan.faulty()), Summary::of);

        assertThat(sum(summaries, Summary::deaths)).as("nodes that died").isGreaterThan(SEEDS);
        assertThat(sum(summaries, Summary::suspensions))
                .as("leases that lapsed")
                .isGreaterThan(SEEDS);
        assertThat(sum(summaries, Summary::stale)).as("ends that were refused").isPositive();
        assertThat(sum(summaries, Summary::purged)).as("jobs that were deleted").isGreaterThan(10 * SEEDS);
        assertThat(summaries).extracting(Summary::steps).allMatch(steps -> steps >= Plan.LEAST_STEPS);
        for (Faults.Kind kind : Faults.Kind.values()) {
            assertThat(sum(summaries, summary -> summary.faults().getOrDefault(kind, 0)))
                    .as("faults of kind %s", kind)
                    .isGreaterThan(SEEDS / 4);
        }
    }

    @Test
    void at_the_defaults_the_jobs_of_a_dead_node_run_again_within_fifteen_seconds() {
        List<Duration> gaps = Simulations.runAll(
                SEEDS, seed -> Simulations.overMemory(seed, Plan.quiet()), SimulationTest::gapAfterDeaths);

        assertThat(gaps).allMatch(gap -> gap.compareTo(Duration.ofSeconds(15)) <= 0);
        assertThat(gaps).as("the longest gap of all").anyMatch(gap -> gap.compareTo(Duration.ofSeconds(8)) > 0);
    }

    private static Duration gapAfterDeaths(Cluster cluster) {
        assertThat(cluster.orphans())
                .as("jobs of dead nodes that nobody took")
                .allMatch(job -> cluster.ledger().entry(job).status.isFinished());
        return cluster.longestGap();
    }

    @Test
    void clusters_of_two_to_five_nodes_keep_every_promise_over_both_stores_alike() {
        List<Summary> memory =
                Simulations.runAll(SEEDS, seed -> Simulations.overMemory(seed, Plan.ofSeed(seed)), Summary::of);
        List<Summary> model =
                Simulations.runAll(SEEDS, seed -> Simulations.overModel(seed, Plan.ofSeed(seed)), Summary::of);

        assertThat(memory).isEqualTo(model);
        assertThat(Set.copyOf(memory.stream().map(Summary::trace).toList()))
                .as("courses of events")
                .hasSize(SEEDS);
        assertThat(memory).extracting(Summary::steps).allMatch(steps -> steps >= Plan.LEAST_STEPS);
    }

    @Test
    void one_seed_gives_one_course_of_events() {
        List<Long> traces = List.of(4711L, 4711L, 4712L).stream()
                .map(seed -> Simulations.overMemory(seed, Plan.faulty())
                        .run()
                        .trace()
                        .hash())
                .toList();

        assertThat(traces.get(0)).isEqualTo(traces.get(1)).isNotEqualTo(traces.get(2));
    }

    /** Immutable sets and maps iterate in another order in each process, which must not matter. */
    @Test
    void a_seed_gives_one_course_of_events_in_every_process() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Replay.class.getName(),
                        Integer.toString(SEEDS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Long> here = Replay.traces(SEEDS);

        String there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).isZero();
        assertThat(there.lines().map(Long::valueOf).toList()).isEqualTo(here);
    }

    @Test
    void the_wall_clocks_of_nodes_change_nothing() {
        for (long seed = 1; seed <= 20; seed++) {
            Plan plan = Plan.ofSeed(seed);
            long astray = Simulations.overModel(seed, plan).run().trace().hash();
            long right = Simulations.overModel(seed, plan.withRightWallClocks())
                    .run()
                    .trace()
                    .hash();

            assertThat(astray).as("trace of seed %s", seed).isEqualTo(right);
        }
    }
}
