package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** The nodes and what they hold: claims, settlements, notes, heartbeats, rescue. Guarded by its store's lock. */
final class MemoryLeases {

    private static final Duration DEAD_NODES_KEPT = Duration.ofDays(2);
    private static final int MAX_NODES_LISTED = 1000;
    /** So many tokens belong to one epoch of one job. */
    private static final long TOKENS_PER_EPOCH = 1L << 40;

    private final MemoryJobs jobs;
    private final Map<String, MemoryNode> nodes = new TreeMap<>();
    /** Every token that is given out is larger. */
    private long tokenFloor;

    MemoryLeases(MemoryJobs jobs) {
        this.jobs = jobs;
    }

    void newEpoch() {
        tokenFloor += TOKENS_PER_EPOCH;
    }

    long nextToken(MemoryJob job) {
        return Math.max(job.token, tokenFloor) + 1;
    }

    private @Nullable MemoryNode live(@Nullable NodeId id, Instant now) {
        MemoryNode node = id == null ? null : nodes.get(id.value());
        return node != null && node.isLive(now) ? node : null;
    }

    /** Whether the job runs under {@code token}, and its node is live. */
    private boolean isLive(MemoryJob job, long token, Instant now) {
        return job.status == JobStatus.RUNNING && job.token == token && live(job.node, now) != null;
    }

    ExchangeResult exchange(Exchange exchange, Instant now) {
        List<Acceptance> settled = new ArrayList<>();
        for (Settlement settlement : exchange.settlements()) {
            settled.add(settle(settlement, now));
        }
        jobs.ripen(now);
        MemoryNode node = live(exchange.node(), now);
        List<ClaimedJob> claimed = node == null ? List.of() : claim(node, exchange, now);
        return new ExchangeResult(settled, node != null, claimed, jobs.untilNext(exchange.wish(), now));
    }

    private List<ClaimedJob> claim(MemoryNode node, Exchange exchange, Instant now) {
        if (exchange.sequence() <= node.lastExchange[exchange.pipe()]) {
            return node.held.values().stream()
                    .filter(job -> job.claimedBy == exchange.sequence())
                    .map(MemoryJob::claimed)
                    .toList();
        }
        node.lastExchange[exchange.pipe()] = exchange.sequence();
        List<ClaimedJob> claimed = new ArrayList<>();
        for (MemoryJob job : exchange.claim().map(wish -> jobs.take(wish, now)).orElse(List.of())) {
            job.token = nextToken(job);
            job.settled = false;
            job.node = node.id;
            job.claimedBy = exchange.sequence();
            job.startedAt = now;
            job.progress = 0;
            job.attempt += job.suspect ? 1 : 0;
            node.held.put(job.work.id(), job);
            claimed.add(job.claimed());
        }
        return claimed;
    }

    private Acceptance settle(Settlement settlement, Instant now) {
        MemoryJob job = jobs.find(settlement.job());
        if (job == null || job.token != settlement.token()) {
            return Acceptance.STALE;
        }
        if (job.settled) {
            return Acceptance.REPEATED;
        }
        if (!isLive(job, settlement.token(), now)) {
            return Acceptance.STALE;
        }
        release(job);
        job.settled = true;
        apply(job, settlement.verdict(), now);
        return Acceptance.ACCEPTED;
    }

    private void apply(MemoryJob job, Verdict verdict, Instant now) {
        if (verdict instanceof Verdict.Completed completed) {
            job.result = completed.result();
            jobs.finish(job, JobStatus.COMPLETED, now);
        } else if (verdict instanceof Verdict.Failed failed) {
            fail(job, failed.error(), now);
            jobs.finish(job, JobStatus.FAILED, now);
        } else if (verdict instanceof Verdict.Retry retry) {
            fail(job, retry.error(), now);
            job.lost = false;
            job.suspect = false;
            await(job, MemoryJobs.dueAt(retry.due(), now), now);
        } else if (verdict instanceof Verdict.Cancelled) {
            jobs.finish(job, JobStatus.CANCELLED, now);
        } else {
            giveBack(job, now);
        }
    }

    private static void fail(MemoryJob job, String error, Instant now) {
        job.attempt += job.suspect ? 0 : 1;
        job.error = MemoryJob.cut(error);
        job.write(now, JobLogEntry.Kind.TRANSITION, "attempt " + job.attempt + " failed: " + error, null);
    }

