package systems.blackroad.operator.internal.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.api.store.Tick;

/**
 * The store contract once more, as plainly as it can be written: one table of jobs that every call scans. It takes the same
 * choices as the store in memory where the contract leaves one, so that a seed gives one course of events over both, and it
 * can have one {@link Defect}. Not thread-safe.
 */
final class ModelStore extends PartialJobStore {

    private final InstantSource clock;
    private final InstantSource callersClock;
    private final @Nullable Defect defect;
    private final Map<JobId, ModelJob> jobs = new LinkedHashMap<>();
    private final Map<NodeId, Node> nodes = new TreeMap<>(Comparator.comparing(NodeId::value));
    private final ModelSchedules schedules = new ModelSchedules();
    private final ModelVerdicts verdicts;
    private final ModelQueues queues;
    private final ModelChoice choice;
    /** What undoes the last write, of a store that does not commit before it answers. */
    private List<Runnable> uncommitted = new ArrayList<>();

    private long arrivals;
    private long claims;
    private Instant latest = Instant.MIN;

    private static final class Node {

        private Instant leaseUntil = Instant.MAX;
        private boolean dead;
        private final Map<Integer, Long> lastExchange = new HashMap<>();

        private long lastExchange(int pipe) {
            return lastExchange.getOrDefault(pipe, Long.MIN_VALUE);
        }
    }

    /**
     * An empty store.
     *
     * @param clock the store's
     * @param callersClock the wall clock of whoever calls, which no store should look at
     * @param defect what is wrong with it, or null
     */
    ModelStore(InstantSource clock, InstantSource callersClock, @Nullable Defect defect) {
        this.clock = clock;
        this.callersClock = callersClock;
        this.defect = defect;
        this.verdicts = new ModelVerdicts(defect);
        this.choice = new ModelChoice(defect, callersClock);
        this.queues = new ModelQueues(defect, jobs.values(), this::isLive);
    }

    private boolean has(Defect planted) {
        return defect == planted;
    }

    /** The server dies and is started again: what was committed is there. */
    void restart() {
        uncommitted.forEach(Runnable::run);
        uncommitted = new ArrayList<>();
    }

    /** Begins a write, and returns the store's time. */
    private Instant write() {
        uncommitted = new ArrayList<>();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    private Stream<ModelJob> jobs(Predicate<ModelJob> which) {
        return jobs.values().stream().filter(which);
    }

    private boolean isLive(@Nullable NodeId id, Instant now) {
        Node node = id == null ? null : nodes.get(id);
        return node != null && !node.dead && now.isBefore(node.leaseUntil);
    }

    @Override
    public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
        Instant now = write();
        return batch.stream().map(job -> add(job, now)).toList();
    }

    private EnqueueOutcome add(NewJob job, Instant now) {
        if (jobs.containsKey(job.id())) {
            return new EnqueueOutcome.Existing(job.id());
        }
        jobs.put(job.id(), new ModelJob(job, ++arrivals, now, ModelJob.dueAt(job.due(), now)));
        if (has(Defect.LOSES_JOBS)) {
            uncommitted.add(() -> jobs.remove(job.id()));
        }
        return new EnqueueOutcome.Created(job.id());
    }

    @Override
    public ExchangeResult exchange(Exchange exchange) {
        Instant now = write();
        List<Acceptance> settled = new ArrayList<>();
        exchange.settlements().forEach(settlement -> settled.add(settle(settlement, now)));
        boolean live = isLive(exchange.node(), now);
        List<ClaimedJob> claimed = live ? claim(exchange, now) : List.of();
        Stream<Duration> due = jobs(job -> job.status == JobStatus.PENDING && job.due.isAfter(now))
                .map(job -> Duration.between(now, job.due));
        Stream<Duration> starts = exchange.claim().map(wish -> queues.untilStart(wish, exchange.node(), now)).stream();
        Duration untilNext =
                Stream.concat(due, starts).min(Comparator.naturalOrder()).orElse(null);
        return new ExchangeResult(settled, live, claimed, untilNext);
    }

    private List<ClaimedJob> claim(Exchange exchange, Instant now) {
        Node node = Objects.requireNonNull(nodes.get(exchange.node()));
        if (exchange.sequence() <= node.lastExchange(exchange.pipe()) && !has(Defect.REPEATS_CLAIM_ANEW)) {
            return jobs(job -> job.isHeldBy(exchange.node()) && isAnswer(job, exchange, node))
                    .filter(job -> !has(Defect.REPEATS_GIVE_NOTHING))
                    .sorted(Comparator.comparingLong(job -> job.claimOrder))
                    .map(ModelJob::claimed)
                    .toList();
        }
        node.lastExchange.put(exchange.pipe(), exchange.sequence());
        return exchange.claim().map(claim -> claim(claim, exchange, now)).orElse(List.of());
    }

