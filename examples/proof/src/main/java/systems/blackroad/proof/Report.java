package systems.blackroad.proof;

import java.util.List;

/**
 * What came of a chaos run.
 *
 * @param scenario what was asked for
 * @param kills how many kills were injected
 * @param stops how many stops were injected
 * @param acknowledged how many promises were made and looked up
 * @param detail one more line of counts
 * @param violations what was not as promised
 */
record Report(Scenario scenario, int kills, int stops, long acknowledged, String detail, List<String> violations) {

    private static final double ENOUGH = 0.9;

    Report {
        violations = List.copyOf(violations);
    }

    /** Whether everything was as promised, enough faults were injected and the workers got anything done. */
    boolean isProof() {
        boolean enoughFaults = kills + stops >= ENOUGH * scenario.faults();
        return violations.isEmpty() && enoughFaults && acknowledged > 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                "%s on %s, %d nodes, seed %d: %d of %d kills, %d of %d stops; %d acknowledgements looked up; %s; %d violations",
                scenario.work(),
                scenario.url().replaceAll("\\?.*", ""),
                scenario.nodes(),
                scenario.seed(),
                kills,
                scenario.kills(),
                stops,
                scenario.stops(),
                acknowledged,
                detail,
                violations.size()));
        violations.stream().limit(20).forEach(violation -> text.append("\n  ").append(violation));
        return text.append(isProof() ? "\nPROVED" : "\nNOT PROVED").toString();
    }
}
