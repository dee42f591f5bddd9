package systems.blackroad.api.job;

import java.util.regex.Pattern;

/**
 * The caller's name for one job: enqueuing the same id twice runs it once.
 *
 * @param value 1 to 128 letters, digits or _ . : -
 */
public record JobId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public JobId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "job id must be 1 to 128 letters, digits or _ . : -, got " + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static JobId of(String value) {
        return new JobId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
