package systems.blackroad.api.session;

import java.util.Objects;

/**
 * The sender's name for one command list: repeating it applies nothing twice and answers the first outcome.
 *
 * @param client the sender
 * @param sequence the sender's own number, from 1; it grows with each new command list
 */
public record CommandId(ClientId client, long sequence) {

    /**
     * Checks the range of the sequence.
     *
     * @throws IllegalArgumentException if the sequence is below 1
     */
    public CommandId {
        Objects.requireNonNull(client, "client");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence of client " + client + " must be at least 1, got " + sequence);
        }
    }

    /** The client and the sequence, separated by a colon. */
    @Override
    public String toString() {
        return client + ":" + sequence;
    }
}
