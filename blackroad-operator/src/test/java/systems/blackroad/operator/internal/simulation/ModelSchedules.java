package systems.blackroad.operator.internal.simulation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.Tick;

/** The schedules of a {@link ModelStore}. */
final class ModelSchedules {

    private final Map<ScheduleId, JobSchedule> schedules = new LinkedHashMap<>();

    JobSchedule put(JobSchedule schedule) {
        schedules.put(schedule.id(), schedule);
        return schedule;
    }

    List<JobSchedule> due(Instant now) {
        return schedules.values().stream()
                .filter(schedule -> schedule.next() != null && !schedule.next().isAfter(now))
                .toList();
    }

    /** Moves the schedule on, if it is where the tick expects it, or if that is not compared. */
    boolean pass(Tick tick, boolean compares) {
        JobSchedule stored = Objects.requireNonNull(schedules.get(tick.schedule()));
        if (compares && !tick.expected().equals(stored.next())) {
            return false;
        }
        put(new JobSchedule(
                stored.id(),
                stored.schedule(),
                stored.payload(),
                stored.queue(),
                stored.priority(),
                stored.maxAttempts(),
                true,
                tick.following(),
                tick.expected()));
        return true;
    }
}
