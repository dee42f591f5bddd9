package systems.blackroad.api.session;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command about the session itself. */
public sealed interface SessionCommand extends OsCommand {

    /** Calls the method of {@code visitor} that is named after this command's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsCommand.Visitor<R> visitor) {
        return visitor.session(this);
    }

    /**
     * Opens the session itself; only as the first command of its log.
     *
     * @param displayName shown to people, or null for {@value UserSession#DEFAULT_DISPLAY_NAME}
     * @param desktop what lies around the windows at first
     * @param metadata the application's own small facts, kept with the session
     */
    record OpenSession(@Nullable String displayName, Desktop desktop, Map<String, String> metadata)
            implements SessionCommand {

        /** Copies the collections. */
        public OpenSession {
            Objects.requireNonNull(desktop, "desktop");
            metadata = Map.copyOf(metadata);
        }

        /** An empty desktop in the classic theme. */
        public static OpenSession empty() {
            return new OpenSession(null, Desktop.empty(), Map.of());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.openSession(this);
        }
    }

    /**
     * Ends the session for good.
     *
     * @param reason one word for the log, for example {@code user}
     */
    record EndSession(String reason) implements SessionCommand {

        /** Checks that a reason is given. */
        public EndSession {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.endSession(this);
        }
    }

    /** Gives the session another name, as it is shown to people. */
    record SetDisplayName(String displayName) implements SessionCommand {

        /** Checks that a name is given. */
        public SetDisplayName {
            Objects.requireNonNull(displayName, "displayName");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setDisplayName(this);
        }
    }

    /**
     * Sets or removes one of the session's own small facts.
     *
     * @param key which
     * @param value its text, or null to remove it
     */
    record SetSessionMetadata(String key, @Nullable String value) implements SessionCommand {

        /** Checks that a key is given. */
        public SetSessionMetadata {
            Objects.requireNonNull(key, "key");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setSessionMetadata(this);
        }
    }

    /**
     * Puts a desktop in place of the one that is there, whole or not at all; it is held to every limit and law.
     *
     * @param desktop what was exported, of this session or another
     */
    record ImportDesktop(PortableDesktop desktop) implements SessionCommand {

        /** Checks that the part that must be there is. */
        public ImportDesktop {
            Objects.requireNonNull(desktop, "desktop");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.importDesktop(this);
        }
    }

    /**
     * Makes the sender's client the holder: until it releases the session, or another client takes it over, the commands of
     * other clients do not change the desktop.
     */
    record TakeOver() implements SessionCommand {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.takeOver(this);
        }
    }

    /**
     * Ends being the holder, so that every client may change the desktop.
     */
    record Release() implements SessionCommand {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.release(this);
        }
    }

    /**
     * Makes every public token that was given out so far worthless.
     */
    record RotateToken() implements SessionCommand {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rotateToken(this);
        }
    }

    /**
     * Puts the sender in the owner's place, for all to see and in the log.
     *
     * @param reason why, shown to people and kept in the log; not blank
     */
    record BeginImpersonation(String reason) implements SessionCommand {

        /** Checks that a reason is given. */
        public BeginImpersonation {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.beginImpersonation(this);
        }
    }

    /**
     * Ends acting in the owner's place.
     */
    record EndImpersonation() implements SessionCommand {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.endImpersonation(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link OpenSession}. */
        R openSession(OpenSession command);

        /** For {@link EndSession}. */
        R endSession(EndSession command);

        /** For {@link SetDisplayName}. */
        R setDisplayName(SetDisplayName command);

        /** For {@link SetSessionMetadata}. */
        R setSessionMetadata(SetSessionMetadata command);

        /** For {@link ImportDesktop}. */
        R importDesktop(ImportDesktop command);

        /** For {@link TakeOver}. */
        R takeOver(TakeOver command);

        /** For {@link Release}. */
        R release(Release command);

        /** For {@link RotateToken}. */
        R rotateToken(RotateToken command);

        /** For {@link BeginImpersonation}. */
        R beginImpersonation(BeginImpersonation command);

        /** For {@link EndImpersonation}. */
        R endImpersonation(EndImpersonation command);
    }
}
