package systems.blackroad.api.runtime;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsCommand;

/**
 * A command list as its sender hands it in.
 *
 * @param actor who sends it
 * @param id the sender's name for it; a repeat answers the first outcome
 * @param commands applied in order, whole or not at all; 1 to {@value CommandEnvelope#MAX_COMMANDS}
 * @param ifRevision the revision at which alone it may apply, or null for any
 * @param trace the sender's trace id, at most 128 chars, or null
 */
public record CommandRequest(
        Actor actor,
        CommandId id,
        List<OsCommand> commands,
        @Nullable Long ifRevision,
        @Nullable String trace) {

    /**
     * Copies the list and checks its length.
     *
     * @throws IllegalArgumentException if it is empty or too long
     */
    public CommandRequest {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(id, "id");
        commands = List.copyOf(commands);
        CommandEnvelope.requireCount(id, commands);
    }

    /** A request at any revision, without a trace. */
    public static CommandRequest of(Actor actor, CommandId id, OsCommand... commands) {
        return new CommandRequest(actor, id, List.of(commands), null, null);
    }

    /** The revision at which alone it may apply, if one is given. */
    public OptionalLong expectedRevision() {
        return ifRevision == null ? OptionalLong.empty() : OptionalLong.of(ifRevision);
    }
}
