package systems.blackroad.operator.internal.worker;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Redriven;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.operator.internal.schedule.Ticks;

/** What applications ask of a job store through an operator: values are encoded, ids made, schedules computed. Thread-safe. */
public final class Requests {

    private static final int MAX_METADATA_BYTES = 4096;
    private static final int MAX_REDRIVE = 1_000_000;
    private static final int REDRIVE_BATCH = 200;

    private final Parts parts;
    private final JobStore store;
    private final Set<QueueName> queues;
    private final FreshIds ids;
    private final Enqueuer enqueuer;

    /**
     * Requests to the store of {@code parts}.
     *
     * @param queues those that jobs may be put into; empty for any
     */
    public Requests(Parts parts, Set<QueueName> queues) {
        this.parts = parts;
        this.queues = queues;
        this.store = parts.store();
        this.ids = new FreshIds(parts.clock(), parts.random());
        this.enqueuer = new Enqueuer(store, parts.ticker());
    }

    /** Enqueues one job; concurrent callers share a commit. */
    public EnqueueOutcome enqueue(JobRequest<?> request) {
        return enqueuer.enqueue(job(request));
    }

    /** Enqueues jobs in one commit, or in the caller's. */
    public List<EnqueueOutcome> enqueue(
            List<? extends JobRequest<?>> requests, @Nullable StoreTransaction transaction) {
        if (requests.isEmpty() || requests.size() > JobStore.MAX_BATCH) {
            throw new IllegalArgumentException(
                    "an enqueue must have 1 to " + JobStore.MAX_BATCH + " requests, got " + requests.size());
        }
        return store.enqueue(requests.stream().map(this::job).toList(), transaction);
    }

    private NewJob job(JobRequest<?> request) {
        JobId id = request.id().orElseGet(ids::next);
        return new NewJob(
                id,
                payload(request.type(), request.payload()),
                requireKnown(request.queue()),
                request.priority(),
                request.due(),
                request.type().retry().maxAttempts(),
                parts.settings().host(),
                null,
                requireSmall(id, request.metadata()),
                request.unique().orElse(null),
                request.key().orElse(null));
    }

    private QueueName requireKnown(QueueName queue) {
        if (!queues.isEmpty() && !queues.contains(queue)) {
            throw new RefusedException(
                    ErrorCode.JOB_QUEUE_UNKNOWN,
                    "this operator knows no queue " + queue + ", only " + queues
                            + "; nothing was enqueued, correct the name or add the queue to OperatorBuilder.knownQueues");
        }
        return queue;
    }

    private Payload payload(JobType<?> type, Object value) {
        return Payload.of(type.name(), type.payloadVersion(), parts.codec().encode(value));
    }

    private static Map<String, String> requireSmall(JobId id, Map<String, String> metadata) {
        long bytes = metadata.entrySet().stream()
                .mapToLong(entry -> (long) entry.getKey().getBytes(StandardCharsets.UTF_8).length
                        + entry.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > MAX_METADATA_BYTES) {
            throw new IllegalArgumentException(
                    "metadata of job " + id + " must be at most " + MAX_METADATA_BYTES + " bytes, got " + bytes);
        }
        return metadata;
    }

    /** Keeps a schedule; its first tick is told from the store's clock, which costs a round trip of its own. */
    public <P> JobSchedule schedule(ScheduleId id, Schedule schedule, JobType<P> type, P payload) {
        Ticks times = Ticks.of(schedule);
        Payload encoded = payload(type, Objects.requireNonNull(payload, "payload"));
        Instant registration = store.dueSchedules(1).storeTime();
        return store.putSchedule(new JobSchedule(
                Objects.requireNonNull(id, "id"),
                schedule,
                encoded,
                requireKnown(type.queue()),
                type.priority(),
                type.retry().maxAttempts(),
                true,
                first(id, schedule, times, registration),
                null));
    }

    /** The first tick; that of an instant which has passed is the instant itself, so that it runs at once. */
    private static Instant first(ScheduleId id, Schedule schedule, Ticks times, Instant registration) {
        if (schedule instanceof Schedule.Once once) {
            return once.at();
        }
        return times.next(registration, registration)
                .orElseThrow(() -> new IllegalArgumentException("schedule " + id + " never comes due after "
                        + registration + ": " + schedule.spec() + "; give it another expression"));
    }

    /** Queues failed or cancelled jobs again, at most {@code limit}, in batches. */
    public int redrive(JobFilter filter, UserId actor, int limit) {
        Redriven.requireFilter(filter);
        if (limit < 1 || limit > MAX_REDRIVE) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_REDRIVE + ", got " + limit);
        }
        int jobs = 0;
        @Nullable String after = null;
        do {
            Redriven batch = redrive(filter, after, actor, Math.min(REDRIVE_BATCH, limit - jobs), jobs);
            jobs += batch.jobs();
            after = batch.next();
        } while (after != null && jobs < limit);
        return jobs;
    }

    private Redriven redrive(JobFilter filter, @Nullable String after, UserId actor, int limit, int before) {
        try {
            return store.redrive(filter, after, actor, limit);
        } catch (BlackRoadException e) {
            if (before == 0) {
                throw e;
            }
            throw new UnknownOutcomeException(
                    ErrorCode.STORE_UNKNOWN,
                    "the redrive of " + filter.status() + " jobs stopped after " + before
                            + " were queued again; repeat it for the rest: " + e.getMessage(),
                    e);
        }
    }

    /** Enqueues the schedule's job now. */
    public EnqueueOutcome trigger(ScheduleId id, UserId actor) {
        Objects.requireNonNull(actor, "actor");
        JobSchedule schedule = require(Objects.requireNonNull(id, "id"));
        return enqueuer.enqueue(new NewJob(
                JobId.of(id + ":" + ids.triggered()),
                schedule.payload(),
                requireKnown(schedule.queue()),
                schedule.priority(),
                Due.NOW,
                schedule.maxAttempts(),
                actor.value(),
                id,
                Map.of()));
    }

    private JobSchedule require(ScheduleId id) {
        @Nullable String after = null;
        do {
            Page<JobSchedule> page = store.schedules(after, Page.MAX_LIMIT);
            for (JobSchedule schedule : page.items()) {
                if (schedule.id().equals(id)) {
                    return schedule;
                }
            }
            after = page.next();
        } while (after != null);
        throw new RefusedException(
                ErrorCode.SCHEDULE_NOT_FOUND, "no schedule has the id " + id + "; nothing was enqueued");
    }
}
