package systems.blackroad.api.job;

import java.util.regex.Pattern;

/**
 * The name of a schedule, unique within its storage namespace.
 *
 * @param value 1 to 100 letters, digits or _ . : -
 */
public record ScheduleId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public ScheduleId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "schedule id must be 1 to 100 letters, digits or _ . : -, got " + value.length() + " chars");
        }
    }

    /** The id whose text is {@code value}. */
    public static ScheduleId of(String value) {
        return new ScheduleId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
