package systems.blackroad.proof;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What came of a chaos run.
 *
 * @param scenario what was asked for
 * @param injected how many faults of each kind were injected
 * @param progress what got done and was looked up, by name; each must be more than 0, or the run proves nothing
 * @param detail one more line of counts
 * @param violations what was not as promised
 */
record Report(
        Scenario scenario,
        Map<Fault, Integer> injected,
        Map<String, Long> progress,
        String detail,
        List<String> violations) {

    private static final double ENOUGH = 0.9;
    private static final int LISTED = 20;

    Report {
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(detail, "detail");
        injected = Map.copyOf(injected);
        progress = Collections.unmodifiableMap(new LinkedHashMap<>(progress));
        violations = List.copyOf(violations);
    }

    /** Whether everything was as promised, enough faults of each kind were injected and the workers got everything done. */
    boolean isProof() {
        boolean enoughFaults = true;
        for (Fault fault : Fault.values()) {
            enoughFaults &= injected.getOrDefault(fault, 0) >= ENOUGH * scenario.planned(fault);
        }
        boolean everyProgress = progress.values().stream().allMatch(count -> count > 0);
        return violations.isEmpty() && enoughFaults && !progress.isEmpty() && everyProgress;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                "%s on %s, %d nodes, seed %d: injected ",
                scenario.work(), scenario.url().replaceAll("\\?.*", ""), scenario.nodes(), scenario.seed()));
        for (Fault fault : Fault.values()) {
            text.append(String.format(
                    "%d of %d %s, ", injected.getOrDefault(fault, 0), scenario.planned(fault), fault.plural()));
        }
        progress.forEach(
                (name, count) -> text.append(count).append(' ').append(name).append(", "));
        text.append(String.format("%s; %d violations", detail, violations.size()));
        violations.stream()
                .limit(LISTED)
                .forEach(violation -> text.append("\n  ").append(violation));
        return text.append(isProof() ? "\nPROVED" : "\nNOT PROVED").toString();
    }
}
