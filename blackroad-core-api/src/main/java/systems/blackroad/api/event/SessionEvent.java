package systems.blackroad.api.event;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.UserId;
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

    /** The session took another name, as it is shown to people. */
    record DisplayNameChanged(String displayName) implements SessionEvent {

        /** Checks that a name is given. */
        public DisplayNameChanged {
            Objects.requireNonNull(displayName, "displayName");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.displayNameChanged(this);
        }
    }

    /**
     * One of the session's own small facts changed.
     *
     * @param key which
     * @param value its text, or null if it was removed
     */
    record SessionMetadataChanged(String key, @Nullable String value) implements SessionEvent {

        /** Checks that a key is given. */
        public SessionMetadataChanged {
            Objects.requireNonNull(key, "key");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sessionMetadataChanged(this);
        }
    }

    /**
     * A desktop took the place of the one that was there; what could be undone before cannot be now.
     *
     * @param desktop the windows, workspaces and all around them now
     */
    record DesktopImported(PortableDesktop desktop) implements SessionEvent {

        /** Checks that the part that must be there is. */
        public DesktopImported {
            Objects.requireNonNull(desktop, "desktop");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.desktopImported(this);
        }
    }

    /**
     * A client took the session over.
     *
     * @param holder the client whose commands alone change the desktop now
     */
    record TakenOver(ClientId holder) implements SessionEvent {

        /** Checks that the holder is named. */
        public TakenOver {
            Objects.requireNonNull(holder, "holder");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.takenOver(this);
        }
    }

    /**
     * The holder gave the session back to all clients.
     */
    record Released() implements SessionEvent {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.released(this);
        }
    }

    /**
     * Public tokens that were given out before are worth nothing now.
     *
     * @param generation that of the tokens that are given out from now on
     */
    record TokenRotated(long generation) implements SessionEvent {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.tokenRotated(this);
        }
    }

    /**
     * Somebody acts in the owner's place from now on.
     *
     * @param impersonator who
     * @param reason why
     */
    record ImpersonationBegun(UserId impersonator, String reason) implements SessionEvent {

        /** Checks that the parts that must be there are. */
        public ImpersonationBegun {
            Objects.requireNonNull(impersonator, "impersonator");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.impersonationBegun(this);
        }
    }

    /**
     * Nobody acts in the owner's place any more.
     */
    record ImpersonationEnded() implements SessionEvent {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.impersonationEnded(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link SessionOpened}. */
        R sessionOpened(SessionOpened event);

        /** For {@link SessionEnded}. */
        R sessionEnded(SessionEnded event);

        /** For {@link DisplayNameChanged}. */
        R displayNameChanged(DisplayNameChanged event);

        /** For {@link SessionMetadataChanged}. */
        R sessionMetadataChanged(SessionMetadataChanged event);

        /** For {@link DesktopImported}. */
        R desktopImported(DesktopImported event);

        /** For {@link TakenOver}. */
        R takenOver(TakenOver event);

        /** For {@link Released}. */
        R released(Released event);

        /** For {@link TokenRotated}. */
        R tokenRotated(TokenRotated event);

        /** For {@link ImpersonationBegun}. */
        R impersonationBegun(ImpersonationBegun event);

        /** For {@link ImpersonationEnded}. */
        R impersonationEnded(ImpersonationEnded event);
    }
}
