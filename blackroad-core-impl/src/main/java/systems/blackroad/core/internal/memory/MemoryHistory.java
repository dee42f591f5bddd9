package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;

/**
 * The finished jobs of each status: by queue in the order in which they finished, which is that in which they are added,
 * since store time never goes back; and by arrival, the newest first. Not thread-safe: guarded by its store's lock.
 */
final class MemoryHistory {

    private final Map<JobStatus, Map<QueueName, Set<MemoryJob>>> finished = new EnumMap<>(JobStatus.class);
    private final Map<JobStatus, NavigableMap<Long, MemoryJob>> arrived = new EnumMap<>(JobStatus.class);

    /** Adds a job that has just finished. */
    void add(MemoryJob job) {
        byArrival(job.status).put(job.arrival, job);
        finished.computeIfAbsent(job.status, status -> new LinkedHashMap<>())
                .computeIfAbsent(job.work.queue(), queue -> new LinkedHashSet<>())
                .add(job);
    }

    /** Takes a job out that is here by its present status, if it is. */
    void remove(MemoryJob job) {
        byArrival(job.status).remove(job.arrival);
        Map<QueueName, Set<MemoryJob>> queues = finished.getOrDefault(job.status, Map.of());
        Set<MemoryJob> jobs = queues.get(job.work.queue());
        if (jobs != null && jobs.remove(job) && jobs.isEmpty()) {
            queues.remove(job.work.queue());
        }
    }

    /** The jobs of a finished status by arrival, the newest first; of any other status none. */
    NavigableMap<Long, MemoryJob> byArrival(JobStatus status) {
        return arrived.computeIfAbsent(status, absent -> new TreeMap<>(Comparator.reverseOrder()));
    }

    /** At most {@code limit} of those whose period is over. They stay here. */
    List<MemoryJob> over(Retention retention, Instant now, int limit) {
        List<MemoryJob> over = new ArrayList<>();
        finished.forEach((status, queues) -> queues.forEach((queue, jobs) -> retention
                .period(queue, status)
                .ifPresent(period -> jobs.stream()
                        .takeWhile(job -> isOver(job, period, now))
                        .limit((long) limit - over.size())
                        .forEach(over::add))));
        return over;
    }

    private static boolean isOver(MemoryJob job, Duration period, Instant now) {
        return !Objects.requireNonNull(job.finishedAt)
                .plusMillis(period.toMillis())
                .isAfter(now);
    }
}
