package systems.blackroad.proof;

import java.time.Duration;
import java.util.Objects;

/**
 * What a chaos run does.
 *
 * @param url the storage
 * @param namespace a namespace of its own on it
 * @param work what the workers do
 * @param nodes how many workers run at once, from 1
 * @param kills how many kills, from 0
 * @param stops how many times a worker is stopped for up to three leases and continued, from 0
 * @param lease the nodes' lease, for jobs
 * @param seed from which every choice is drawn
 */
record Scenario(String url, String namespace, Work work, int nodes, int kills, int stops, Duration lease, long seed) {

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
        if (nodes < 1 || kills < 0 || stops < 0) {
            throw new IllegalArgumentException("a scenario needs at least 1 node and no negative counts");
        }
    }

    int faults() {
        return kills + stops;
    }
}
