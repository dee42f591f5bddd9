package systems.blackroad.proof;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

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
        /** Commands to sessions; a lost answer is one to an append of events. */
        SESSIONS("(?i)insert into \\S*_session_event\\b"),
        /** Jobs; a lost answer is one to anything that writes. */
        JOBS("(?i)\\b(insert into|update|delete from) ");

        private final Pattern writes;

        Work(String writes) {
            this.writes = Pattern.compile(writes);
        }

        /** Found in the statements whose commits' answers are worth losing. */
        Pattern writes() {
            return writes;
        }
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

    /** Whether a fault is planned that needs a relay before the server. */
    boolean needsRelay() {
        return Arrays.stream(Fault.values()).anyMatch(fault -> fault.isOfNetwork() && planned(fault) > 0);
    }

    /** How many faults of a kind are planned. */
    int planned(Fault fault) {
        return faults.getOrDefault(fault, 0);
    }
}
