package systems.blackroad.api.job;

import java.util.regex.Pattern;

/**
 * The name of a queue of jobs.
 *
 * @param value 1 to 64 lower-case letters, digits or _ . -, starting with a letter or digit
 */
public record QueueName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public QueueName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "queue name must be 1 to 64 lower-case letters, digits or _ . -, starting with a letter or digit, got "
                            + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static QueueName of(String value) {
        return new QueueName(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