    private boolean isAnswer(ModelJob job, Exchange exchange, Node node) {
        long latest = node.lastExchange(exchange.pipe());
        boolean last = exchange.sequence() == latest;
        return job.claimedBy == (has(Defect.REPEATS_GIVE_THE_LAST) ? latest : exchange.sequence())
                && (last || !has(Defect.REPEATS_THE_LAST_ALONE));
    }

    private List<ClaimedJob> claim(Claim claim, Exchange exchange, Instant now) {
        List<ClaimedJob> given = new ArrayList<>();
        int suspects = choice.suspects(claim);
        queues.beginClaim();
        for (ModelJob job : choice.of(jobs.values(), claim, now)) {
            if (given.size() < claim.limit()
                    && (!job.suspect || suspects > 0)
                    && queues.lets(job, exchange.node(), now)) {
                suspects -= job.suspect ? 1 : 0;
                start(job, exchange, now);
                given.add(job.claimed());
            }
        }
        return given;
    }

    private void start(ModelJob job, Exchange exchange, Instant now) {
        queues.started(job);
        job.status = JobStatus.RUNNING;
        job.token++;
        job.settled = false;
        job.begun = true;
        job.node = exchange.node();
        job.claimedBy = exchange.sequence();
        job.claimOrder = ++claims;
        job.startedAt = now;
        job.attempt += job.suspect && !has(Defect.SUSPECTS_UNCOUNTED) ? 1 : 0;
    }

    private Acceptance settle(Settlement settlement, Instant now) {
        ModelJob job = jobs.get(settlement.job());
        boolean fenced = !has(Defect.SETTLES_WITHOUT_FENCE);
        if (job == null || (fenced && job.token != settlement.token())) {
            return Acceptance.STALE;
        }
        if (job.settled && !has(Defect.SETTLES_TWICE)) {
            return fenced || job.token == settlement.token() ? Acceptance.REPEATED : Acceptance.STALE;
        }
        boolean live =
                job.status == JobStatus.RUNNING && (isLive(job.node, now) || has(Defect.SETTLES_AFTER_THE_LEASE));
        boolean repeated = job.status.isFinished() && job.settled;
        if ((!live && !repeated) || (job.cancelAsked && has(Defect.REFUSES_AFTER_CANCEL))) {
            return Acceptance.STALE;
        }
        ModelJob before = job.copy();
        job.settled = true;
        verdicts.apply(job, settlement.verdict(), now);
        if (has(Defect.LOSES_ENDS) && job.status.isFinished()) {
            uncommitted.add(() -> jobs.put(settlement.job(), before));
        }
        return Acceptance.ACCEPTED;
    }

    @Override
    public List<Acceptance> note(List<LeaseNote> notes) {
        Instant now = write();
        return notes.stream().map(note -> note(note, now)).toList();
    }

    private Acceptance note(LeaseNote note, Instant now) {
        ModelJob job = jobs.get(note.job());
        if (job == null || (job.token != note.token() && !has(Defect.NOTES_WITHOUT_FENCE))) {
            return Acceptance.STALE;
        }
        return job.status == JobStatus.RUNNING && isLive(job.node, now) ? Acceptance.ACCEPTED : Acceptance.STALE;
    }

    @Override
    public HeartbeatResult heartbeat(Heartbeat beat) {
        Instant now = write();
        Node node = nodes.computeIfAbsent(beat.node(), absent -> new Node());
        boolean renews = has(Defect.RENEWS_AFTER_THE_LEASE) || has(Defect.RESCUES_WITHOUT_DEATH);
        boolean live = !node.dead && (renews || now.isBefore(node.leaseUntil));
        if (live) {
            node.leaseUntil = now.plus(beat.lease());
            if (!has(Defect.NEVER_RECONCILES)) {
                jobs(job -> job.isHeldBy(beat.node())
                                && (job.claimedBy <= beat.through() || has(Defect.PUTS_BACK_CLAIMS_UNDER_WAY))
                                && !Long.valueOf(job.token).equals(beat.held().get(job.work.id())))
                        .forEach(job -> verdicts.putBack(job, now));
            }
        }
        Set<JobId> lost = new HashSet<>();
        Set<JobId> unwanted = new HashSet<>();
        beat.held().forEach((id, token) -> {
            ModelJob job = jobs.get(id);
            if (job == null || job.token != token || job.status != JobStatus.RUNNING || !isLive(job.node, now)) {
                lost.add(id);
            } else if (job.cancelAsked) {
                unwanted.add(id);
            }
        });
        return new HeartbeatResult(
                live,
                has(Defect.LOSES_SILENTLY) ? Set.of() : lost,
                unwanted,
                has(Defect.TELLS_THE_NODES_TIME) ? callersClock.instant() : now);
    }

