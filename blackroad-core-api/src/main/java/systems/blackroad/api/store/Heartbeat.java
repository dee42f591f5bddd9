package systems.blackroad.api.store;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;

/**
 * A node's sign of life, which renews its lease and compares what it holds.
 *
 * @param node the incarnation; its first heartbeat registers it
 * @param host a name for people, at most 128 chars
 * @param version the library's version there, at most 64 chars
 * @param lease how long the node may hold jobs from now, by the store's clock
 * @param through the highest exchange up to which the node has every answer: leases claimed later are left alone here; 0 if the
 *     node knows that it holds all that it was given, which spares the store a look at all of them
 * @param held the jobs that it runs, each with its token
 */
public record Heartbeat(NodeId node, String host, String version, Duration lease, long through, Map<JobId, Long> held) {

    /**
     * Copies the map and checks the lease.
     *
     * @throws IllegalArgumentException if the lease is not positive
     */
    public Heartbeat {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(version, "version");
        held = Map.copyOf(held);
        if (lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("lease of node " + node + " must be positive, got " + lease);
        }
    }
}
