package systems.blackroad.api.job;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of one job's log: written by its handler, or by the store when someone acted on the job or an attempt ended.
 *
 * @param sequence the line's place in the job's log; grows, may have gaps
 * @param at when, by the store's clock
 * @param kind who speaks
 * @param text at most {@value #MAX_TEXT_LENGTH} chars
 * @param actor who acted on the job, or null
 */
public record JobLogEntry(
        long sequence,
        Instant at,
        Kind kind,
        String text,
        @Nullable String actor) {

    /** The longest text, in UTF-16 chars; stores cut longer ones, ending them in an ellipsis. */
    public static final int MAX_TEXT_LENGTH = 4096;

    /** Who speaks in a line. */
    public enum Kind {
        /** The job's handler. */
        HANDLER,
        /** The engine or the store: an attempt failed, a lease was lost, someone cancelled. */
        TRANSITION
    }

    /** Checks that the parts that must be there are. */
    public JobLogEntry {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }
}
