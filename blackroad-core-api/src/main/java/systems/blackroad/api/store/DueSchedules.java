package systems.blackroad.api.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import systems.blackroad.api.job.JobSchedule;

/**
 * The schedules whose next tick has come.
 *
 * @param schedules enabled ones, the longest overdue first
 * @param storeTime the store's clock when they were read
 */
public record DueSchedules(List<JobSchedule> schedules, Instant storeTime) {

    /** Copies the list. */
    public DueSchedules {
        schedules = List.copyOf(schedules);
        Objects.requireNonNull(storeTime, "storeTime");
    }
}
