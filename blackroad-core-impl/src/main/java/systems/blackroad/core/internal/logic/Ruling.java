package systems.blackroad.core.internal.logic;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.OsState;

/** What the decider says of a command or a command list. */
public sealed interface Ruling {

    /** Nothing to do. */
    Ruling NOTHING = new Nothing();

    /**
     * It happens.
     *
     * @param events what happens, in order, at least one
     * @param state the state after it, or null while the list is still being decided
     */
    record Happens(List<OsEvent> events, @Nullable OsState state) implements Ruling {

        /** Copies the list. */
        public Happens {
            events = List.copyOf(events);
        }

        /** The state after it. */
        public OsState after() {
            return Objects.requireNonNull(state, "state");
        }
    }

    /** There is nothing to do. */
    record Nothing() implements Ruling {}

    /**
     * It must not happen.
     *
     * @param code what kind of rejection
     * @param message names the subject, the law or limit, and the next step
     */
    record Refused(ErrorCode code, String message) implements Ruling {}

    /** One event. */
    static Ruling happens(OsEvent event) {
        return new Happens(List.of(event), null);
    }

    /** A rejection. */
    static Ruling refused(ErrorCode code, String message) {
        return new Refused(code, message);
    }
}
