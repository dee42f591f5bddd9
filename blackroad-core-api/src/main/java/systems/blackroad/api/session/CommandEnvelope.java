package systems.blackroad.api.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * A command list with all that deciding it needs from outside, so that deciding is a pure function.
 *
 * @param session the session that it is for
 * @param actor who sends it
 * @param id the sender's name for it
 * @param at store time as the runtime knows it, at millisecond precision
 * @param freshId 1 to 48 letters, digits, _ or -, never used before: the ids of what is new are made from it
 * @param commands applied in order, whole or not at all; 1 to {@value #MAX_COMMANDS}
 */
public record CommandEnvelope(
        SessionId session, Actor actor, CommandId id, Instant at, String freshId, List<OsCommand> commands) {

    /** The most commands in one list. */
    public static final int MAX_COMMANDS = 50;

    /**
     * Cuts the time to milliseconds and copies the list.
     *
     * @throws IllegalArgumentException if the list is empty or longer than {@value #MAX_COMMANDS}
     */
    public CommandEnvelope {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(freshId, "freshId");
        at = at.truncatedTo(ChronoUnit.MILLIS);
        commands = List.copyOf(commands);
        requireCount(id, commands);
    }

    /** Refuses a list that is empty or too long; {@code id} is named in the message. */
    public static void requireCount(CommandId id, List<OsCommand> commands) {
        if (commands.isEmpty() || commands.size() > MAX_COMMANDS) {
            throw new IllegalArgumentException(
                    "command " + id + " must list 1 to " + MAX_COMMANDS + " commands, got " + commands.size());
        }
    }
}
