package systems.blackroad.core;

import java.util.List;
import java.util.Objects;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.OsState;

/** What {@link OsLogic} says of a command list. Immutable. */
public sealed interface Decision {

    /**
     * It takes effect.
     *
     * @param events what happens, in order, at least one
     * @param state the state after the last of them
     */
    record Accepted(List<OsEvent> events, OsState state) implements Decision {

        /** Copies the list. */
        public Accepted {
            events = List.copyOf(events);
            Objects.requireNonNull(state, "state");
        }
    }

    /** There is nothing to do. */
    record Unchanged() implements Decision {}

    /**
     * It is rejected, and nothing changes.
     *
     * @param code what kind of rejection
     * @param message names the subject, the law or limit, and the next step; never what a user typed
     */
    record Rejected(ErrorCode code, String message) implements Decision {

        /** Checks that both parts are there. */
        public Rejected {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }
    }
}
