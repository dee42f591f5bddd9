package systems.blackroad.api.store;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.ScheduleId;

/**
 * The passing of one tick: the schedule moves on and its job appears, together or not at all.
 *
 * @param schedule the schedule
 * @param expected the tick, which must still be the schedule's next one
 * @param following the tick after it, or null if there is none; later than {@code expected}
 * @param work the job of the tick, without a unique key, or null to let it pass without one
 */
public record Tick(
        ScheduleId schedule,
        Instant expected,
        @Nullable Instant following,
        @Nullable NewJob work) {

    /**
     * Checks the order of the ticks, and the job.
     *
     * @throws IllegalArgumentException if {@code following} is not later than {@code expected}, or the job has a unique key
     */
    public Tick {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(expected, "expected");
        if (following != null && !following.isAfter(expected)) {
            throw new IllegalArgumentException(
                    "schedule " + schedule + " must move on from " + expected + ", not to " + following);
        }
        if (work != null && work.unique() != null) {
            throw new IllegalArgumentException("the job of a tick must have no unique key, got one with " + work.id()
                    + "; the schedule's id and the tick name it already");
        }
    }

    /** The job of the tick, if it has one. */
    public Optional<NewJob> job() {
        return Optional.ofNullable(work);
    }
}
