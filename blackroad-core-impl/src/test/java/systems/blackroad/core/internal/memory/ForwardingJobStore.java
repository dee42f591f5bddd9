package systems.blackroad.core.internal.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/** A correct job store as it is; a fault overrides what it breaks. */
abstract class ForwardingJobStore implements JobStore {

    private final JobStore store;

    ForwardingJobStore(JobStore store) {
        this.store = store;
    }

    @Override
    public Durability durability() {
        return store.durability();
    }

    @Override
    public List<EnqueueOutcome> enqueue(List<NewJob> batch, @Nullable StoreTransaction transaction) {
        return store.enqueue(batch, transaction);
    }

    @Override
    public ExchangeResult exchange(Exchange exchange) {
        return store.exchange(exchange);
    }

    @Override
    public List<Acceptance> note(List<LeaseNote> notes) {
        return store.note(notes);
    }

    @Override
    public HeartbeatResult heartbeat(Heartbeat heartbeat) {
        return store.heartbeat(heartbeat);
    }

    @Override
    public List<JobId> rescue(int limit) {
        return store.rescue(limit);
    }

    @Override
    public void leave(NodeId node) {
        store.leave(node);
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
    public boolean delete(JobId job) {
        return store.delete(job);
    }

    @Override
    public Redriven redrive(JobFilter filter, @Nullable String after, UserId actor, int limit) {
        return store.redrive(filter, after, actor, limit);
    }

    @Override
    public int purge(Retention retention, int limit) {
        return store.purge(retention, limit);
    }

    @Override
    public JobSchedule putSchedule(JobSchedule schedule) {
        return store.putSchedule(schedule);
    }

    @Override
    public boolean removeSchedule(ScheduleId schedule) {
        return store.removeSchedule(schedule);
    }

    @Override
    public boolean enableSchedule(ScheduleId schedule, boolean enabled, UserId actor) {
        return store.enableSchedule(schedule, enabled, actor);
    }

    @Override
    public DueSchedules dueSchedules(int limit) {
        return store.dueSchedules(limit);
    }

    @Override
    public List<Boolean> tick(List<Tick> ticks) {
        return store.tick(ticks);
    }

    @Override
    public QueueSettings putQueue(QueueName queue, QueueLimits limits, UserId actor) {
        return store.putQueue(queue, limits, actor);
    }

    @Override
    public boolean pauseQueue(QueueName queue, boolean paused, UserId actor) {
        return store.pauseQueue(queue, paused, actor);
    }

    @Override
    public List<QueueSettings> queues() {
        return store.queues();
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        return store.hints(listener);
    }

    @Override
    public void newEpoch() {
        store.newEpoch();
    }

    @Override
    public Optional<Job> find(JobId job) {
        return store.find(job);
    }

    @Override
    public Page<Job> list(JobFilter filter, @Nullable String after, int limit) {
        return store.list(filter, after, limit);
    }

    @Override
    public Map<JobStatus, Long> counts() {
        return store.counts();
    }

    @Override
    public List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
        return store.log(job, afterSequence, limit);
    }

    @Override
    public List<JobNode> nodes() {
        return store.nodes();
    }

    @Override
    public Page<JobSchedule> schedules(@Nullable String after, int limit) {
        return store.schedules(after, limit);
    }
}
