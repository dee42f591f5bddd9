package systems.blackroad.api.session;

import java.util.regex.Pattern;

/**
 * The name of a desktop theme; {@code classic}, {@code dark} and {@code contrast} come with the example desktop.
 *
 * @param value 1 to 64 lower-case letters, digits or -, starting with a letter or digit
 */
public record Theme(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public Theme {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "theme must be 1 to 64 lower-case letters, digits or -, starting with a letter or digit, got "
                            + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static Theme of(String value) {
        return new Theme(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
