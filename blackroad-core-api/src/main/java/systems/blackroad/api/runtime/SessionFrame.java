package systems.blackroad.api.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.session.OsState;

/**
 * One element of a session's stream: an immutable value, equal by content. The first is {@link Resumed} or {@link
 * Snapshot}. Subscribers of one runtime that get the same event, or the same snapshot at the same revision, get the same
 * object.
 */
public sealed interface SessionFrame {

    /**
     * This frame's text, as {@code encoder} makes it, in UTF-8. A {@link Snapshot}, an {@link Event} and a {@link
     * Transient} keep what the first call made and give it to every later one, whatever its encoder; those that come from a runtime hold, or will hold, the
     * wire format.
     *
     * @return a view of its own on shared bytes; read-only
     */
    default ByteBuffer encoded(Function<? super SessionFrame, String> encoder) {
        return ByteBuffer.wrap(encoder.apply(this).getBytes(StandardCharsets.UTF_8))
                .asReadOnlyBuffer();
    }

    /**
     * Everything after {@code position} follows as events.
     *
     * @param position where the subscriber stood
     */
    record Resumed(StreamPosition position) implements SessionFrame {}

    /** The whole state, which replaces all that the subscriber knew. */
    final class Snapshot extends SharedFrame implements SessionFrame {

        private final String epoch;
        private final OsState state;
        private final Reason reason;

        /**
         * A snapshot.
         *
         * @param epoch the log's epoch
         * @param state the state at its revision
         * @param reason why events were not enough
         */
        public Snapshot(String epoch, OsState state, Reason reason) {
            this.epoch = Objects.requireNonNull(epoch, "epoch");
            this.state = Objects.requireNonNull(state, "state");
            this.reason = Objects.requireNonNull(reason, "reason");
        }

        /** The log's epoch. */
        public String epoch() {
            return epoch;
        }

        /** The state at its revision. */
        public OsState state() {
            return state;
        }

        /** Why events were not enough. */
        public Reason reason() {
            return reason;
        }

        /** The position after this frame. */
        public StreamPosition position() {
            return new StreamPosition(epoch, state.revision());
        }

        @Override
        SessionFrame frame() {
            return this;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Snapshot that
                    && epoch.equals(that.epoch)
                    && state.equals(that.state)
                    && reason == that.reason;
        }

        @Override
        public int hashCode() {
            return Objects.hash(epoch, state, reason);
        }

        /** The position and the reason; never the content. */
        @Override
        public String toString() {
            return "Snapshot[" + position() + ", " + reason + "]";
        }
    }

    /** The next event. */
    final class Event extends SharedFrame implements SessionFrame {

        private final String epoch;
        private final RecordedEvent event;

        /**
         * An event.
         *
         * @param epoch the log's epoch
         * @param event follows the one before without a gap
         */
        public Event(String epoch, RecordedEvent event) {
            this.epoch = Objects.requireNonNull(epoch, "epoch");
            this.event = Objects.requireNonNull(event, "event");
        }

        /** The log's epoch. */
        public String epoch() {
            return epoch;
        }

        /** Follows the one before without a gap. */
        public RecordedEvent event() {
            return event;
        }

        /** The position after this frame. */
        public StreamPosition position() {
            return new StreamPosition(epoch, event.revision());
        }

        @Override
        SessionFrame frame() {
            return this;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Event that && epoch.equals(that.epoch) && event.equals(that.event);
        }

        @Override
        public int hashCode() {
            return Objects.hash(epoch, event);
        }

        @Override
        public String toString() {
            return "Event[" + position() + ", " + event.event() + "]";
        }
    }

    /**
     * Something to show at once that is not part of the log: it has no position, comes only to those who watch at that
     * moment, and is the first to be left out when a subscriber is slow.
     */
    final class Transient extends SharedFrame implements SessionFrame {

        private final SessionSignal signal;

        /** A frame of {@code signal}. */
        public Transient(SessionSignal signal) {
            this.signal = Objects.requireNonNull(signal, "signal");
        }

        /** What to show. */
        public SessionSignal signal() {
            return signal;
        }

        @Override
        SessionFrame frame() {
            return this;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Transient that && signal.equals(that.signal);
        }

        @Override
        public int hashCode() {
            return signal.hashCode();
        }

        @Override
        public String toString() {
            return "Transient[" + signal + "]";
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
