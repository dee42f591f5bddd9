package systems.blackroad.operator.internal.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;

/** How a handler ended. What that means for its job is the engine's to decide. */
public sealed interface Outcome {

    /**
     * The handler returned.
     *
     * @param result what it returned, or null
     */
    record Returned(@Nullable Payload result) implements Outcome {}

    /** The handler threw. */
    sealed interface Failure extends Outcome {

        /** What it threw, for people. */
        String error();
    }

    /**
     * The handler threw, and said nothing about another attempt.
     *
     * @param error what, for people
     */
    record Threw(String error) implements Failure {

        /** Checks that a reason is given. */
        public Threw {
            Objects.requireNonNull(error, "error");
        }
    }

    /**
     * The handler threw, and it or its policy said when to try again.
     *
     * @param error what, for people
     * @param due when
     */
    record Retry(String error, Due due) implements Failure {

        /** Checks that both parts are there. */
        public Retry {
            Objects.requireNonNull(error, "error");
            Objects.requireNonNull(due, "due");
        }
    }

    /**
     * The handler threw, and it or its policy said not to try again.
     *
     * @param error what, for people
     */
    record NoRetry(String error) implements Failure {

        /** Checks that a reason is given. */
        public NoRetry {
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

    /** The node's lease had lapsed when the handler was to be called, so it was not. */
    record TooLate() implements Outcome {}

    /** The executor refused the run, so the handler was not called. */
    record NotStarted() implements Outcome {}
}
