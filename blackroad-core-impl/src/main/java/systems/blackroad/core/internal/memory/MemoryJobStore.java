package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Redriven;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.api.store.Tick;

/** Jobs in memory. Thread-safe: one lock guards everything, and no listener is called under it. */
final class MemoryJobStore implements JobStore {

    private final ReentrantLock lock = new ReentrantLock();
    private final MemoryHints hints = new MemoryHints();
    private final InstantSource clock;
    private final MemoryJobs jobs = new MemoryJobs();
    private final MemoryUniqueKeys keys = new MemoryUniqueKeys(jobs);
    private final MemoryLeases leases = new MemoryLeases(jobs);
    private final MemorySchedules schedules = new MemorySchedules();
    /** The latest time that was seen: store time never goes back. */
    private Instant latest = Instant.MIN;

    MemoryJobStore(InstantSource clock) {
        this.clock = clock;
    }

    /** Does {@code work} at store time under the lock, then tells of the queues in which jobs became claimable. */
    private <T> T locked(Function<Instant, T> work) {
        T result;
        Set<String> changed;
        lock.lock();
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            latest = now.isAfter(latest) ? now : latest;
            result = work.apply(latest);
            changed = jobs.takeChangedQueues();
        } finally {
            lock.unlock();
        }
        hints.tell(changed);
        return result;
    }

    @Override
    public Durability durability() {
        return Durability.D0;
    }

    @Override
    public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
        requireSize("an enqueue", batch.size(), MAX_BATCH);
        if (transaction != null) {
            throw new RefusedException(
                    ErrorCode.STORE_UNSUPPORTED,
                    "jobs in memory cannot join a transaction of kind " + transaction.kind()
                            + "; enqueue without one, or keep jobs in a database");
        }
        return locked(now -> batch.stream().map(work -> keys.add(work, now)).toList());
    }

    @Override
    public ExchangeResult exchange(Exchange exchange) {
        return locked(now -> leases.exchange(exchange, now));
    }

    @Override
    public List<Acceptance> note(List<LeaseNote> notes) {
        requireSize("a list of notes", notes.size(), MAX_BATCH);
        return locked(now -> notes.stream().map(note -> leases.note(note, now)).toList());
    }

    @Override
    public HeartbeatResult heartbeat(Heartbeat heartbeat) {
        return locked(now -> leases.heartbeat(heartbeat, now));
    }

    @Override
    public List<JobId> rescue(int limit) {
        requireSize("a rescue", limit, MAX_BATCH);
        return locked(now -> leases.rescue(limit, now));
    }

    @Override
    public void leave(NodeId node) {
        Objects.requireNonNull(node, "node");
        locked(now -> {
            leases.leave(node, now);
            return node;
        });
    }

    @Override
    public CancelOutcome cancel(JobId id, UserId actor) {
        Objects.requireNonNull(actor, "actor");
        return locked(now -> {
            MemoryJob job = jobs.find(id);
            if (job == null) {
                return CancelOutcome.NOT_FOUND;
            }
            if (job.status.isFinished()) {
                return CancelOutcome.FINISHED;
            }
            if (job.status == JobStatus.PENDING) {
                job.write(now, JobLogEntry.Kind.TRANSITION, "cancelled", actor.value());
                jobs.finish(job, JobStatus.CANCELLED, now);
                return CancelOutcome.CANCELLED;
            }
            if (!job.cancelRequested) {
                job.write(now, JobLogEntry.Kind.TRANSITION, "asked to stop", actor.value());
                job.cancelRequested = true;
            }
            return CancelOutcome.REQUESTED;
        });
    }

    @Override
    public RequeueOutcome requeue(JobId id, UserId actor) {
        Objects.requireNonNull(actor, "actor");
        return locked(now -> {
            MemoryJob job = jobs.find(id);
            if (job == null) {
                return RequeueOutcome.NOT_FOUND;
            }
            if (job.status == JobStatus.RUNNING || (job.status == JobStatus.PENDING && !job.dueAt.isAfter(now))) {
                return RequeueOutcome.ALREADY_DUE;
            }
            requeue(job, actor, now);
            return RequeueOutcome.QUEUED;
        });
    }

    private void requeue(MemoryJob job, UserId actor, Instant now) {
        if (job.status.isFinished()) {
            startOver(job);
        }
        job.write(now, JobLogEntry.Kind.TRANSITION, "queued again", actor.value());
        jobs.await(job, now, now);
    }

    private void startOver(MemoryJob job) {
        keys.forget(job);
        job.token = leases.nextToken(job);
        job.settled = false;
        job.attempt = 0;
        job.lost = false;
        job.suspect = false;
        job.finishedAt = null;
        job.result = null;
        job.error = null;
        job.progress = 0;
    }

    @Override
    public boolean delete(JobId id) {
        return locked(now -> {
            MemoryJob job = jobs.find(id);
            if (job == null || !job.status.isFinished()) {
                return false;
            }
            keys.forget(job);
            jobs.remove(job);
            return true;
        });
    }

    @Override
    public Redriven redrive(JobFilter filter, @Nullable String after, UserId actor, int limit) {
        Redriven.requireFilter(filter);
        requireSize("a redrive", limit, MAX_BATCH);
        Objects.requireNonNull(actor, "actor");
        return locked(now -> {
            Page<MemoryJob> page = jobs.page(filter, after, limit);
            page.items().forEach(job -> requeue(job, actor, now));
            return new Redriven(page.items().size(), page.next());
        });
    }

    @Override
    public int purge(Retention retention, int limit) {
        Objects.requireNonNull(retention, "retention");
        requireSize("a purge", limit, MAX_BATCH);
        return locked(now -> {
            List<MemoryJob> purged = jobs.purge(retention, now, limit);
            purged.forEach(keys::forget);
            return purged.size();
        });
    }

    @Override
    public JobSchedule putSchedule(JobSchedule schedule) {
        return locked(now -> schedules.put(schedule));
    }

    @Override
    public boolean removeSchedule(ScheduleId schedule) {
        return locked(now -> schedules.remove(schedule));
    }

    @Override
    public boolean enableSchedule(ScheduleId schedule, boolean enabled, UserId actor) {
        Objects.requireNonNull(actor, "actor");
        return locked(now -> schedules.enable(schedule, enabled));
    }

    @Override
    public DueSchedules dueSchedules(int limit) {
        Page.requireLimit(limit);
        return locked(now -> new DueSchedules(schedules.due(now, limit), now));
    }

    @Override
    public List<Boolean> tick(List<Tick> ticks) {
        requireSize("a list of ticks", ticks.size(), Page.MAX_LIMIT);
        Set<ScheduleId> named = new HashSet<>();
        for (Tick tick : ticks) {
            if (!named.add(tick.schedule())) {
                throw new IllegalArgumentException(
                        "ticks must be at most one for schedule " + tick.schedule() + ", got two");
            }
        }
        return locked(now -> {
            List<Boolean> passed = new ArrayList<>();
            for (Tick tick : ticks) {
                boolean mine = schedules.pass(tick);
                if (mine) {
                    tick.job().ifPresent(work -> jobs.add(work, now));
                }
                passed.add(mine);
            }
            return List.copyOf(passed);
        });
    }

    @Override
    public QueueSettings putQueue(QueueName queue, QueueLimits limits, UserId actor) {
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(actor, "actor");
        return locked(
                now -> jobs.set(new QueueSettings(queue, jobs.settings(queue).paused(), limits)));
    }

    @Override
    public boolean pauseQueue(QueueName queue, boolean paused, UserId actor) {
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(actor, "actor");
        return locked(now -> {
            QueueSettings before = jobs.settings(queue);
            jobs.set(new QueueSettings(queue, paused, before.limits()));
            return before.paused() != paused;
        });
    }

    @Override
    public List<QueueSettings> queues() {
        return locked(now -> jobs.settings());
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        return hints.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void newEpoch() {
        locked(now -> {
            leases.newEpoch();
            return now;
        });
    }

    @Override
    public Optional<Job> find(JobId id) {
        return locked(now -> Optional.ofNullable(jobs.find(id)).map(MemoryJob::read));
    }

    @Override
    public Page<Job> list(JobFilter filter, @Nullable String after, int limit) {
        Page.requireLimit(limit);
        Objects.requireNonNull(filter, "filter");
        return locked(now -> {
            Page<MemoryJob> page = jobs.page(filter, after, limit);
            return new Page<>(page.items().stream().map(MemoryJob::read).toList(), page.next());
        });
    }

    @Override
    public Map<JobStatus, Long> counts() {
        return locked(now -> jobs.counts());
    }

    @Override
    public List<JobLogEntry> log(JobId id, long afterSequence, int limit) {
        Page.requireLimit(limit);
        return locked(now -> Optional.ofNullable(jobs.find(id))
                .map(job -> job.lines(afterSequence, limit))
                .orElse(List.of()));
    }

    @Override
    public List<JobNode> nodes() {
        return locked(leases::list);
    }

    @Override
    public Page<JobSchedule> schedules(@Nullable String after, int limit) {
        Page.requireLimit(limit);
        @Nullable ScheduleId from = after == null ? null : ScheduleId.of(after);
        return locked(now -> schedules.list(from, limit));
    }

    private static void requireSize(String what, int size, int most) {
        if (size < 1 || size > most) {
            throw new IllegalArgumentException(what + " must have 1 to " + most + ", got " + size);
        }
    }
}
