package systems.blackroad.operator.internal.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;

/** How a handler ended. What that means for its job is the engine's to decide. */
public sealed interface Outcome {

    /**
     * The handler returned.
     *
     * @param result what it returned, or null
     */
    record Returned(@Nullable Payload result) implements Outcome {}

    /**
     * The handler threw.
     *
     * @param error what, for people
     */
    record Threw(String error) implements Outcome {

        /** Checks that a reason is given. */
        public Threw {
            Objects.requireNonNull(error, "error");
        }
    }

    /**
     * The payload cannot be read, so the handler was not called and never will be.
     *
     * @param error why
     */
    record Unreadable(String error) implements Outcome {

        /** Checks that a reason is given. */
        public Unreadable {
            Objects.requireNonNull(error, "error");
        }
    }

    /** The executor refused the run, so the handler was not called. */
    record NotStarted() implements Outcome {}
}
