package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Verdict;

/**
 * A worker process that takes one lease, claims one job and completes it at the end of its input, however late that is: a
 * node that does not watch its own lease, so that only the storage's check of the token stands between it and the job.
 */
final class LateNode {

    private static final int TRIES = 100;

    private LateNode() {}

    /**
     * Works until the end of standard input; writes {@code S job token} when it has the job and {@code A job acceptance} when
     * its completion was answered.
     */
    static void run(Storage storage, Path file, Duration lease) throws IOException {
        JobStore jobs = storage.jobs();
        try (Journal journal = Journal.open(file)) {
            NodeId node = register(jobs, lease);
            List<ClaimedJob> claimed = claim(jobs, node);
            for (int i = 1; i < TRIES && claimed.isEmpty(); i++) {
                // The lease can have run out before the claim arrived, and such a node gets nothing any more.
                node = register(jobs, lease);
                claimed = claim(jobs, node);
            }
            ClaimedJob job = claimed.get(0);
            journal.write("S", job.id(), job.token(), System.nanoTime());
            Processes.awaitEndOfInput();
            Settlement settlement = new Settlement(job.id(), job.token(), new Verdict.Completed(null));
            journal.write(
                    "A",
                    job.id(),
                    jobs.exchange(new Exchange(node, 2, List.of(settlement), null))
                            .settled()
                            .get(0));
        }
    }

    private static NodeId register(JobStore jobs, Duration lease) {
        NodeId node = NodeId.of("late-" + UUID.randomUUID());
        jobs.heartbeat(new Heartbeat(node, "late", "proof", lease, 0, Map.of()));
        return node;
    }

    private static List<ClaimedJob> claim(JobStore jobs, NodeId node) {
        return jobs.exchange(new Exchange(node, 1, List.of(), new Claim(Set.of(JobWorker.TYPE), 1, false)))
                .claimed();
    }
}
