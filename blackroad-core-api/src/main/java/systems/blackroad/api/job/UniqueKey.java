package systems.blackroad.api.job;

import java.time.Duration;
import java.util.Objects;

/**
 * A key that at most one job of a store holds at a time: what makes enqueues of the same thing one job. It is apart from the
 * job's id, which names one job for good; types and queues share one namespace of keys.
 *
 * <p>A job takes its key when it is taken in and holds it for as long as its own {@code scope} says. Nobody gives a key
 * back: whether it is free is judged when the next job asks for it, by where the holder stands at that moment, so that claims
 * and completions pay nothing. {@code onConflict} is the newcomer's word on a holder that it finds. A requeue of a finished
 * job does not take the key again, and the job of a schedule's tick has none.
 *
 * @param key 1 to {@value #MAX_LENGTH} UTF-16 chars, compared char by char; no control characters, no half of a surrogate pair
 * @param scope how long a job holds it
 * @param onConflict what becomes of a job that finds it held
 */
public record UniqueKey(String key, Scope scope, OnConflict onConflict) {

    /** The longest key, in UTF-16 chars. */
    public static final int MAX_LENGTH = 256;

    /** How long a job holds its key. */
    public sealed interface Scope permits While, Within {}

    /** For as long as the job stands somewhere. */
    public enum While implements Scope {
        /**
         * As long as it waits, due or deferred: from its claim on the key is free. A job that waits again, for a retry or put
         * back, holds it again unless another took it meanwhile.
         */
        PENDING,
        /** As long as it waits or runs: once it has completed, failed or was cancelled the key is free. */
        LIVE
    }

    /**
     * For a time that is counted from the enqueue by the store's clock, whatever becomes of the job, even if it is deleted.
     *
     * @param period one millisecond to ten years of 365 days, at millisecond precision, rounded down
     */
    public record Within(Duration period) implements Scope {

        /**
         * Checks the range of the period.
         *
         * @throws IllegalArgumentException if the period is shorter than a millisecond or over {@link Due#MAX_DELAY}
         */
        public Within {
            if (period.compareTo(Duration.ofMillis(1)) < 0 || period.compareTo(Due.MAX_DELAY) > 0) {
                throw new IllegalArgumentException(
                        "period must be " + Duration.ofMillis(1) + " to " + Due.MAX_DELAY + ", got " + period);
            }
        }
    }

    /** What becomes of a job that finds its key held. */
    public enum OnConflict {
        /** It is not taken in, and the outcome names the holder. */
        KEEP,
        /**
         * It takes the key from a holder that waits, which is cancelled, and from one that finished or was deleted within its
         * period, which stays as it is; from one that runs it takes nothing, and is treated as by {@link #KEEP}.
         */
        REPLACE
    }

    /**
     * Checks the form of {@code key}.
     *
     * @throws IllegalArgumentException if the key does not have the documented form
     */
    public UniqueKey {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(onConflict, "onConflict");
        KeyForm.require("unique key", key, MAX_LENGTH);
    }

    /** {@code key}, held while its job waits; a job that finds it held is not taken in. */
    public static UniqueKey whilePending(String key) {
        return new UniqueKey(key, While.PENDING, OnConflict.KEEP);
    }

    /** {@code key}, held while its job waits or runs; a job that finds it held is not taken in. */
    public static UniqueKey whileLive(String key) {
        return new UniqueKey(key, While.LIVE, OnConflict.KEEP);
    }

    /** {@code key}, held for {@code period} from the enqueue on; a job that finds it held is not taken in. */
    public static UniqueKey within(Duration period, String key) {
        return new UniqueKey(key, new Within(period), OnConflict.KEEP);
    }

    /** This key, whose job replaces the one that it finds, if that does not run. */
    public UniqueKey replacing() {
        return new UniqueKey(key, scope, OnConflict.REPLACE);
    }
}
