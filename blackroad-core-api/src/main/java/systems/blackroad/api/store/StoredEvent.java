package systems.blackroad.api.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.UserId;

/**
 * An event as a store keeps it: its place, its cause, and a payload that the store does not read.
 *
 * @param revision its place in the session's log, from 1
 * @param at store time as the appending node knew it, at millisecond precision
 * @param actor who sent the command
 * @param command the command that caused it
 * @param bodyHash the SHA-256 of the command's body, 64 lower-case hexadecimal digits: tells a repeat from a reuse of the id
 * @param trace the sender's trace id, at most {@value #MAX_TRACE_LENGTH} chars, or null
 * @param payload what happened
 */
public record StoredEvent(
        long revision,
        Instant at,
        UserId actor,
        CommandId command,
        String bodyHash,
        @Nullable String trace,
        Payload payload) {

    /** The longest trace id, in chars. */
    public static final int MAX_TRACE_LENGTH = 128;

    /**
     * Cuts the time to milliseconds.
     *
     * @throws IllegalArgumentException if the revision is below 1, the hash is not of 64 such digits, or the trace is too long
     */
    public StoredEvent {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(payload, "payload");
        at = at.truncatedTo(ChronoUnit.MILLIS);
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be at least 1, got " + revision);
        }
        if (bodyHash.length() != 64 || !bodyHash.chars().allMatch(StoredEvent::isHexDigit)) {
            throw new IllegalArgumentException("bodyHash must be 64 lower-case hexadecimal digits, got " + bodyHash);
        }
        if (trace != null && trace.length() > MAX_TRACE_LENGTH) {
            throw new IllegalArgumentException(
                    "trace must be at most " + MAX_TRACE_LENGTH + " chars, got " + trace.length());
        }
    }

    private static boolean isHexDigit(int digit) {
        return digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f';
    }
}