    /** Puts back a run that no attempt is counted for; a suspect's was counted when it was claimed. */
    private void giveBack(MemoryJob job, Instant now) {
        job.attempt -= job.suspect ? 1 : 0;
        await(job, now, now);
    }

    /** Makes a job wait that ran until now, unless someone asked to cancel it. */
    private void await(MemoryJob job, Instant dueAt, Instant now) {
        if (job.cancelRequested) {
            jobs.finish(job, JobStatus.CANCELLED, now);
        } else {
            jobs.await(job, dueAt, now);
        }
    }

    private void release(MemoryJob job) {
        MemoryNode node = job.node == null ? null : nodes.get(job.node.value());
        if (node != null) {
            node.held.remove(job.work.id());
        }
        job.node = null;
    }

    Acceptance note(LeaseNote note, Instant now) {
        MemoryJob job = jobs.find(note.job());
        if (job == null || !isLive(job, note.token(), now)) {
            return Acceptance.STALE;
        }
        if (note instanceof LeaseNote.Progress progress) {
            job.progress = progress.fraction();
            if (progress.message() != null) {
                job.write(now, JobLogEntry.Kind.HANDLER, progress.message(), null);
            }
        } else {
            job.write(now, JobLogEntry.Kind.HANDLER, ((LeaseNote.Line) note).text(), null);
        }
        return Acceptance.ACCEPTED;
    }

    HeartbeatResult heartbeat(Heartbeat heartbeat, Instant now) {
        MemoryNode node = nodes.computeIfAbsent(
                heartbeat.node().value(),
                absent -> new MemoryNode(
                        heartbeat.node(), heartbeat.host(), heartbeat.version(), now, now.plus(heartbeat.lease())));
        boolean live = node.isLive(now);
        if (live) {
            node.leaseUntil = now.plusMillis(heartbeat.lease().toMillis());
            for (MemoryJob job : List.copyOf(node.held.values())) {
                Long token = heartbeat.held().get(job.work.id());
                if (job.claimedBy <= heartbeat.through() && (token == null || token != job.token)) {
                    release(job);
                    giveBack(job, now);
                }
            }
        }
        Set<JobId> lost = new HashSet<>();
        Set<JobId> cancelRequested = new HashSet<>();
        heartbeat.held().forEach((id, token) -> {
            MemoryJob job = jobs.find(id);
            if (job == null || !isLive(job, token, now)) {
                lost.add(id);
            } else if (job.cancelRequested) {
                cancelRequested.add(id);
            }
        });
        return new HeartbeatResult(live, lost, cancelRequested, now);
    }

    void leave(NodeId id, Instant now) {
        MemoryNode node = nodes.get(id.value());
        if (node != null && !node.dead) {
            node.dead = true;
            for (MemoryJob job : List.copyOf(node.held.values())) {
                release(job);
                giveBack(job, now);
            }
        }
    }

    List<JobId> rescue(int limit, Instant now) {
        List<JobId> rescued = new ArrayList<>();
        for (MemoryNode node : nodes.values()) {
            node.dead |= !node.isLive(now);
            for (MemoryJob job : node.dead ? List.copyOf(node.held.values()) : List.<MemoryJob>of()) {
                if (rescued.size() < limit) {
                    rescued.add(job.work.id());
                    rescue(job, node, now);
                }
            }
        }
        nodes.values()
                .removeIf(node -> node.dead
                        && node.held.isEmpty()
                        && node.leaseUntil.plus(DEAD_NODES_KEPT).isBefore(now));
        return rescued;
    }

    private void rescue(MemoryJob job, MemoryNode node, Instant now) {
        release(job);
        job.write(now, JobLogEntry.Kind.TRANSITION, "the lease of node " + node.id + " was lost", null);
        job.suspect = job.lost;
        job.lost = true;
        if (job.attempt >= job.work.maxAttempts() && !job.cancelRequested) {
            job.error = "the lease was lost in attempt " + job.attempt + " of " + job.work.maxAttempts();
            jobs.finish(job, JobStatus.FAILED, now);
        } else {
            await(job, now, now);
        }
    }

    List<JobNode> list(Instant now) {
        return nodes.values().stream()
                .filter(node -> node.isLive(now) || !node.held.isEmpty())
                .limit(MAX_NODES_LISTED)
                .map(node -> node.read(now))
                .toList();
    }
}
