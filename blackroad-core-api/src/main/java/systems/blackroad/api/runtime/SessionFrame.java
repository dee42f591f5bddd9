package systems.blackroad.api.runtime;

import java.util.Objects;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.session.OsState;

/** One element of a session's stream. The first is {@link Resumed} or {@link Snapshot}. */
public sealed interface SessionFrame {

    /**
     * Everything after {@code position} follows as events.
     *
     * @param position where the subscriber stood
     */
    record Resumed(StreamPosition position) implements SessionFrame {}

    /**
     * The whole state, which replaces all that the subscriber knew.
     *
     * @param epoch the log's epoch
     * @param state the state at its revision
     * @param reason why events were not enough
     */
    record Snapshot(String epoch, OsState state, Reason reason) implements SessionFrame {

        /** Checks that every part is there. */
        public Snapshot {
            Objects.requireNonNull(epoch, "epoch");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(reason, "reason");
        }

        /** The position after this frame. */
        public StreamPosition position() {
            return new StreamPosition(epoch, state.revision());
        }
    }

    /**
     * The next event.
     *
     * @param epoch the log's epoch
     * @param event follows the one before without a gap
     */
    record Event(String epoch, RecordedEvent event) implements SessionFrame {

        /** The position after this frame. */
        public StreamPosition position() {
            return new StreamPosition(epoch, event.revision());
        }
    }

    /**
     * The last frame of a stream that the runtime ends.
     *
     * @param code why: {@code SESSION_ENDED} for good; after any other code subscribe again
     */
    record Closed(ErrorCode code) implements SessionFrame {}

    /** Why a snapshot was sent. */
    enum Reason {
        /** The subscriber gave no position. */
        START,
        /** The events after the position are no longer kept, or too many to replay. */
        TRIMMED,
        /** The position is of another epoch. */
        EPOCH,
        /** The position lies beyond the log. */
        FUTURE,
        /** The subscriber fell too far behind. */
        LAGGED
    }
}
