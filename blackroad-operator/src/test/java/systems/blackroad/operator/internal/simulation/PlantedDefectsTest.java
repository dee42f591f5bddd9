package systems.blackroad.operator.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each check has been seen failing: a store or a node with a defect breaks the promise that the defect is named for. It may
 * break others too, and each course of events shows the one that is looked at first: a job that was put back while it runs
 * is seen by whoever claims it next, or cancels it.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlantedDefectsTest {

    private static final int SEEDS = 200;

    @ParameterizedTest
    @EnumSource
    void a_planted_defect_is_caught(Defect defect) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                Cluster cluster = Simulations.withDefect(seed, defect).run();
                Aftermath.requireGood(cluster);
            } catch (BrokenPromise broken) {
                System.out.println("seed " + seed + " catches " + defect + " by " + broken.promise());
                if (broken.promise() == defect.breaks()) {
                    return;
                }
            }
        }
        throw new AssertionError(defect + " is caught by none of " + SEEDS + " seeds as " + defect.breaks());
    }

    @Test
    void every_promise_is_broken_by_a_defect() {
        Set<Promise> broken = Arrays.stream(Defect.values()).map(Defect::breaks).collect(Collectors.toSet());

        assertThat(EnumSet.allOf(Promise.class)).isEqualTo(broken);
    }
}
