package systems.blackroad.proof;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What a chaos run does.
 *
 * @param url the storage
 * @param namespace a namespace of its own on it
 * @param work what the workers do
 * @param nodes how many workers run at once, from 1
 * @param faults how many of which faults are planned, from 0; a fault that is not named is not planned
 * @param lease the nodes' lease, for jobs
 * @param seed from which every choice is drawn
 */
record Scenario(
        String url, String namespace, Work work, int nodes, Map<Fault, Integer> faults, Duration lease, long seed) {

    /** What the workers do. */
    enum Work {
        SESSIONS,
        JOBS
    }

    Scenario {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(lease, "lease");
        faults = Map.copyOf(faults);
        if (nodes < 1 || faults.values().stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("a scenario needs at least 1 node and no negative counts");
        }
    }

    /** How many faults of a kind are planned. */
    int planned(Fault fault) {
        return faults.getOrDefault(fault, 0);
    }
}
