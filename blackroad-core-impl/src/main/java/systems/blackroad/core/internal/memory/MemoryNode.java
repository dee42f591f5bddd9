package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Exchange;

/** One incarnation of a node and what it holds. Not thread-safe: guarded by its store's lock. */
final class MemoryNode {

    final NodeId id;
    private final String host;
    private final String version;
    private final Instant startedAt;
    /** What the node runs, in claim order. */
    final Map<JobId, MemoryJob> held = new LinkedHashMap<>();

    Instant leaseUntil;
    /** Declared dead, for good. */
    boolean dead;

    /** Of each pipe. */
    final long[] lastExchange = new long[Exchange.PIPES];

    MemoryNode(NodeId id, String host, String version, Instant startedAt, Instant leaseUntil) {
        this.id = id;
        this.host = host;
        this.version = version;
        this.startedAt = startedAt;
        this.leaseUntil = leaseUntil;
        Arrays.fill(lastExchange, Long.MIN_VALUE);
    }

    boolean isLive(Instant now) {
        return !dead && now.isBefore(leaseUntil);
    }

    JobNode read(Instant now) {
        return new JobNode(id, host, version, startedAt, leaseUntil, isLive(now), held.size());
    }
}
