package systems.blackroad.operator;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.runtime.JobRegistry;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.runtime.OperatorLoad;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.JobQueries;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.operator.internal.worker.Parts;
import systems.blackroad.operator.internal.worker.Requests;
import systems.blackroad.operator.internal.worker.Worker;

/** An operator inside the application's process. Thread-safe: its phase is guarded by one lock, not held during calls. */
final class EmbeddedOperator implements Operator {

    private static final Duration MAX_DRAIN = Duration.ofDays(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private enum Phase {
        NEW,
        STARTED,
        DRAINED,
        CLOSED
    }

    private final JobStore store;
    private final Registry registry;
    private final Requests requests;
    private final Worker worker;
    private final Object changing = new Object();
    /** Written under {@link #changing}. */
    private volatile Phase phase = Phase.NEW;

    EmbeddedOperator(Parts parts, Map<String, JobType<?>> types, Set<QueueName> queues, @Nullable Executor executor) {
        this.store = parts.store();
        this.registry = new Registry(new TreeMap<>(types));
        this.requests = new Requests(parts, queues);
        this.worker = new Worker(parts, types, executor);
    }

    /** The types of one operator. */
    private record Registry(Map<String, JobType<?>> byName) implements JobRegistry {

        @Override
        public Optional<JobType<?>> find(String name) {
            return Optional.ofNullable(byName.get(Objects.requireNonNull(name, "name")));
        }

        @Override
        public Collection<JobType<?>> types() {
            return List.copyOf(byName.values());
        }
    }

    @Override
    public JobRegistry registry() {
        return registry;
    }

    @Override
    public NodeId node() {
        return worker.id();
    }

    @Override
    public OperatorLoad load() {
        return worker.load();
    }

    @Override
    public void start() {
        synchronized (changing) {
            requireFresh("started");
            phase = Phase.STARTED;
            worker.start();
        }
    }

    @Override
    public boolean isRunning() {
        return phase == Phase.STARTED;
    }

    @Override
    public int runDueJobs() {
        requireFresh("run by hand");
        return worker.runDue();
    }

    private void requireFresh(String wish) {
        if (phase != Phase.NEW) {
            throw new IllegalStateException("an operator can be " + wish
                    + " only before it is started, drained or closed; this one is " + phase + ", build another");
        }
        if (registry.byName().isEmpty()) {
            throw new IllegalStateException(
                    "an operator can be " + wish + " only with a job type; register one with the builder");
        }
    }

    @Override
    public boolean drain(Duration limit) {
        if (limit.isNegative() || limit.compareTo(MAX_DRAIN) > 0) {
            throw new IllegalArgumentException("limit must be PT0S to " + MAX_DRAIN + ", got " + limit);
        }
        Phase before = leave(Phase.DRAINED);
        if (before == Phase.NEW || before == Phase.STARTED) {
            worker.drain(limit.toNanos());
        }
        return worker.awaitDrained(limit.toNanos());
    }

    @Override
    public void close() {
        Phase before = leave(Phase.CLOSED);
        if (before == Phase.CLOSED) {
            return;
        }
        try {
            if (before == Phase.NEW || before == Phase.STARTED) {
                worker.drain(CLOSE_LIMIT.toNanos());
            }
            worker.awaitDrained(CLOSE_LIMIT.toNanos());
        } finally {
            worker.stop();
        }
    }

    /** Goes on to a later phase; returns the one before. */
    private Phase leave(Phase next) {
        synchronized (changing) {
            Phase before = phase;
            phase = before.compareTo(next) < 0 ? next : before;
            return before;
        }
    }

    @Override
    public <P> EnqueueOutcome enqueue(JobType<P> type, P payload) {
        return enqueue(JobRequest.of(type, payload));
    }

    @Override
    public EnqueueOutcome enqueue(JobRequest<?> request) {
        return expectingWork(() -> requests.enqueue(Objects.requireNonNull(request, "request")));
    }

    @Override
    public List<EnqueueOutcome> enqueue(List<? extends JobRequest<?>> batch, @Nullable StoreTransaction transaction) {
        return expectingWork(() -> requests.enqueue(batch, transaction));
    }

    @Override
    public <P> JobSchedule schedule(ScheduleId id, Schedule schedule, JobType<P> type, P payload) {
        return expecting(worker::expectTick, () -> requests.schedule(id, schedule, type, payload));
    }

    @Override
    public CancelOutcome cancel(JobId job, UserId actor) {
        requireOpen();
        return store.cancel(job, actor);
    }

    @Override
    public RequeueOutcome requeue(JobId job, UserId actor) {
        return expectingWork(() -> store.requeue(job, actor));
    }

    @Override
    public int redrive(JobFilter filter, UserId actor, int limit) {
        return expectingWork(() -> requests.redrive(filter, actor, limit));
    }

    @Override
    public boolean enableSchedule(ScheduleId schedule, boolean enabled, UserId actor) {
        return expecting(worker::expectTick, () -> store.enableSchedule(schedule, enabled, actor));
    }

    @Override
    public QueueSettings configure(QueueName queue, QueueLimits limits, UserId actor) {
        return expectingWork(() -> store.putQueue(queue, limits, actor));
    }

    @Override
    public boolean pause(QueueName queue, UserId actor) {
        requireOpen();
        return store.pauseQueue(queue, true, actor);
    }

    @Override
    public boolean resume(QueueName queue, UserId actor) {
        return expectingWork(() -> store.pauseQueue(queue, false, actor));
    }

    @Override
    public EnqueueOutcome trigger(ScheduleId schedule, UserId actor) {
        return expectingWork(() -> requests.trigger(schedule, actor));
    }

    @Override
    public boolean delete(JobId job) {
        requireOpen();
        return store.delete(job);
    }

    @Override
    public JobQueries queries() {
        return store;
    }

    private <T> T expectingWork(Supplier<T> call) {
        return expecting(worker::expectWork, call);
    }

    /** Makes a call, and tells the worker that it may have something to do, also if what became of the call is unknown. */
    private <T> T expecting(Runnable told, Supplier<T> call) {
        requireOpen();
        try {
            return call.get();
        } finally {
            told.run();
        }
    }

    private void requireOpen() {
        if (phase == Phase.CLOSED) {
            throw new RefusedException(
                    ErrorCode.SHUTTING_DOWN, "this operator is closed; nothing was done, use another one");
        }
    }
}
