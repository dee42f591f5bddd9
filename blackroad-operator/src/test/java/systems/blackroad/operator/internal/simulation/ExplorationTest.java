package systems.blackroad.operator.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntConsumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted as a fault, and what is left out, {@link SmallCluster} says. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExplorationTest {

    private static final int DEEPEST_DEFECT = 6;

    private static Exploration explore(Cluster.Stores stores, int slots, int depth, int faults) {
        return new Exploration(() -> new SmallCluster(stores, slots, false), depth, faults).run();
    }

    private static Exploration exploreLost(Cluster.Stores stores, int slots, int depth, int faults) {
        return new Exploration(() -> new SmallCluster(stores, slots, true), depth, faults).run();
    }

    @Test
    void two_nodes_and_two_jobs_keep_every_promise_in_every_course_of_twelve_steps_with_two_faults() {
        Exploration exploration = explore(Simulations.model(null), 1, 12, 2);

        System.out.println(exploration);
        assertThat(exploration.states()).isGreaterThan(500_000);
        assertThat(exploration.finished())
                .as("courses that were run to their end")
                .isGreaterThan(200);
    }

    @Test
    void two_nodes_and_two_jobs_keep_every_promise_in_every_course_of_six_steps() {
        Exploration exploration = explore(Simulations.model(null), 1, 6, 6);

        System.out.println(exploration);
        assertThat(exploration.states()).isGreaterThan(120_000);
    }

    @Test
    void two_jobs_that_were_lost_before_keep_every_promise_in_every_course_of_ten_steps_with_two_faults() {
        Exploration exploration = exploreLost(Simulations.model(null), 2, 10, 2);

        System.out.println(exploration);
        assertThat(exploration.states()).isGreaterThan(100_000);
    }

    @Test
    void the_store_in_memory_has_the_courses_of_the_model() {
        Exploration memory = explore(Simulations.memory(), 2, 7, 2);

        assertThat(memory.states())
                .isGreaterThan(5_000)
                .isEqualTo(explore(Simulations.model(null), 2, 7, 2).states());
    }

    /** Those that show within a few steps of so small a cluster; for the others there are seeds. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "CLAIMS_WITHOUT_CAS",
                "CANCELS_WITHOUT_CAS",
                "REPEATS_CLAIM_ANEW",
                "REPEATS_GIVE_NOTHING",
                "CLAIMS_EARLY",
                "SETTLES_AFTER_THE_LEASE",
                "SETTLES_TWICE",
                "REFUSES_AFTER_CANCEL",
                "FORGETS_CANCELS",
                "RESCUES_HALF"
            })
    void a_planted_defect_is_found_in_its_shortest_course(Defect defect) {
        find(defect, depth -> explore(Simulations.model(defect), 2, depth, 2));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUSPECTS_UNCOUNTED", "SUSPECTS_UNMARKED", "SUSPECTS_TOGETHER"})
    void a_planted_defect_is_found_where_jobs_were_lost_before(Defect defect) {
        find(defect, depth -> exploreLost(Simulations.model(defect), 2, depth, 2));
    }

    private static void find(Defect defect, IntConsumer exploration) {
        for (int depth = 1; depth <= DEEPEST_DEFECT; depth++) {
            try {
                exploration.accept(depth);
            } catch (BrokenPromise broken) {
                System.out.println(defect + " is found in " + depth + " steps: " + broken.getMessage());
                assertThat(broken.promise()).isEqualTo(defect.breaks());
                return;
            }
        }
        throw new AssertionError(defect + " is found in none of " + DEEPEST_DEFECT + " steps");
    }
}
