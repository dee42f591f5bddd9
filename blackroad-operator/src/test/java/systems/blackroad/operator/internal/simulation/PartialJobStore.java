package systems.blackroad.operator.internal.simulation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Redriven;

/** What no simulation asks a store for. */
abstract class PartialJobStore implements JobStore {

    private static UnsupportedOperationException unasked() {
        return new UnsupportedOperationException("no simulation asks for this");
    }

    @Override
    public Durability durability() {
        return Durability.D0;
    }

    @Override
    public boolean delete(JobId job) {
        throw unasked();
    }

    @Override
    public Redriven redrive(JobFilter filter, @Nullable String after, UserId actor, int limit) {
        throw unasked();
    }

    @Override
    public boolean removeSchedule(ScheduleId schedule) {
        throw unasked();
    }

    @Override
    public boolean enableSchedule(ScheduleId schedule, boolean enabled, UserId actor) {
        throw unasked();
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        throw unasked();
    }

    @Override
    public void newEpoch() {
        throw unasked();
    }

    @Override
    public Page<Job> list(JobFilter filter, @Nullable String after, int limit) {
        throw unasked();
    }

    @Override
    public Map<JobStatus, Long> counts() {
        throw unasked();
    }

    @Override
    public List<JobLogEntry> log(JobId job, long afterSequence, int limit) {
        throw unasked();
    }

    @Override
    public List<JobNode> nodes() {
        throw unasked();
    }

    @Override
    public Page<JobSchedule> schedules(@Nullable String after, int limit) {
        throw unasked();
    }

    @Override
    public List<QueueSettings> queues() {
        throw unasked();
    }
}
