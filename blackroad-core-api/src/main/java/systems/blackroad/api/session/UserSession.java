package systems.blackroad.api.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/**
 * Whose desktop it is, and since when: the part of a session's state that names it.
 *
 * @param id the session's stable name
 * @param userId who owns it
 * @param displayName shown to people; not blank
 * @param createdAt when it opened, at millisecond precision
 * @param metadata the application's own small facts, as text
 */
public record UserSession(
        SessionId id, UserId userId, String displayName, Instant createdAt, Map<String, String> metadata) {

    /** The display name of a session that was opened without one: {@value}. */
    public static final String DEFAULT_DISPLAY_NAME = "Guest";

    /**
     * Cuts the time to milliseconds and copies the map.
     *
     * @throws IllegalArgumentException if the display name is blank
     */
    public UserSession {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(userId, "userId");
        if (displayName.isBlank()) {
            throw new IllegalArgumentException("display name of session " + id + " must not be blank");
        }
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        metadata = Map.copyOf(metadata);
    }

    /** This session under another name. */
    public UserSession withDisplayName(String name) {
        return new UserSession(id, userId, name, createdAt, metadata);
    }

    /** This session with other facts. */
    public UserSession withMetadata(Map<String, String> facts) {
        return new UserSession(id, userId, displayName, createdAt, facts);
    }
}
