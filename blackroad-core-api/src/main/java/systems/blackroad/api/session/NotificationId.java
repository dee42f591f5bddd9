package systems.blackroad.api.session;

import java.util.regex.Pattern;

/**
 * The name of one notification within its session; opaque to all but the runtime.
 *
 * @param value 1 to 64 letters, digits, _ or -
 */
public record NotificationId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public NotificationId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "notification id must be 1 to 64 letters, digits, _ or -, got " + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static NotificationId of(String value) {
        return new NotificationId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
