package systems.blackroad.api.session;

import java.util.regex.Pattern;

/**
 * The stable name of a session. It is no secret: it identifies, it does not authorise.
 *
 * @param value 1 to 64 letters, digits, _ or -
 */
public record SessionId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public SessionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "session id must be 1 to 64 letters, digits, _ or -, got " + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static SessionId of(String value) {
        return new SessionId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
