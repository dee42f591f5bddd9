package systems.blackroad.operator.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each check has been seen failing: a store or a node with a defect breaks the promise that the defect is named for. It may
 * break others too, though none more often, and each course of events shows the one that is looked at first: a job that was
 * put back while it runs is seen by whoever claims it next, or cancels it.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlantedDefectsTest {

    private static final int SEEDS = 50;
    /** For defects that few courses of events meet. */
    private static final int MORE_SEEDS = 200;

    @ParameterizedTest
    @EnumSource
    void a_planted_defect_is_caught(Defect defect) {
        Map<Promise, Integer> broken = new EnumMap<>(Promise.class);
        int seed = 0;
        while (seed < SEEDS || (seed < MORE_SEEDS && !broken.containsKey(defect.breaks()))) {
            seed++;
            try {
                Aftermath.requireGood(Simulations.withDefect(seed, defect).run());
            } catch (BrokenPromise found) {
                broken.merge(found.promise(), 1, Integer::sum);
            }
        }
        System.out.println(defect.name() + " is caught in " + seed + " seeds by "
                + broken.keySet().stream().map(Enum::name).toList() + " " + broken.values());
        int named = broken.getOrDefault(defect.breaks(), 0);
        assertThat(named).as("times that %s breaks %s", defect, defect.breaks()).isPositive();
        assertThat(broken.values())
                .as("times that it breaks %s", broken.keySet())
                .allMatch(times -> times <= named);
    }

    @Test
    void every_promise_is_broken_by_a_defect() {
        Set<Promise> broken = Arrays.stream(Defect.values()).map(Defect::breaks).collect(Collectors.toSet());

        assertThat(EnumSet.allOf(Promise.class)).isEqualTo(broken);
    }
}
