package systems.blackroad.api.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;

/**
 * An event as it stands in a session's log, with who caused it, when and by which command. The audit is read from these.
 *
 * @param session whose log it is
 * @param revision its place in the log, from 1, without gaps
 * @param at store time as the recording node knew it, at millisecond precision
 * @param actor who sent the command
 * @param command the command that caused it; a command may cause several events
 * @param trace the sender's trace id, or null
 * @param event what happened
 */
public record RecordedEvent(
        SessionId session,
        long revision,
        Instant at,
        UserId actor,
        CommandId command,
        @Nullable String trace,
        OsEvent event) {

    /**
     * Cuts the time to milliseconds.
     *
     * @throws IllegalArgumentException if the revision is below 1
     */
    public RecordedEvent {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(event, "event");
        at = at.truncatedTo(ChronoUnit.MILLIS);
        if (revision < 1) {
            throw new IllegalArgumentException(
                    "revision of an event of session " + session + " must be at least 1, got " + revision);
        }
    }
}
