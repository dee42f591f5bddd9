package systems.blackroad.api.job;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;

/**
 * A schedule as it is stored: when it is due, and what job each tick makes.
 *
 * @param id unique in the namespace
 * @param schedule when it is due
 * @param payload what each job is enqueued with; the payload's type is the job type's name
 * @param queue where each job waits
 * @param priority higher ones first, -1000 to 1000
 * @param maxAttempts after how many attempts each job fails for good
 * @param enabled whether ticks make jobs
 * @param next the next tick, or null when there is none
 * @param lastTick the last tick that was passed, or null before the first; never moves back
 */
public record JobSchedule(
        ScheduleId id,
        Schedule schedule,
        Payload payload,
        QueueName queue,
        int priority,
        int maxAttempts,
        boolean enabled,
        @Nullable Instant next,
        @Nullable Instant lastTick) {

    /** Checks that the parts that must be there are. */
    public JobSchedule {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(queue, "queue");
    }

    /** Whether {@code other} would make the same jobs at the same times. */
    public boolean sameDefinition(JobSchedule other) {
        return id.equals(other.id)
                && schedule.equals(other.schedule)
                && payload.equals(other.payload)
                && queue.equals(other.queue)
                && priority == other.priority
                && maxAttempts == other.maxAttempts;
    }
}
