package systems.blackroad.api.session;

import java.util.regex.Pattern;

/**
 * The name of the person or service that owns sessions and sends commands.
 *
 * @param value 1 to 128 letters, digits or . _ @ : + -
 */
public record UserId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._@:+-]{1,128}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public UserId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "user id must be 1 to 128 letters, digits or . _ @ : + -, got " + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static UserId of(String value) {
        return new UserId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
