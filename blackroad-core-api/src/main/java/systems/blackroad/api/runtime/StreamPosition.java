package systems.blackroad.api.runtime;

import java.util.Objects;

/**
 * A place in a session's stream, as subscribers remember it.
 *
 * @param epoch the epoch of the log, compared for equality only
 * @param revision the last event that was seen, from 0
 */
public record StreamPosition(String epoch, long revision) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the epoch is blank or the revision negative
     */
    public StreamPosition {
        Objects.requireNonNull(epoch, "epoch");
        if (epoch.isBlank() || revision < 0) {
            throw new IllegalArgumentException(
                    "a stream position needs an epoch and a revision from 0, got '" + epoch + "' and " + revision);
        }
    }

    /**
     * The position whose text is {@code text}: {@code <epoch>:<revision>}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static StreamPosition parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || text.length() > 128) {
            throw new IllegalArgumentException("a stream position must read <epoch>:<revision>");
        }
        try {
            return new StreamPosition(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a stream position must read <epoch>:<revision>", e);
        }
    }

    /** {@code <epoch>:<revision>}. */
    @Override
    public String toString() {
        return epoch + ":" + revision;
    }
}
