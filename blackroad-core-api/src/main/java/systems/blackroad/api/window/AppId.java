package systems.blackroad.api.window;

import java.util.regex.Pattern;

/**
 * The name of the application that a window belongs to, for example {@code notes}.
 *
 * @param value 1 to 64 lower-case letters, digits, dots, _ or -, starting with a letter or digit
 */
public record AppId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public AppId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "app id must be 1 to 64 lower-case letters, digits, dots, _ or -, starting with a letter or digit, got "
                            + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static AppId of(String value) {
        return new AppId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
