package systems.blackroad.operator.internal.simulation;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobQueries;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Tick;

/**
 * The checker of promises. It hears of each call of the store as it happens, keeps its own account of what follows, and
 * holds every answer against that. It shares nothing with the store but the clock, and reads it only to see that what was
 * promised is there.
 */
final class Ledger {

    private final JobQueries store;
    private final Map<JobId, Entry> entries = new TreeMap<>(Comparator.comparing(JobId::value));
    private final Map<NodeId, Incarnation> nodes = new TreeMap<>(Comparator.comparing(NodeId::value));
    final QueueLedger queues = new QueueLedger();
    private final Set<String> ticks = new TreeSet<>();
    private Instant latest = Instant.MIN;
    private int refused;

    Ledger(JobQueries store) {
        this.store = store;
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    /** Settlements that were stale. */
    int refused() {
        return refused;
    }

    boolean isLive(@Nullable NodeId id, Instant now) {
        Incarnation node = id == null ? null : nodes.get(id);
        return node != null && !node.dead && now.isBefore(node.leaseUntil);
    }

    Entry entry(JobId id) {
        Entry entry = entries.get(id);
        Promise.NOTHING_LOST.require(entry != null, "%s was given, and never taken in", id);
        return Objects.requireNonNull(entry);
    }

    void enqueued(NewJob job, EnqueueOutcome outcome, Instant now) {
        boolean created = outcome instanceof EnqueueOutcome.Created;
        Promise.NOTHING_LOST.require(created != isKept(job.id()), "%s was answered %s", job.id(), outcome);
        if (created) {
            entries.put(job.id(), new Entry(job, entries.size(), Entry.dueAt(job.due(), now)));
        }
    }

    void exchanged(Exchange exchange, ExchangeResult result, Instant now) {
        for (int i = 0; i < exchange.settlements().size(); i++) {
            settled(exchange.settlements().get(i), result.settled().get(i), now);
        }
        boolean live = isLive(exchange.node(), now);
        Promise.LAPSED_IS_DEAD.require(
                result.nodeLive() == live, "%s was told that it is live: %s", exchange.node(), result.nodeLive());
        Incarnation node = nodes.get(exchange.node());
        if (!live || node == null) {
            Promise.LAPSED_IS_DEAD.require(
                    result.claimed().isEmpty(), "%s is dead, and was given %s", exchange.node(), result.claimed());
        } else if (exchange.sequence() <= node.lastExchange[exchange.pipe()]) {
            repeated(exchange, result.claimed());
        } else {
            node.lastExchange[exchange.pipe()] = exchange.sequence();
            claimed(exchange, result.claimed(), now);
        }
        exchange.settlements().stream()
                .map(settlement -> entry(settlement.job()))
                .filter(entry -> entry.purged == null)
                .forEach(this::requireSettled);
        result.claimed().forEach(job -> requireRead(entry(job.id()), Promise.ONE_LEASE));
    }

    private boolean isKept(JobId id) {
        Entry entry = entries.get(id);
        return entry != null && entry.purged == null;
    }

    private void settled(Settlement settlement, Acceptance acceptance, Instant now) {
        Entry entry = entry(settlement.job());
        boolean current = entry.token == settlement.token();
        boolean live = current && isLiveRun(entry, now);
        switch (acceptance) {
            case ACCEPTED -> {
                Promise.ENDS_ONCE.require(!entry.status.isFinished(), "%s ended again with %s", entry, settlement);
                Promise.NO_STALE_WRITE.require(live, "%s accepted %s", entry, settlement);
                entry.settle(settlement.verdict(), now);
                Promise.ATTEMPTS_BOUNDED.require(
                        entry.attempt <= entry.maxAttempts, "%s may be tried %s times", entry, entry.maxAttempts);
            }
            case REPEATED ->
                Promise.NO_STALE_WRITE.require(current && entry.settled, "%s called %s a repeat", entry, settlement);
            case STALE -> {
                refused++;
                Promise.LIVE_WRITE_TAKEN.require(!live, "%s refused %s", entry, settlement);
            }
        }
    }

    private boolean isLiveRun(Entry entry, Instant now) {
        return entry.status == JobStatus.RUNNING && isLive(entry.holder, now);
    }

    /** A sequence that was used, or passed over, claims nothing; it is answered as before. */
    private void repeated(Exchange exchange, List<ClaimedJob> claimed) {
        Map<JobId, Long> expected = entries.values().stream()
                .filter(entry -> entry.isHeldBy(exchange.node()) && entry.givenBy == exchange.sequence())
                .collect(toMap(entry -> entry.id, entry -> entry.token));
        Map<JobId, Long> given = claimed.stream().collect(toMap(ClaimedJob::id, ClaimedJob::token));
        Promise.REPEAT_GIVES_THE_SAME.require(
                given.equals(expected), "%s repeated, got %s, not %s", exchange, given, expected);
        claimed.forEach(job -> requireAttempt(job, entry(job.id())));
    }

    private void claimed(Exchange exchange, List<ClaimedJob> claimed, Instant now) {
        Claim wish = exchange.wish();
        int limit = wish == null ? 0 : wish.limit();
        Promise.ONE_LEASE.require(claimed.size() <= limit, "%s wished for %s, got %s", exchange, limit, claimed);
        long suspects = claimed.stream().filter(ClaimedJob::suspect).count();
        Promise.SUSPECTS_ALONE.require(
                suspects <= (wish != null && wish.suspects() ? 1 : 0), "%s was given %s", exchange, claimed);
        for (ClaimedJob job : claimed) {
            Entry entry = entry(job.id());
            Promise.CANCEL_HOLDS.require(entry.status != JobStatus.CANCELLED, "%s was given", entry);
            Promise.ENDS_ONCE.require(!entry.status.isFinished(), "%s was given again", entry);
            Promise.ONE_LEASE.require(
                    entry.status == JobStatus.PENDING, "%s was given to %s too", entry, exchange.node());
            Promise.NOT_BEFORE_DUE.require(entry.isDue(now), "%s was given at %s", entry, now);
            Promise.TOKENS_GROW.require(job.token() > entry.token, "%s was given under %s", entry, job.token());
            Promise.SUSPECTS_ALONE.require(
                    job.suspect() == entry.suspect, "%s was given as a suspect: %s", entry, job.suspect());
            queues.requireLet(entry, wish, entries.values(), now);
            entry.give(exchange.node(), exchange.sequence(), job.token());
            requireAttempt(job, entry);
        }
    }

    private void requireAttempt(ClaimedJob job, Entry entry) {
        int attempt = entry.suspect ? entry.attempt : entry.attempt + 1;
        Promise.ATTEMPTS_BOUNDED.require(
                job.attempt() <= entry.maxAttempts, "%s is given for attempt %s", entry, job.attempt());
        Promise.ATTEMPTS_COUNTED.require(
                job.attempt() == attempt, "%s is given for attempt %s, not %s", entry, job.attempt(), attempt);
    }

    void noted(LeaseNote note, Acceptance acceptance, Instant now) {
        Entry entry = entry(note.job());
        boolean live = entry.token == note.token() && isLiveRun(entry, now);
        Promise.NO_STALE_WRITE.require(live || acceptance == Acceptance.STALE, "%s accepted %s", entry, note);
        Promise.LIVE_WRITE_TAKEN.require(!live || acceptance == Acceptance.ACCEPTED, "%s refused %s", entry, note);
    }

    void beaten(Heartbeat sent, HeartbeatResult result, Instant now) {
        Promise.TIME_GROWS.require(!result.storeTime().isBefore(latest), "%s after %s", result.storeTime(), latest);
        latest = result.storeTime();
        nodes.computeIfAbsent(sent.node(), absent -> new Incarnation(now.plus(sent.lease())));
        boolean live = isLive(sent.node(), now);
        Promise.LAPSED_IS_DEAD.require(
                result.live() == live, "%s was told that it is live: %s", sent.node(), result.live());
        if (live) {
            nodes.get(sent.node()).leaseUntil = now.plus(sent.lease());
            putBack(
                    entry -> entry.isHeldBy(sent.node())
                            && entry.givenBy <= sent.through()
                            && !Long.valueOf(entry.token).equals(sent.held().get(entry.id)),
                    Promise.RECONCILED,
                    now);
            entries.values().stream()
                    .filter(entry -> entry.isHeldBy(sent.node()))
                    .forEach(entry -> requireRead(entry, Promise.RECONCILED));
        }
        Set<String> lost = new TreeSet<>();
        Set<String> unwanted = new TreeSet<>();
        sent.held().forEach((id, token) -> {
            Entry entry = entry(id);
            if (entry.token != token || !isLiveRun(entry, now)) {
                lost.add(id.value());
            } else if (entry.cancelAsked) {
                unwanted.add(id.value());
            }
        });
        Promise.RECONCILED.require(
                texts(result.lost()).equals(lost), "%s lost %s, and was told of %s", sent.node(), lost, result.lost());
        Promise.CANCEL_HOLDS.require(
                texts(result.cancelRequested()).equals(unwanted),
                "%s is to stop %s, and was told of %s",
                sent.node(),
                unwanted,
                result.cancelRequested());
    }

    private static Set<String> texts(Set<JobId> ids) {
        return ids.stream().map(JobId::value).collect(toCollection(TreeSet::new));
    }

    private void putBack(Predicate<Entry> which, Promise promise, Instant now) {
        for (Entry entry : entries.values()) {
            if (which.test(entry)) {
                entry.putBack(now);
                requireRead(entry, promise);
            }
        }
    }

    void rescued(Collection<JobId> rescued, int limit, Instant now) {
        nodes.values().forEach(node -> node.dead |= !now.isBefore(node.leaseUntil));
        for (JobId id : rescued) {
            Entry entry = entry(id);
            Promise.ENDS_ONCE.require(!entry.status.isFinished(), "%s was rescued", entry);
            Promise.LIVE_NODE_KEEPS.require(
                    entry.status == JobStatus.RUNNING && !isLive(entry.holder, now), "%s was rescued", entry);
            entry.rescue(now);
            requireRead(entry, entry.status == JobStatus.FAILED ? Promise.ATTEMPTS_BOUNDED : Promise.LIVE_NODE_KEEPS);
        }
        if (rescued.size() < limit) {
            for (Entry entry : entries.values()) {
                Promise.LIVE_NODE_KEEPS.require(
                        entry.status != JobStatus.RUNNING || isLive(entry.holder, now), "%s was left", entry);
            }
        }
    }

    /** Whether a rescue would find something to do. */
    boolean isRescuable(Instant now) {
        return nodes.values().stream().anyMatch(node -> !node.dead && !now.isBefore(node.leaseUntil))
                || entries.values().stream()
                        .anyMatch(entry -> entry.status == JobStatus.RUNNING && !isLive(entry.holder, now));
    }

    void left(NodeId id, Instant now) {
        Incarnation node = nodes.get(id);
        if (node != null && !node.dead) {
            node.dead = true;
            putBack(entry -> entry.isHeldBy(id), Promise.LEAVING_GIVES_BACK, now);
        }
    }

    void cancelled(JobId id, CancelOutcome outcome, Instant now) {
        Entry entry = isKept(id) ? entries.get(id) : null;
        CancelOutcome expected = CancelOutcome.NOT_FOUND;
        if (entry != null) {
            expected = switch (entry.status) {
                case PENDING -> CancelOutcome.CANCELLED;
                case RUNNING -> CancelOutcome.REQUESTED;
                case COMPLETED, FAILED, CANCELLED -> CancelOutcome.FINISHED;
            };
        }
        Promise.CANCEL_HOLDS.require(outcome == expected, "%s, cancelled in %s, was answered %s", id, this, outcome);
        if (entry != null) {
            if (outcome == CancelOutcome.CANCELLED) {
                entry.finish(JobStatus.CANCELLED, now);
            }
            entry.cancelAsked = outcome == CancelOutcome.REQUESTED;
            requireRead(entry, Promise.CANCEL_HOLDS);
        }
    }

    void requeued(JobId id, RequeueOutcome outcome, Instant now) {
        Entry entry = isKept(id) ? entries.get(id) : null;
        RequeueOutcome expected = RequeueOutcome.NOT_FOUND;
        if (entry != null) {
            boolean waits = entry.status == JobStatus.RUNNING || entry.isDue(now);
            expected = waits ? RequeueOutcome.ALREADY_DUE : RequeueOutcome.QUEUED;
        }
        Promise.REQUEUE_HOLDS.require(
                outcome == expected, "%s, queued again in %s, was answered %s", id, this, outcome);
        if (entry != null && outcome == RequeueOutcome.QUEUED) {
            long token = read(entry).token();
            Promise.TOKENS_GROW.require(
                    !entry.status.isFinished() || token > entry.token, "%s starts over with %s", entry, token);
            entry.startOver(now, token);
            requireRead(entry, Promise.REQUEUE_HOLDS);
        }
    }

    void ticked(Tick tick, boolean passed, Instant now) {
        if (passed) {
            Promise.TICK_ONCE.require(ticks.add(tick.schedule() + " " + tick.expected()), "%s passed again", tick);
            tick.job().ifPresent(job -> entries.putIfAbsent(job.id(), new Entry(job, entries.size(), now)));
        }
    }

    Job read(Entry entry) {
        Job job = store.find(entry.id).orElse(null);
        Promise.NOTHING_LOST.require(job != null, "%s is gone", entry);
        return Objects.requireNonNull(job);
    }

    private void requireSettled(Entry entry) {
        requireRead(entry, entry.cancelAsked ? Promise.CANCEL_HOLDS : Promise.ENDS_ONCE);
    }

    /** What was written is there. */
    void requireRead(Entry entry, Promise promise) {
        Job job = read(entry);
        promise.require(job.status() == entry.status, "%s is %s in the store", entry, job.status());
        Promise.ATTEMPTS_COUNTED.require(
                job.attempt() == entry.attempt, "%s has %s attempts in the store", entry, job.attempt());
    }

    /** At the end everything is as it was promised, and the jobs that {@code old} says have ended. */
    void requireAllKept(Predicate<Job> old) {
        for (Entry entry : entries.values()) {
            if (entry.purged != null) {
                continue;
            }
            Job job = read(entry);
            requireRead(entry, Promise.ENDS_ONCE);
            Promise.EVERY_JOB_ENDS.require(job.status().isFinished() || !old.test(job), "%s is open", entry);
        }
    }

    boolean isAllEnded() {
        return entries.values().stream().allMatch(entry -> entry.status.isFinished());
    }

    /** How long until a lease lapses that is not known to be over, or null if none will. */
    @Nullable
    Duration nextLapse(Instant now) {
        return next(nodes.values().stream().filter(node -> !node.dead).map(node -> node.leaseUntil), now);
    }

    /** How long until a waiting job is due, or null if none will be. */
    @Nullable
    Duration nextDue(Instant now) {
        return next(
                entries.values().stream()
                        .filter(entry -> entry.status == JobStatus.PENDING)
                        .map(entry -> entry.due),
                now);
    }

    private static @Nullable Duration next(Stream<Instant> moments, Instant now) {
        return moments.filter(moment -> moment.isAfter(now))
                .min(Comparator.naturalOrder())
                .map(moment -> Duration.between(now, moment))
                .orElse(null);
    }

    /** Stands for all that decides what a store that keeps its promises does next. */
    long fingerprint() {
        long hash = Hash.START;
        for (Entry entry : entries.values()) {
            hash = Hash.of(hash, entry.fingerprint());
        }
        for (Map.Entry<NodeId, Incarnation> node : nodes.entrySet()) {
            Incarnation known = node.getValue();
            hash = Hash.of(
                    hash,
                    node.getKey().hashCode(),
                    known.leaseUntil.toEpochMilli(),
                    known.dead ? 1 : 0,
                    Arrays.hashCode(known.lastExchange));
        }
        return hash;
    }

    @Override
    public String toString() {
        return entries.values() + " " + nodes;
    }
}
