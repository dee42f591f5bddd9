package systems.blackroad.operator.internal.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.codec.PayloadCodec;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.JobScheduler;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.JobQueries;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.StoreTransaction;
import systems.blackroad.operator.internal.schedule.Ticks;

/** The side of the operator that needs no engine: jobs and schedules go to the store, and are read from it. Thread-safe. */
abstract class Jobs implements JobScheduler {

    private static final String ACTOR = "application";

    private final JobStore store;
    private final PayloadCodec codec;
    private final Supplier<JobId> freshIds;
    private final EnqueueLane lane;

    Jobs(JobStore store, PayloadCodec codec, Supplier<JobId> freshIds) {
        this.store = store;
        this.codec = codec;
        this.freshIds = freshIds;
        this.lane = new EnqueueLane(store);
    }

    @Override
    public <P> EnqueueOutcome enqueue(JobType<P> type, P payload) {
        return enqueue(JobRequest.of(type, payload));
    }

    @Override
    public EnqueueOutcome enqueue(JobRequest<?> request) {
        return lane.enqueue(newJob(request));
    }

    @Override
    public List<EnqueueOutcome> enqueue(
            List<? extends JobRequest<?>> requests, @Nullable StoreTransaction transaction) {
        List<NewJob> jobs = new ArrayList<>();
        for (JobRequest<?> request : requests) {
            jobs.add(newJob(request));
        }
        return store.enqueue(jobs, transaction);
    }

    private NewJob newJob(JobRequest<?> request) {
        JobType<?> type = request.type();
        return new NewJob(
                request.id().orElseGet(freshIds),
                payload(type, request.payload()),
                request.queue(),
                request.priority(),
                request.due(),
                type.retry().maxAttempts(),
                ACTOR,
                null,
                request.metadata());
    }

    private Payload payload(JobType<?> type, Object value) {
        return Payload.of(type.name(), type.payloadVersion(), codec.encode(value));
    }

    @Override
    public <P> JobSchedule schedule(ScheduleId id, Schedule schedule, JobType<P> type, P payload) {
        Instant storeTime = store.dueSchedules(1).storeTime();
        Instant first = Ticks.of(schedule)
                .next(storeTime, storeTime)
                .orElseThrow(() -> new IllegalArgumentException(
                        "schedule " + id + " never comes due: " + schedule.spec() + ", and it is " + storeTime));
        return store.putSchedule(new JobSchedule(
                id,
                schedule,
                payload(type, payload),
                type.queue(),
                type.priority(),
                type.retry().maxAttempts(),
                true,
                first,
                null));
    }

    @Override
    public CancelOutcome cancel(JobId job, UserId actor) {
        return store.cancel(job, actor);
    }

    @Override
    public RequeueOutcome requeue(JobId job, UserId actor) {
        return store.requeue(job, actor);
    }

    @Override
    public boolean enableSchedule(ScheduleId schedule, boolean enabled, UserId actor) {
        return store.enableSchedule(schedule, enabled, actor);
    }

    @Override
    public EnqueueOutcome trigger(ScheduleId schedule, UserId actor) {
        JobSchedule found = findSchedule(schedule)
                .orElseThrow(() -> new RefusedException(
                        ErrorCode.SCHEDULE_NOT_FOUND,
                        "no schedule is called " + schedule + "; list them to see which are"));
        return lane.enqueue(new NewJob(
                freshIds.get(),
                found.payload(),
                found.queue(),
                found.priority(),
                Due.NOW,
                found.maxAttempts(),
                actor.value(),
                schedule,
                Map.of()));
    }

    private Optional<JobSchedule> findSchedule(ScheduleId id) {
        String after = null;
        do {
            Page<JobSchedule> page = store.schedules(after, Page.MAX_LIMIT);
            Optional<JobSchedule> found = page.items().stream()
                    .filter(schedule -> schedule.id().equals(id))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
            after = page.next();
        } while (after != null);
        return Optional.empty();
    }

    @Override
    public boolean delete(JobId job) {
        return store.delete(job);
    }

    @Override
    public JobQueries queries() {
        return store;
    }
}
