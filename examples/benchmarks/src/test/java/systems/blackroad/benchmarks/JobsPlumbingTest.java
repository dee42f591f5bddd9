package systems.blackroad.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What the figures of jobs rest on: the count of runs, the options, and when a peer counts as set up wrongly. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class JobsPlumbingTest {

    @Test
    void a_job_that_ran_twice_or_never_is_noticed() throws Exception {
        Executions executions = new Executions(4, 3);
        executions.accept(0);
        executions.accept(1);
        assertThat(executions.await(Duration.ofMillis(1)))
                .extracting(Executions.Timed::complete, Executions.Timed::runs)
                .containsExactly(false, 2);
        executions.accept(1);
        assertThat(executions.await(Duration.ofMillis(1)))
                .extracting(Executions.Timed::complete, Executions.Timed::runs)
                .containsExactly(true, 3);
        assertThat(executions.ran()).isEqualTo(3);
        assertThat(executions.repeated()).isEqualTo(1);
        assertThat(executions.missing()).isEqualTo(2);
    }

    @Test
    void a_ratio_is_taken_round_by_round() {
        assertThat(Spread.ofRatios(List.of(8, 6, 9), List.of(4, 2, 9), Integer::doubleValue))
                .isEqualTo(new Spread(2, 1, 3));
    }

    @Test
    void options_have_defaults_and_can_be_shortened() {
        assertThat(JobsOptions.of(List.of("jobs"), false))
                .isEqualTo(new JobsOptions(List.of(), 500_000, 9, Duration.ofSeconds(60), 300, 1_800));
        JobsOptions some = JobsOptions.of(List.of("jobs", "drain", "--jobs=100000", "--rounds=3"), false);
        assertThat(some).isEqualTo(new JobsOptions(List.of("drain"), 100_000, 3, Duration.ofSeconds(60), 300, 1_800));
        assertThat(some.includes("drain")).isTrue();
        assertThat(some.includes("pickup")).isFalse();
        assertThat(some.warmUpJobs()).isEqualTo(10_000);
        assertThat(some.fewJobs()).isEqualTo(10_000);
        assertThat(JobsOptions.of(List.of("jobs", "--jobs=500"), false).fewJobs())
                .isEqualTo(250);
        assertThat(JobsOptions.of(List.of("jobs", "--quick"), true).includes("pickup"))
                .isTrue();
    }

    @Test
    void an_unknown_option_or_part_is_refused() {
        assertThatThrownBy(() -> JobsOptions.of(List.of("jobs", "--round=3"), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--round=3");
        assertThatThrownBy(() -> JobsOptions.of(List.of("jobs", "--rounds=0"), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JobsOptions.of(List.of("jobs", "drains"), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drains");
    }

    @Test
    void a_peer_far_below_its_known_rate_makes_the_run_void() {
        PeerRates known = new PeerRates(1_000, 2_000, 500, Double.NaN);
        assertThat(known.onDrain(1_600, 100_000)).isEqualTo("80 % of the 2,000/s it should reach");
        assertThat(known.onDrain(1_599, 100_000)).contains("void");
        assertThat(known.onDrain(1_599, 20_000)).doesNotContain("void");
        assertThat(known.onDrain(1, 19_999)).isEqualTo("too few jobs to judge");
        assertThat(known.onEnqueue(399)).contains("void");
        assertThat(known.onBatch(1)).isEqualTo("no rate to reach");
        assertThat(new PeerRates(1_000, Double.NaN, 1, 1).onDrain(799, 100_000)).contains("of the 1,000/s");
    }
}
