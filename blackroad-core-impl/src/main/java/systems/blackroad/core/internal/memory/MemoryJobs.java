package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;

/**
 * All jobs of a namespace: while they wait, due ones stand in their queues and deferred ones on a shelf. Not thread-safe:
 * guarded by its store's lock. Every change of a job's status passes through here, so that queues and counts agree with the
 * jobs.
 */
final class MemoryJobs {

    private final Map<JobId, MemoryJob> byId = new HashMap<>();
    private final NavigableMap<Long, MemoryJob> byArrival = new TreeMap<>(Comparator.reverseOrder());
    private final Map<QueueName, MemoryQueue> queues = new HashMap<>();
    private final NavigableSet<MemoryJob> deferred = new TreeSet<>(MemoryJob.DUE_ORDER);
    private final MemoryHistory history = new MemoryHistory();
    private final Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    /** The queues that something happened to since the last call of {@link #takeChangedQueues}. */
    private final Set<QueueName> changed = new HashSet<>();

    private long arrivals;
    /** How many queues are paused or have a limit. */
    private int limited;

    MemoryJobs() {
        for (JobStatus status : JobStatus.values()) {
            counts.put(status, 0L);
        }
    }

    @Nullable
    MemoryJob find(JobId id) {
        return byId.get(id);
    }

    EnqueueOutcome add(NewJob work, Instant now) {
        if (byId.containsKey(work.id())) {
            return new EnqueueOutcome.Existing(work.id());
        }
        MemoryJob job = new MemoryJob(work, ++arrivals, now, dueAt(work.due(), now));
        byId.put(work.id(), job);
        byArrival.put(job.arrival, job);
        counts.merge(JobStatus.PENDING, 1L, Long::sum);
        shelve(job, now);
        return new EnqueueOutcome.Created(work.id());
    }

    /** When a job may start that is taken in, or ended to be retried, at {@code now}. */
    static Instant dueAt(Due due, Instant now) {
        Instant wished = due instanceof Due.After after ? now.plus(after.delay()) : ((Due.At) due).instant();
        Instant cut = wished.truncatedTo(ChronoUnit.MILLIS);
        return cut.isBefore(now) ? now : cut;
    }

    void remove(MemoryJob job) {
        byId.remove(job.work.id());
        byArrival.remove(job.arrival);
        history.remove(job);
        counts.merge(job.status, -1L, Long::sum);
    }

    /** Makes a job wait until {@code dueAt}. */
    void await(MemoryJob job, Instant dueAt, Instant now) {
        unshelve(job);
        job.dueAt = dueAt;
        move(job, JobStatus.PENDING);
        shelve(job, now);
    }

    /** Ends a job for good. */
    void finish(MemoryJob job, JobStatus status, Instant now) {
        unshelve(job);
        job.finishedAt = now;
        job.cancelRequested = false;
        move(job, status);
    }

    private void move(MemoryJob job, JobStatus status) {
        MemoryQueue queue = touch(job.work.queue());
        if (job.status == JobStatus.RUNNING) {
            queue.end(job);
        }
        if (status.isFinished()) {
            queue.finish(job);
        }
        counts.merge(job.status, -1L, Long::sum);
        counts.merge(status, 1L, Long::sum);
        history.remove(job);
        job.status = status;
        if (status.isFinished()) {
            history.add(job);
        }
    }

    private void shelve(MemoryJob job, Instant now) {
        if (job.dueAt.isAfter(now)) {
            deferred.add(job);
        } else {
            touch(job.work.queue()).add(job);
        }
    }

    private void unshelve(MemoryJob job) {
        if (job.status == JobStatus.PENDING && !deferred.remove(job)) {
            touch(job.work.queue()).remove(job);
        }
    }

    private MemoryQueue touch(QueueName name) {
        changed.add(name);
        return queues.computeIfAbsent(name, MemoryQueue::new);
    }

    /** Moves the deferred jobs that are due by now to their queues. */
    void ripen(Instant now) {
        while (!deferred.isEmpty() && !deferred.first().dueAt.isAfter(now)) {
            shelve(deferred.pollFirst(), now);
        }
    }

    /**
     * How long until a deferred job is due, or a rate lets a job start that is wished and waits for that alone; null if
     * none does.
     */
    @Nullable
    Duration untilNext(@Nullable Claim wish, Instant now) {
        Stream<Duration> due = deferred.stream().limit(1).map(job -> Duration.between(now, job.dueAt));
        Stream<Duration> starts = wish == null
                ? Stream.of()
                : queues.values().stream()
                        .map(queue -> queue.untilStart(wish, now))
                        .filter(Objects::nonNull);
        return Stream.concat(due, starts).min(Comparator.naturalOrder()).orElse(null);
    }

