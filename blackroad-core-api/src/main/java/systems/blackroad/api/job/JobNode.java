package systems.blackroad.api.job;

import java.time.Instant;
import java.util.Objects;

/**
 * One incarnation of a node that runs jobs, as the store knows it.
 *
 * @param id the incarnation
 * @param host a name for people
 * @param version the library's version there
 * @param startedAt its first heartbeat, by the store's clock
 * @param leaseUntil until when it may hold jobs unless it renews, by the store's clock
 * @param live whether that has neither passed nor been revoked
 * @param runningJobs how many leases it holds
 */
public record JobNode(
        NodeId id, String host, String version, Instant startedAt, Instant leaseUntil, boolean live, int runningJobs) {

    /** Checks that every part is there. */
    public JobNode {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(leaseUntil, "leaseUntil");
    }
}
