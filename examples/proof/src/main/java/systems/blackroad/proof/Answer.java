package systems.blackroad.proof;

import java.util.Objects;

/**
 * What a worker was told about a command that had to take effect once, by its first sending or a repeat.
 *
 * @param session the session's id
 * @param command client and sequence
 * @param effect how it was answered
 * @param first the revision of its first event, or the one that it was decided on
 * @param last the revision of its last event, or the one that it was decided on
 * @param again whether this worker repeated what another one had sent
 * @param invoked when it was called, in nanoseconds of a clock that all processes of the machine share
 * @param returned when it was answered
 */
record Answer(
        String session,
        String command,
        Effect effect,
        long first,
        long last,
        boolean again,
        long invoked,
        long returned) {

    /** How a command was answered. */
    enum Effect {
        /** It took effect by this call. */
        NEW,
        /** It had taken effect before. */
        REPEATED,
        /** It was rejected, or there was nothing to do. */
        NONE
    }

    Answer {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(effect, "effect");
    }
}
