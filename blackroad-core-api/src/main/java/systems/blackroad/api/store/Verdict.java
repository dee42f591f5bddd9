package systems.blackroad.api.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;

/** How a run ended, as its node reports it. */
public sealed interface Verdict {

    /**
     * The handler returned; the job is completed.
     *
     * @param result what it returned, or null
     */
    record Completed(@Nullable Payload result) implements Verdict {}

    /**
     * The attempt failed and was the last; the attempt is counted and the job is failed.
     *
     * @param error why; stores cut it to 4,096 chars
     */
    record Failed(String error) implements Verdict {

        /** Checks that a reason is given. */
        public Failed {
            Objects.requireNonNull(error, "error");
        }
    }

    /**
     * The attempt failed and another follows; the attempt is counted and the job is pending.
     *
     * @param due when the next may start, by the store's clock
     * @param error why; stores cut it to 4,096 chars
     */
    record Retry(Due due, String error) implements Verdict {

        /** Checks that both parts are there. */
        public Retry {
            Objects.requireNonNull(due, "due");
            Objects.requireNonNull(error, "error");
        }
    }

    /** The handler ended because of a cancellation; the job is cancelled. */
    record Cancelled() implements Verdict {}

    /** The node gives the job back; it is due at once and no attempt is counted, that of a suspect's claim is taken back. */
    record Released() implements Verdict {}
}