    @Override
    public List<JobId> rescue(int limit) {
        Instant now = write();
        Instant time = has(Defect.RESCUES_BY_THE_NODES_CLOCK) ? callersClock.instant() : now;
        List<JobId> rescued = new ArrayList<>();
        nodes.forEach((id, node) -> {
            boolean lapsed = !time.isBefore(node.leaseUntil);
            node.dead |= lapsed && !has(Defect.RESCUES_WITHOUT_DEATH);
            if (node.dead || lapsed) {
                jobs(job -> job.isHeldBy(id))
                        .limit(has(Defect.RESCUES_HALF) ? 1 : limit - rescued.size())
                        .forEach(job -> rescue(job, rescued, now));
            }
        });
        return rescued;
    }

    private void rescue(ModelJob job, List<JobId> rescued, Instant now) {
        rescued.add(job.work.id());
        job.suspect = job.lost && !has(Defect.SUSPECTS_UNMARKED);
        job.lost = true;
        job.leaked = has(Defect.LIMITS_LEAK);
        if (job.attempt >= job.work.maxAttempts() && !job.cancelAsked && !has(Defect.SUSPECTS_FOREVER)) {
            job.finish(JobStatus.FAILED, now);
        } else {
            job.await(now, now, true);
        }
    }

    @Override
    public void leave(NodeId id) {
        Instant now = write();
        Node node = nodes.get(id);
        if (node != null && !node.dead) {
            node.dead = true;
            if (!has(Defect.LEAVES_WITH_JOBS)) {
                jobs(job -> job.isHeldBy(id)).forEach(job -> verdicts.putBack(job, now));
            }
        }
    }

    @Override
    public CancelOutcome cancel(JobId id, UserId actor) {
        Instant now = write();
        ModelJob job = jobs.get(id);
        if (job == null) {
            return CancelOutcome.NOT_FOUND;
        }
        if (job.status == JobStatus.PENDING || has(Defect.CANCELS_WITHOUT_CAS)) {
            job.finish(JobStatus.CANCELLED, now);
            return CancelOutcome.CANCELLED;
        }
        if (job.status.isFinished()) {
            return CancelOutcome.FINISHED;
        }
        job.cancelAsked = true;
        return CancelOutcome.REQUESTED;
    }

    @Override
    public RequeueOutcome requeue(JobId id, UserId actor) {
        Instant now = write();
        ModelJob job = jobs.get(id);
        if (job == null) {
            return RequeueOutcome.NOT_FOUND;
        }
        boolean runs = job.status == JobStatus.RUNNING && !has(Defect.REQUEUES_RUNNING);
        if (runs || (job.status == JobStatus.PENDING && !job.due.isAfter(now))) {
            return RequeueOutcome.ALREADY_DUE;
        }
        if (job.status.isFinished()) {
            ModelJob anew = new ModelJob(job.work, job.arrival, job.createdAt, now);
            anew.token = has(Defect.REQUEUE_RESETS_TOKENS) ? 0 : job.token + 1;
            anew.endedLast = job.endedLast;
            jobs.put(id, anew);
            return RequeueOutcome.QUEUED;
        }
        job.await(now, now, true);
        return RequeueOutcome.QUEUED;
    }

    @Override
    public int purge(Retention retention, int limit) {
        Instant now = write();
        List<JobId> over = choice.over(jobs.values(), retention, limit, now);
        over.forEach(jobs::remove);
        return over.size();
    }

    @Override
    public QueueSettings putQueue(QueueName queue, QueueLimits limits, UserId actor) {
        return queues.put(queue, limits, write());
    }

    @Override
    public boolean pauseQueue(QueueName queue, boolean paused, UserId actor) {
        write();
        return queues.pause(queue, paused);
    }

    @Override
    public JobSchedule putSchedule(JobSchedule schedule) {
        return schedules.put(schedule);
    }

    @Override
    public DueSchedules dueSchedules(int limit) {
        Instant now = write();
        return new DueSchedules(schedules.due(now), now);
    }

    @Override
    public List<Boolean> tick(List<Tick> ticks) {
        Instant now = write();
        List<Boolean> passed = new ArrayList<>();
        for (Tick tick : ticks) {
            boolean mine = schedules.pass(tick, !has(Defect.TICKS_WITHOUT_CAS));
            if (mine) {
                tick.job().ifPresent(job -> add(job, now));
            }
            passed.add(mine);
        }
        return passed;
    }

    @Override
    public Optional<Job> find(JobId id) {
        return Optional.ofNullable(jobs.get(id)).map(ModelJob::read);
    }
}
