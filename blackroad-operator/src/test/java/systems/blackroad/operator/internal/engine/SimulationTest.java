package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SimulationTest {

    private static final int SEEDS = 200;

    @Test
    void under_faults_each_job_ends_once_and_has_one_lease_at_a_time() {
        int deaths = 0;
        int stale = 0;
        int suspensions = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation simulation = new Simulation(seed);
            try {
                simulation.run().requireAllEnded();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            deaths += simulation.deaths();
            stale += simulation.stale();
            suspensions += simulation.suspensions();
        }
        assertThat(deaths).as("nodes that died").isGreaterThan(SEEDS);
        assertThat(suspensions).as("leases that lapsed").isGreaterThan(SEEDS);
        assertThat(stale).as("ends that were refused").isPositive();
    }

    @Test
    void at_the_defaults_the_jobs_of_a_dead_node_run_again_within_fifteen_seconds() {
        Duration longest = Duration.ZERO;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation simulation = Simulation.calm(seed).run();
            simulation.requireAllEnded();
            Duration gap = simulation.longestGap();
            assertThat(gap).as("seed %s", seed).isLessThanOrEqualTo(Duration.ofSeconds(15));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        assertThat(longest).as("the longest gap of all").isGreaterThan(Duration.ofSeconds(8));
    }

    @Test
    void one_seed_gives_one_course_of_events() {
        long[] traces = LongStream.range(0, 2)
                .map(repeat -> new Simulation(4711).run().trace())
                .toArray();

        assertThat(traces[0]).isEqualTo(traces[1]);
        assertThat(new Simulation(4712).run().trace()).isNotEqualTo(traces[0]);
    }
}
