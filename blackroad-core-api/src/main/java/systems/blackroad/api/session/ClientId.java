package systems.blackroad.api.session;

import java.util.regex.Pattern;

/**
 * The name of one sender of commands, for example a browser tab; with a sequence number it names a command.
 *
 * @param value 1 to 64 letters, digits, _ or -
 */
public record ClientId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public ClientId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "client id must be 1 to 64 letters, digits, _ or -, got " + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static ClientId of(String value) {
        return new ClientId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