    /** A queue and the job that it gives first. */
    private record Front(MemoryQueue queue, MemoryJob job) {

        private static final Comparator<Front> ORDER = Comparator.comparing(Front::job, MemoryJob.CLAIM_ORDER);
    }

    /** Starts the jobs that a claim is given, and returns them: a suspect first, then the others in claim order. */
    List<MemoryJob> take(Claim claim, Instant now) {
        List<MemoryJob> taken = new ArrayList<>();
        if (claim.suspects()) {
            take(claim, true, 1, now, taken);
        }
        take(claim, false, claim.limit(), now, taken);
        return taken;
    }

    private void take(Claim claim, boolean suspects, int most, Instant now, List<MemoryJob> taken) {
        Queue<Front> fronts = new PriorityQueue<>(Front.ORDER);
        for (MemoryQueue queue : queues.values()) {
            if (claim.serves(queue.settings().queue())) {
                enter(queue, queue.first(claim.types(), suspects, now), fronts);
            }
        }
        while (taken.size() < most && !fronts.isEmpty()) {
            Front front = fronts.remove();
            front.queue().start(front.job(), now);
            move(front.job(), JobStatus.RUNNING);
            taken.add(front.job());
            enter(front.queue(), front.queue().first(claim.types(), suspects, now), fronts);
        }
    }

    private static void enter(MemoryQueue queue, @Nullable MemoryJob first, Queue<Front> fronts) {
        if (first != null) {
            fronts.add(new Front(queue, first));
        }
    }

    QueueSettings settings(QueueName name) {
        MemoryQueue queue = queues.get(name);
        return queue == null ? new QueueSettings(name, false, QueueLimits.NONE) : queue.settings();
    }

    QueueSettings set(QueueSettings wished) {
        QueueName name = wished.queue();
        int more = (wished.isDefault() ? 0 : 1) - (settings(name).isDefault() ? 0 : 1);
        if (limited + more > JobStore.MAX_QUEUES) {
            throw new RefusedException(
                    ErrorCode.OVERLOADED,
                    "queue " + name + " cannot be paused or limited, since " + JobStore.MAX_QUEUES
                            + " others are; resume one, or take its limits away");
        }
        limited += more;
        touch(name).set(wished);
        return wished;
    }

    /** What is set for the queues that are paused or limited, by name. */
    List<QueueSettings> settings() {
        return queues.values().stream()
                .map(MemoryQueue::settings)
                .filter(settings -> !settings.isDefault())
                .sorted(Comparator.comparing(settings -> settings.queue().value()))
                .toList();
    }

    /** Deletes at most {@code limit} jobs whose period is over, and returns them. */
    List<MemoryJob> purge(Retention retention, Instant now, int limit) {
        List<MemoryJob> over = history.over(retention, now, limit);
        over.forEach(this::remove);
        return over;
    }

    /** The names of the queues of which jobs became claimable since the last call; forgets those that are not needed. */
    Set<String> takeChangedQueues() {
        Set<String> taken = new HashSet<>();
        for (QueueName name : changed) {
            MemoryQueue queue = queues.get(name);
            if (queue != null && queue.takeNews()) {
                taken.add(name.value());
            }
            if (queue != null && queue.isIdle()) {
                queues.remove(name);
            }
        }
        changed.clear();
        return taken;
    }

    Map<JobStatus, Long> counts() {
        return Map.copyOf(counts);
    }

    /**
     * Jobs by arrival, the newest first. Costs a look at each job before the page's end: of the status, if the filter has
     * a finished one, else of all.
     *
     * @param after the {@code next} of an earlier page, or null for the first
     */
    Page<MemoryJob> page(JobFilter filter, @Nullable String after, int limit) {
        List<MemoryJob> jobs = new ArrayList<>();
        JobStatus status = filter.status();
        NavigableMap<Long, MemoryJob> all =
                status != null && status.isFinished() ? history.byArrival(status) : byArrival;
        for (MemoryJob job : (after == null ? all : all.tailMap(arrival(after), false)).values()) {
            if (matches(filter, job)) {
                if (jobs.size() == limit) {
                    return new Page<>(jobs, Long.toString(jobs.get(limit - 1).arrival));
                }
                jobs.add(job);
            }
        }
        return new Page<>(jobs, null);
    }

    private static Long arrival(String after) {
        try {
            return Long.valueOf(after);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "after must be the next of an earlier page, got " + after.length() + " other chars", e);
        }
    }

    private static boolean matches(JobFilter filter, MemoryJob job) {
        return Optional.ofNullable(filter.status())
                        .map(status -> status == job.status)
                        .orElse(true)
                && Optional.ofNullable(filter.type()).map(job.type()::equals).orElse(true)
                && Optional.ofNullable(filter.queue())
                        .map(job.work.queue()::equals)
                        .orElse(true);
    }
}
