package systems.blackroad.core;

import java.util.List;
import java.util.Objects;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsCommand;

/**
 * A command list as a client posts it.
 *
 * @param id the client's name for it: {@code client_id} and {@code seq}
 * @param commands applied in order, whole or not at all
 */
public record CommandBody(CommandId id, List<OsCommand> commands) {

    /**
     * Copies the list and checks its length.
     *
     * @throws IllegalArgumentException if it is empty or too long
     */
    public CommandBody {
        Objects.requireNonNull(id, "id");
        commands = List.copyOf(commands);
        CommandEnvelope.requireCount(id, commands);
    }
}
