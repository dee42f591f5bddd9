package systems.blackroad.operator.internal.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.store.Claim;

/** What holds back the jobs of a {@link ModelStore}: every rule, asked of every job by looking at all the others. */
final class ModelQueues {

    private final @Nullable Defect defect;
    private final Collection<ModelJob> jobs;
    private final BiPredicate<@Nullable NodeId, Instant> isLive;
    private final Map<QueueName, QueueSettings> settings = new TreeMap<>(Comparator.comparing(QueueName::value));
    private final Map<QueueName, Bucket> buckets = new HashMap<>();
    /** How many jobs of a queue ran when the present claim asked first. */
    private final Map<QueueName, Long> counted = new HashMap<>();

    ModelQueues(@Nullable Defect defect, Collection<ModelJob> jobs, BiPredicate<@Nullable NodeId, Instant> isLive) {
        this.defect = defect;
        this.jobs = jobs;
        this.isLive = isLive;
    }

    /** What is in the bucket of a rate: so many nanoseconds, of which a permit costs an interval. */
    private final class Bucket {

        private final RateLimit rate;
        private final long capacity;
        private final long cost;
        private long level;
        private Instant at;

        private Bucket(RateLimit rate, Instant now) {
            this.rate = rate;
            this.cost = rate.interval().toNanos();
            this.capacity = cost * rate.permits();
            this.level = capacity;
            this.at = now;
        }

        private Duration untilPermit(Instant now) {
            long since = Duration.between(at, now).toNanos();
            boolean anew = has(Defect.RATES_BY_WINDOWS) && window(now) > window(at);
            level = anew ? capacity : Math.min(capacity, level + since);
            at = now;
            return level >= cost ? Duration.ZERO : Duration.ofMillis((cost - level + 999_999) / 1_000_000);
        }

        private long window(Instant moment) {
            return moment.toEpochMilli() / rate.period().toMillis();
        }
    }

    private boolean has(Defect planted) {
        return defect == planted;
    }

    private QueueSettings of(QueueName queue) {
        return settings.getOrDefault(queue, new QueueSettings(queue, false, QueueLimits.NONE));
    }

    QueueSettings put(QueueName queue, QueueLimits limits, Instant now) {
        QueueSettings before = of(queue);
        QueueSettings after = new QueueSettings(queue, before.paused(), limits);
        if (!limits.rate().equals(before.limits().rate())) {
            buckets.remove(queue);
            limits.rate().ifPresent(rate -> buckets.put(queue, new Bucket(rate, now)));
        }
        settings.put(queue, after);
        return after;
    }

    boolean pause(QueueName queue, boolean paused) {
        QueueSettings before = of(queue);
        settings.put(queue, new QueueSettings(queue, paused, before.limits()));
        return before.paused() != paused;
    }

    void beginClaim() {
        counted.clear();
    }

    void started(ModelJob job) {
        Bucket bucket = buckets.get(job.work.queue());
        if (bucket != null) {
            bucket.level -= bucket.cost;
        }
    }

    /** Whether a job that is due may start on {@code node}. */
    boolean lets(ModelJob job, NodeId node, Instant now) {
        return untilPermit(job.work.queue(), now).isZero() && letsButForRate(job, node, now);
    }

    private Duration untilPermit(QueueName queue, Instant now) {
        Bucket bucket = buckets.get(queue);
        return bucket == null ? Duration.ZERO : bucket.untilPermit(now);
    }

    private boolean letsButForRate(ModelJob job, NodeId node, Instant now) {
        QueueSettings queue = of(job.work.queue());
        boolean paused = queue.paused() && !(has(Defect.PAUSES_NEW_JOBS) && job.attempt > 0);
        return !paused
                && running(queue.queue(), now) < queue.limits().concurrency().orElse(Integer.MAX_VALUE)
                && (job.work.key() == null
                        || running(job.work.key().name(), queue.queue(), node)
                                < queue.limits().keyConcurrency().orElse(Integer.MAX_VALUE))
                && (!isOrdered(job) || hasTurn(job, now));
    }

    private long running(QueueName queue, Instant now) {
        Predicate<ModelJob> counts = job -> job.status == JobStatus.RUNNING || job.leaked;
        long running = jobs.stream()
                .filter(job -> job.work.queue().equals(queue) && counts.test(job))
                .filter(job -> !has(Defect.LIMITS_FORGET_LAPSED) || isLive.test(job.node, now))
                .count();
        return has(Defect.LIMITS_READ_ONCE) ? counted.computeIfAbsent(queue, absent -> running) : running;
    }

    private long running(String key, QueueName queue, NodeId node) {
        return jobs.stream()
                .filter(job ->
                        job.status == JobStatus.RUNNING && job.work.queue().equals(queue))
                .filter(job ->
                        job.work.key() != null && key.equals(job.work.key().name()))
                .filter(job -> !has(Defect.KEYS_COUNTED_BY_NODE) || job.isHeldBy(node))
                .count();
    }

    private static boolean isOrdered(ModelJob job) {
        return job.work.key() != null && job.work.key().ordered();
    }

    private boolean hasTurn(ModelJob job, Instant now) {
        return jobs.stream()
                .filter(other -> other != job && isOrdered(other))
                .filter(other ->
                        other.work.queue().equals(job.work.queue()) && Objects.equals(other.work.key(), job.work.key()))
                .noneMatch(other -> isInTheMiddle(other)
                        || (!job.begun && isDue(other, now) && ModelJob.CLAIM_ORDER.compare(other, job) < 0));
    }

    private boolean isInTheMiddle(ModelJob job) {
        boolean cancelled = job.status == JobStatus.CANCELLED && has(Defect.CANCELLED_KEEP_TURNS);
        boolean retries = job.status == JobStatus.PENDING && job.attempt > 0 && has(Defect.RETRIES_LOSE_TURNS);
        return job.begun && (!job.status.isFinished() || cancelled) && !retries;
    }

    private static boolean isDue(ModelJob job, Instant now) {
        return job.status == JobStatus.PENDING && !job.due.isAfter(now);
    }

    /** How long until a permit lets a job start that {@code node} wishes and that waits for that alone, or null. */
    @Nullable
    Duration untilStart(Claim wish, NodeId node, Instant now) {
        return buckets.keySet().stream()
                .filter(wish::serves)
                .filter(queue -> jobs.stream()
                        .filter(job -> job.work.queue().equals(queue) && isDue(job, now))
                        .filter(job -> wish.types().contains(job.work.payload().type()))
                        .filter(job -> wish.suspects() || !job.suspect)
                        .anyMatch(job -> letsButForRate(job, node, now)))
                .map(queue -> untilPermit(queue, now))
                .filter(wait -> !wait.isZero())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
