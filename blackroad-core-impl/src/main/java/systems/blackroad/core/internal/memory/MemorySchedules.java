package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Tick;

/** The schedules of a namespace. Not thread-safe: guarded by its store's lock. */
final class MemorySchedules {

    private final NavigableMap<String, JobSchedule> byId = new TreeMap<>();

    JobSchedule put(JobSchedule given) {
        JobSchedule stored = byId.get(given.id().value());
        if (stored != null && stored.sameDefinition(given)) {
            return stored;
        }
        JobSchedule kept = stored == null
                ? with(given, given.enabled(), cut(given.next()), cut(given.lastTick()))
                : with(given, stored.enabled(), laterThan(stored.lastTick(), cut(given.next())), stored.lastTick());
        byId.put(given.id().value(), kept);
        return kept;
    }

    private static @Nullable Instant laterThan(@Nullable Instant lastTick, @Nullable Instant next) {
        return next != null && lastTick != null && !next.isAfter(lastTick) ? null : next;
    }

    private static @Nullable Instant cut(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
    }

    private static JobSchedule with(
            JobSchedule schedule, boolean enabled, @Nullable Instant next, @Nullable Instant lastTick) {
        return new JobSchedule(
                schedule.id(),
                schedule.schedule(),
                schedule.payload(),
                schedule.queue(),
                schedule.priority(),
                schedule.maxAttempts(),
                enabled,
                next,
                lastTick);
    }

    boolean remove(ScheduleId id) {
        return byId.remove(id.value()) != null;
    }

    boolean enable(ScheduleId id, boolean enabled) {
        return byId.computeIfPresent(
                        id.value(), (key, stored) -> with(stored, enabled, stored.next(), stored.lastTick()))
                != null;
    }

    List<JobSchedule> due(Instant now, int limit) {
        return byId.values().stream()
                .filter(schedule -> schedule.enabled() && hasCome(schedule.next(), now))
                .sorted(Comparator.comparing(
                        schedule -> cut(schedule.next()), Comparator.nullsLast(Comparator.naturalOrder())))
                .limit(limit)
                .toList();
    }

    private static boolean hasCome(@Nullable Instant next, Instant now) {
        return next != null && !next.isAfter(now);
    }

    /** Moves the schedule on, if it is enabled and its next tick is the expected one. */
    boolean pass(Tick tick) {
        JobSchedule stored = byId.get(tick.schedule().value());
        Instant expected = tick.expected().truncatedTo(ChronoUnit.MILLIS);
        if (stored == null || !stored.enabled() || !expected.equals(stored.next())) {
            return false;
        }
        byId.put(stored.id().value(), with(stored, true, cut(tick.following()), expected));
        return true;
    }

    Page<JobSchedule> list(@Nullable ScheduleId after, int limit) {
        List<JobSchedule> found = new ArrayList<>();
        for (JobSchedule schedule : (after == null ? byId : byId.tailMap(after.value(), false)).values()) {
            if (found.size() == limit) {
                return new Page<>(found, found.get(limit - 1).id().value());
            }
            found.add(schedule);
        }
        return new Page<>(found, null);
    }
}
