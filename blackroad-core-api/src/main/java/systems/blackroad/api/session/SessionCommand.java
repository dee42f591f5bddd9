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

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link OpenSession}. */
        R openSession(OpenSession command);

        /** For {@link EndSession}. */
        R endSession(EndSession command);
    }
}
