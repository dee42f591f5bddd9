package systems.blackroad.api.job;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a queue over all nodes: whether it is paused, and how many of its jobs may run or start. An immutable
 * value, equal by content, safe to share between threads. A job that is held back by it stays {@code PENDING} and delays no
 * job but those that the same limit holds back.
 */
public final class QueueSettings {

    /** The highest limit of jobs that run at a time. */
    public static final int MAX_CONCURRENCY = 100_000;

    private final QueueName queue;
    private final boolean paused;
    private final @Nullable Integer concurrency;
    private final @Nullable Integer keyConcurrency;
    private final @Nullable RateLimit rate;

    private QueueSettings(
            QueueName queue,
            boolean paused,
            @Nullable Integer concurrency,
            @Nullable Integer keyConcurrency,
            @Nullable RateLimit rate) {
        this.queue = Objects.requireNonNull(queue, "queue");
        this.paused = paused;
        this.concurrency = concurrency;
        this.keyConcurrency = keyConcurrency;
        this.rate = rate;
    }

    /** The settings of a queue for which nothing is set: not paused, without limits. */
    public static QueueSettings of(QueueName queue) {
        return new QueueSettings(queue, false, null, null, null);
    }

    /** The queue that they are for. */
    public QueueName queue() {
        return queue;
    }

    /** Whether none of its jobs may start; those that run go on. */
    public boolean paused() {
        return paused;
    }

    /** The most jobs of the queue that run at a time, counted by their leases; no limit if empty. */
    public OptionalInt concurrency() {
        return concurrency == null ? OptionalInt.empty() : OptionalInt.of(concurrency);
    }

    /** The most jobs of one key that run at a time; no limit if empty. It never holds back jobs without a key. */
    public OptionalInt keyConcurrency() {
        return keyConcurrency == null ? OptionalInt.empty() : OptionalInt.of(keyConcurrency);
    }

    /** How often its jobs may start; no limit if empty. */
    public Optional<RateLimit> rate() {
        return Optional.ofNullable(rate);
    }

    /** Whether nothing is set. */
    public boolean isDefault() {
        return equals(of(queue));
    }

    /** These settings, paused or not. */
    public QueueSettings withPaused(boolean value) {
        return new QueueSettings(queue, value, concurrency, keyConcurrency, rate);
    }

    /**
     * These settings with another limit of jobs that run at a time.
     *
     * @param limit 1 to {@value #MAX_CONCURRENCY}, or null for none
     * @throws IllegalArgumentException if it is out of its range; to let none run, pause the queue
     */
    public QueueSettings withConcurrency(@Nullable Integer limit) {
        return new QueueSettings(queue, paused, range("concurrency", limit), keyConcurrency, rate);
    }

    /**
     * These settings with another limit of jobs of one key that run at a time.
     *
     * @param limit 1 to {@value #MAX_CONCURRENCY}, or null for none
     * @throws IllegalArgumentException if it is out of its range; to let none run, pause the queue
     */
    public QueueSettings withKeyConcurrency(@Nullable Integer limit) {
        return new QueueSettings(queue, paused, concurrency, range("keyConcurrency", limit), rate);
    }

    /**
     * These settings with another limit of how often jobs start.
     *
     * @param limit the limit, or null for none
     */
    public QueueSettings withRate(@Nullable RateLimit limit) {
        return new QueueSettings(queue, paused, concurrency, keyConcurrency, limit);
    }

    private @Nullable Integer range(String name, @Nullable Integer limit) {
        if (limit != null && (limit < 1 || limit > MAX_CONCURRENCY)) {
            throw new IllegalArgumentException(
                    name + " of queue " + queue + " must be 1 to " + MAX_CONCURRENCY + ", got " + limit);
        }
        return limit;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QueueSettings that
                && queue.equals(that.queue)
                && paused == that.paused
                && Objects.equals(concurrency, that.concurrency)
                && Objects.equals(keyConcurrency, that.keyConcurrency)
                && Objects.equals(rate, that.rate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(queue, paused, concurrency, keyConcurrency, rate);
    }

    @Override
    public String toString() {
        return "queue " + queue + (paused ? ", paused" : "")
                + (concurrency == null ? "" : ", " + concurrency + " at once")
                + (keyConcurrency == null ? "" : ", " + keyConcurrency + " of a key")
                + (rate == null ? "" : ", " + rate.permits() + " in " + rate.period());
    }
}
