package systems.blackroad.api.job;

import java.util.regex.Pattern;

/**
 * One incarnation of a node: a new one at each start, so that what a dead node held is never taken for what its successor holds.
 *
 * @param value 1 to 64 letters, digits, _ or -
 */
public record NodeId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public NodeId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "node id must be 1 to 64 letters, digits, _ or -, got " + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static NodeId of(String value) {
        return new NodeId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
