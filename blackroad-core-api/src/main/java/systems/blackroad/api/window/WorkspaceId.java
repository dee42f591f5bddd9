package systems.blackroad.api.window;

import java.util.regex.Pattern;

/**
 * The name of one workspace within its session; opaque to all but the runtime.
 *
 * @param value 1 to 64 letters, digits, _ or -
 */
public record WorkspaceId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public WorkspaceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "workspace id must be 1 to 64 letters, digits, _ or -, got " + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static WorkspaceId of(String value) {
        return new WorkspaceId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
