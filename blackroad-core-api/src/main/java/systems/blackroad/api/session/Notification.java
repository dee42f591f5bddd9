package systems.blackroad.api.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.AppId;

/**
 * A message to the user that stays until it is dismissed or newer ones displace it: an immutable value.
 *
 * @param id unique among the session's notifications
 * @param title its headline; not blank
 * @param body what else it says; may be empty
 * @param appId the application that it is about, or null
 * @param at when it came, at millisecond precision
 * @param read whether the user has seen it
 */
public record Notification(
        NotificationId id,
        String title,
        String body,
        @Nullable AppId appId,
        Instant at,
        boolean read) {

    /** The longest body, in UTF-16 chars. */
    public static final int MAX_BODY_LENGTH = 1024;

    /**
     * Cuts the time to milliseconds.
     *
     * @throws IllegalArgumentException if the title is blank
     */
    public Notification {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(body, "body");
        if (title.isBlank()) {
            throw new IllegalArgumentException("title of notification " + id + " must not be blank");
        }
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** This notification, read. */
    public Notification asRead() {
        return read ? this : new Notification(id, title, body, appId, at, true);
    }
}
