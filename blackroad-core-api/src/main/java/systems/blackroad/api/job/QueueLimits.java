package systems.blackroad.api.job;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs of a queue may run or start, over all nodes. An immutable value, equal by content, safe to share between
 * threads. A job that is held back by it stays {@code PENDING} and delays no job but those that the same limit holds back.
 */
public final class QueueLimits {

    /** No limits, to which the methods below add some: {@code QueueLimits.NONE.withConcurrency(10)}. */
    public static final QueueLimits NONE = new QueueLimits(null, null, null);

    /** The highest limit of jobs that run at a time. */
    public static final int MAX_CONCURRENCY = 100_000;

    private final @Nullable Integer concurrency;
    private final @Nullable Integer keyConcurrency;
    private final @Nullable RateLimit rate;

    private QueueLimits(@Nullable Integer concurrency, @Nullable Integer keyConcurrency, @Nullable RateLimit rate) {
        this.concurrency = concurrency;
        this.keyConcurrency = keyConcurrency;
        this.rate = rate;
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

    /**
     * These limits with another one of jobs that run at a time.
     *
     * @param limit 1 to {@value #MAX_CONCURRENCY}, or null for none
     * @throws IllegalArgumentException if it is out of its range; to let none run, pause the queue
     */
    public QueueLimits withConcurrency(@Nullable Integer limit) {
        return new QueueLimits(range("concurrency", limit), keyConcurrency, rate);
    }

    /**
     * These limits with another one of jobs of one key that run at a time.
     *
     * @param limit 1 to {@value #MAX_CONCURRENCY}, or null for none
     * @throws IllegalArgumentException if it is out of its range; to let none run, pause the queue
     */
    public QueueLimits withKeyConcurrency(@Nullable Integer limit) {
        return new QueueLimits(concurrency, range("keyConcurrency", limit), rate);
    }

    /**
     * These limits with another one of how often jobs start.
     *
     * @param limit the limit, or null for none
     */
    public QueueLimits withRate(@Nullable RateLimit limit) {
        return new QueueLimits(concurrency, keyConcurrency, limit);
    }

    private static @Nullable Integer range(String name, @Nullable Integer limit) {
        if (limit != null && (limit < 1 || limit > MAX_CONCURRENCY)) {
            throw new IllegalArgumentException(name + " of a queue must be 1 to " + MAX_CONCURRENCY + ", got " + limit
                    + "; to let none run, pause the queue");
        }
        return limit;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QueueLimits that
                && Objects.equals(concurrency, that.concurrency)
                && Objects.equals(keyConcurrency, that.keyConcurrency)
                && Objects.equals(rate, that.rate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(concurrency, keyConcurrency, rate);
    }

    @Override
    public String toString() {
        return "QueueLimits[concurrency=" + concurrency + ", keyConcurrency=" + keyConcurrency + ", rate=" + rate + "]";
    }
}
