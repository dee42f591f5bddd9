package systems.blackroad.api.store;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import systems.blackroad.api.job.JobId;

/**
 * What the store says to a heartbeat.
 *
 * @param live whether the lease was renewed; if not, the incarnation is dead for good and must stop its jobs
 * @param lost jobs that the node runs under a token that is no longer live
 * @param cancelRequested jobs that it runs and that someone asked to cancel
 * @param storeTime the store's clock
 */
public record HeartbeatResult(boolean live, Set<JobId> lost, Set<JobId> cancelRequested, Instant storeTime) {

    /** Copies the sets. */
    public HeartbeatResult {
        lost = Set.copyOf(lost);
        cancelRequested = Set.copyOf(cancelRequested);
        Objects.requireNonNull(storeTime, "storeTime");
    }
}
