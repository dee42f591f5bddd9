package systems.blackroad.proof;

import java.util.List;
import java.util.Map;

/**
 * What came of a chaos run.
 *
 * @param scenario what was asked for
 * @param injected how many faults of each kind were injected
 * @param acknowledged how many promises were made and looked up
 * @param detail one more line of counts
 * @param violations what was not as promised
 */
record Report(
        Scenario scenario, Map<Fault, Integer> injected, long acknowledged, String detail, List<String> violations) {

    private static final double ENOUGH = 0.9;

    Report {
        injected = Map.copyOf(injected);
        violations = List.copyOf(violations);
    }

    /** Whether everything was as promised, enough faults of each kind were injected and the workers got anything done. */
    boolean isProof() {
        boolean enoughFaults = true;
        for (Fault fault : Fault.values()) {
            enoughFaults &= injected.getOrDefault(fault, 0) >= ENOUGH * scenario.planned(fault);
        }
        return violations.isEmpty() && enoughFaults && acknowledged > 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                "%s on %s, %d nodes, seed %d: ",
                scenario.work(), scenario.url().replaceAll("\\?.*", ""), scenario.nodes(), scenario.seed()));
        for (Fault fault : Fault.values()) {
            text.append(String.format(
                    "%d of %d %s, ", injected.getOrDefault(fault, 0), scenario.planned(fault), fault.plural()));
        }
        text.append(String.format(
                "%d acknowledgements looked up; %s; %d violations", acknowledged, detail, violations.size()));
        violations.stream().limit(20).forEach(violation -> text.append("\n  ").append(violation));
        return text.append(isProof() ? "\nPROVED" : "\nNOT PROVED").toString();
    }
}
