package systems.blackroad.api.runtime;

import java.util.List;
import java.util.Objects;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.RecordedEvent;

/** What became of a command list. */
public sealed interface CommandOutcome {

    /** The session's revision after it: that of its last event, or the one it was decided on. 0 before the first. */
    long revision();

    /**
     * It took effect, and is as durable as the store's class says.
     *
     * @param revision that of its last event
     * @param events its events, ascending
     * @param repeated whether it had taken effect at an earlier sending
     */
    record Applied(long revision, List<RecordedEvent> events, boolean repeated) implements CommandOutcome {

        /** Copies the list. */
        public Applied {
            events = List.copyOf(events);
        }
    }

    /**
     * There was nothing to do.
     *
     * @param revision the one it was decided on
     */
    record Unchanged(long revision) implements CommandOutcome {}

    /**
     * It was rejected and changed nothing.
     *
     * @param revision the one it was decided on
     * @param code what kind of rejection
     * @param message names the subject, the limit or law, and the next step
     */
    record Rejected(long revision, ErrorCode code, String message) implements CommandOutcome {

        /** Checks that every part is there. */
        public Rejected {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }
    }
}
