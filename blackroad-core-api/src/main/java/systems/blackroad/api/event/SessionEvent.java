package systems.blackroad.api.event;

import java.util.Map;
import java.util.Objects;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.UserSession;

/** Something that happened to the session itself. */
public sealed interface SessionEvent extends OsEvent {

    /** Calls the method of {@code visitor} that is named after this event's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsEvent.Visitor<R> visitor) {
        return visitor.session(this);
    }

    /**
     * The session began.
     *
     * @param session whose desktop it is
     * @param desktop what lies around the windows at first
     * @param metadata the desktop's own small facts
     */
    record SessionOpened(UserSession session, Desktop desktop, Map<String, String> metadata) implements SessionEvent {

        /** Checks that the parts that must be there are. */
        public SessionOpened {
            Objects.requireNonNull(session, "session");
            Objects.requireNonNull(desktop, "desktop");
            metadata = Map.copyOf(metadata);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sessionOpened(this);
        }
    }

    /**
     * The session ended, for good.
     *
     * @param reason one word, for example {@code user}
     */
    record SessionEnded(String reason) implements SessionEvent {

        /** Checks that the parts that must be there are. */
        public SessionEnded {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sessionEnded(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link SessionOpened}. */
        R sessionOpened(SessionOpened event);

        /** For {@link SessionEnded}. */
        R sessionEnded(SessionEnded event);
    }
}
