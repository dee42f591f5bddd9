package systems.blackroad.proof;

import java.util.Objects;

/**
 * One answered call on a session, as its worker saw it.
 *
 * @param session the session's id
 * @param kind whether it added events or only saw a revision
 * @param first the revision of its first event, or the revision that it saw
 * @param last the revision of its last event, or the revision that it saw
 * @param command client and sequence, for a write; else empty
 * @param invoked when it was called, in nanoseconds of a clock that all processes of the machine share
 * @param returned when it was answered
 */
record Operation(String session, Kind kind, long first, long last, String command, long invoked, long returned) {

    /** Whether an operation added events or only saw a revision. Writes sort before reads of the same revision. */
    enum Kind {
        WRITE,
        READ
    }

    Operation {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(command, "command");
        if (returned < invoked) {
            throw new IllegalArgumentException("an operation on " + session + " returned before it was invoked");
        }
    }
}
