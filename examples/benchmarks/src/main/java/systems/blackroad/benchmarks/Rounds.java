package systems.blackroad.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interleaved rounds: each side is measured once in every round, so that whatever else the machine does in the meantime
 * meets all sides. Every second round goes in reverse order, so that none always follows the same other.
 */
final class Rounds {

    private Rounds() {}

    /** Measures one side once. */
    interface Measurement<S, R> {

        /** What was measured. */
        R of(S side) throws Exception;
    }

    /** What each of {@code sides} gave, round by round, in the order of the sides. */
    static <S, R> Map<S, List<R>> interleaved(List<S> sides, int rounds, Measurement<S, R> measurement)
            throws Exception {
        Map<S, List<R>> results = new LinkedHashMap<>();
        sides.forEach(side -> results.put(side, new ArrayList<>()));
        List<S> order = new ArrayList<>(sides);
        for (int round = 0; round < rounds; round++) {
            for (S side : order) {
                List<R> ofSide = results.getOrDefault(side, new ArrayList<>());
                ofSide.add(measurement.of(side));
            }
            Collections.reverse(order);
        }
        return results;
    }
}
