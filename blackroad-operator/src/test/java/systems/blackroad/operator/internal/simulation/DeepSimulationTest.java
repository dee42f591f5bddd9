package systems.blackroad.operator.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many seeds, over the store in memory: 10,000 unless the property {@code simulation.seeds} says otherwise. */
@Tag("deep")
@DisplayNameGeneration(ReplaceUnderscores.class)
class DeepSimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 10_000);

    @Test
    void clusters_of_two_to_five_nodes_keep_every_promise_over_many_seeds() {
        List<Integer> steps =
                Simulations.runAll(SEEDS, seed -> Simulations.overMemory(seed, Plan.ofSeed(seed)), Cluster::steps);

        System.out.println(SEEDS + " seeds, "
                + steps.stream().mapToLong(Integer::longValue).sum() + " steps");
        assertThat(steps).hasSize(SEEDS).allMatch(count -> count >= Plan.LEAST_STEPS);
    }
}
