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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;

/**
 * All jobs of a namespace, on three shelves as long as they wait: due ones by type, suspects, and deferred ones. Not
 * thread-safe: guarded by its store's lock. Every change of a job's status passes through here, so that shelves and counts
 * agree with the jobs.
 */
final class MemoryJobs {

    private final Map<JobId, MemoryJob> byId = new HashMap<>();
    private final NavigableMap<Long, MemoryJob> byArrival = new TreeMap<>(Comparator.reverseOrder());
    private final Map<String, NavigableSet<MemoryJob>> due = new HashMap<>();
    private final NavigableSet<MemoryJob> suspects = new TreeSet<>(MemoryJob.CLAIM_ORDER);
    private final NavigableSet<MemoryJob> deferred = new TreeSet<>(MemoryJob.DUE_ORDER);
    private final MemoryHistory history = new MemoryHistory();
    private final Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    /** The queues in which jobs became claimable since the last call of {@link #takeChangedQueues}. */
    private Set<String> changedQueues = new HashSet<>();

    private long arrivals;

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

    /** Takes a waiting job off its shelf, to be run. */
    void start(MemoryJob job) {
        unshelve(job);
        move(job, JobStatus.RUNNING);
    }

    private void move(MemoryJob job, JobStatus status) {
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
            if (job.suspect) {
                suspects.add(job);
            } else {
                due.computeIfAbsent(job.type(), type -> new TreeSet<>(MemoryJob.CLAIM_ORDER))
                        .add(job);
            }
            changedQueues.add(job.work.queue().value());
        }
    }

    private void unshelve(MemoryJob job) {
        deferred.remove(job);
        suspects.remove(job);
        NavigableSet<MemoryJob> ofType = due.get(job.type());
        if (ofType != null && ofType.remove(job) && ofType.isEmpty()) {
            due.remove(job.type());
        }
    }

    /** Moves the deferred jobs that are due by now to the shelf of their type. */
    void ripen(Instant now) {
        while (!deferred.isEmpty() && !deferred.first().dueAt.isAfter(now)) {
            shelve(deferred.pollFirst(), now);
        }
    }

    /** How long until the next deferred job is due, or null if none is deferred. */
    @Nullable
    Duration untilNext(Instant now) {
        return deferred.isEmpty() ? null : Duration.between(now, deferred.first().dueAt);
    }

    /** The jobs that a claim is given, in claim order: a suspect first, then the due ones. They stay on their shelves. */
    List<MemoryJob> choose(Claim claim) {
        List<MemoryJob> chosen = new ArrayList<>();
        if (claim.suspects()) {
            suspects.stream()
                    .filter(job -> claim.types().contains(job.type()))
                    .findFirst()
                    .ifPresent(chosen::add);
        }
        NavigableSet<MemoryJob> candidates = new TreeSet<>(MemoryJob.CLAIM_ORDER);
        for (String type : claim.types()) {
            due.getOrDefault(type, new TreeSet<>(MemoryJob.CLAIM_ORDER)).stream()
                    .limit(claim.limit())
                    .forEach(candidates::add);
        }
        candidates.stream().limit((long) claim.limit() - chosen.size()).forEach(chosen::add);
        return chosen;
    }

    /** Deletes at most {@code limit} jobs whose period is over, and returns them. */
    List<MemoryJob> purge(Retention retention, Instant now, int limit) {
        List<MemoryJob> over = history.over(retention, now, limit);
        over.forEach(this::remove);
        return over;
    }

    /** The names of the queues in which jobs became claimable since the last call. */
    Set<String> takeChangedQueues() {
        Set<String> taken = Set.copyOf(changedQueues);
        changedQueues = new HashSet<>();
        return taken;
    }

    Map<JobStatus, Long> counts() {
        return Map.copyOf(counts);
    }

    /**
     * Jobs by arrival, the newest first.
     *
     * @param after the {@code next} of an earlier page, or null for the first
     */
    Page<MemoryJob> page(JobFilter filter, @Nullable String after, int limit) {
        List<MemoryJob> jobs = new ArrayList<>();
        for (MemoryJob job : (after == null ? byArrival : byArrival.tailMap(arrival(after), false)).values()) {
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
