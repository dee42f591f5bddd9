package systems.blackroad.api.job;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long finished jobs stay before they are deleted with their logs, by status and, where a queue has periods of its own,
 * by queue. A status without a period stays forever. A failed job stays, with its error and log, until someone queues it
 * again or deletes it, or its period ends; and a job's id is taken for as long as the job stays.
 *
 * @param periods how long jobs of each finished status stay, zero to {@link #MAX_PERIOD}, at millisecond precision,
 *     rounded down
 * @param queues the periods of queues that have their own, all of them: there too a status without one stays forever; at
 *     most {@value #MAX_QUEUES} queues
 */
public record Retention(Map<JobStatus, Duration> periods, Map<QueueName, Map<JobStatus, Duration>> queues) {

    /** The longest period. */
    public static final Duration MAX_PERIOD = Duration.ofDays(36_500);

    /** The most queues with periods of their own. */
    public static final int MAX_QUEUES = 1_000;

    /** Nothing is ever deleted. */
    public static final Retention FOREVER = new Retention(Map.of(), Map.of());

    /** Completed and cancelled jobs stay for 7 days, failed ones for 30. */
    public static final Retention DEFAULT = new Retention(
            Map.of(
                    JobStatus.COMPLETED, Duration.ofDays(7),
                    JobStatus.FAILED, Duration.ofDays(30),
                    JobStatus.CANCELLED, Duration.ofDays(7)),
            Map.of());

    /**
     * Checks the ranges and copies the maps, in a fixed order.
     *
     * @throws IllegalArgumentException if a status is not a finished one, a period is out of its range, or there are too
     *     many queues
     */
    public Retention {
        if (queues.size() > MAX_QUEUES) {
            throw new IllegalArgumentException(
                    "at most " + MAX_QUEUES + " queues may have periods of their own, got " + queues.size());
        }
        Map<QueueName, Map<JobStatus, Duration>> copies = new TreeMap<>(Comparator.comparing(QueueName::value));
        queues.forEach((queue, own) -> copies.put(queue, copy(own)));
        queues = Collections.unmodifiableMap(copies);
        periods = copy(periods);
    }

    private static Map<JobStatus, Duration> copy(Map<JobStatus, Duration> periods) {
        Map<JobStatus, Duration> copy = new EnumMap<>(JobStatus.class);
        periods.forEach((status, period) -> {
            if (!status.isFinished()) {
                throw new IllegalArgumentException(
                        "only finished jobs have a period after which they are deleted, got one for " + status);
            }
            if (period.isNegative() || period.compareTo(MAX_PERIOD) > 0) {
                throw new IllegalArgumentException("the period of " + status + " must be PT0S to " + MAX_PERIOD
                        + ", got " + period + "; leave it out to keep jobs forever");
            }
            copy.put(status, period);
        });
        return Collections.unmodifiableMap(copy);
    }

    /** This one, with periods of its own for {@code queue} in place of those it had; of none, all its jobs stay forever. */
    public Retention with(QueueName queue, Map<JobStatus, Duration> own) {
        Map<QueueName, Map<JobStatus, Duration>> more = new TreeMap<>(Comparator.comparing(QueueName::value));
        more.putAll(queues);
        more.put(queue, own);
        return new Retention(periods, more);
    }

    /** How long jobs of {@code queue} stay once they have {@code status}; nothing for forever. */
    public Optional<Duration> period(QueueName queue, JobStatus status) {
        return Optional.ofNullable(queues.getOrDefault(queue, periods).get(status));
    }

    /** Whether nothing is ever deleted. */
    public boolean isForever() {
        return periods.isEmpty() && queues.values().stream().allMatch(Map::isEmpty);
    }
}
