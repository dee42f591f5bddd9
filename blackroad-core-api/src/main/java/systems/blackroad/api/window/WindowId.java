package systems.blackroad.api.window;

/**
 * The name of one window within its session; opaque to all but the runtime.
 *
 * @param value 1 to 64 letters, digits, _ or -
 */
public record WindowId(String value) {

    private static final int MAX_LENGTH = 64;

    /**
     * Checks the form of {@code value}.
     *
     * @throws IllegalArgumentException if the value does not have the documented form
     */
    public WindowId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException(
                    "window id must be 1 to 64 letters, digits, _ or -, got " + value.length() + " chars");
        }
    }

    // Not a pattern: every window that opens, and every command that is read, waits for this.
    private static boolean isWellFormed(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= MAX_LENGTH;
    }

    /** The id whose text is {@code value}. */
    public static WindowId of(String value) {
        return new WindowId(value);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return value;
    }
}
