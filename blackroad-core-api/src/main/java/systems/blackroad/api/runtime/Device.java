package systems.blackroad.api.runtime;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What someone watches a session with.
 *
 * @param label shown to people; 1 to {@value #MAX_LENGTH} chars, not blank, without control characters
 * @param viewport the viewport that it shows, in the same form, or null for none in particular
 */
public record Device(String label, @Nullable String viewport) {

    /** The longest label, in UTF-16 chars. */
    public static final int MAX_LENGTH = 64;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if a text does not have the documented form
     */
    public Device {
        Objects.requireNonNull(label, "label");
        requireForm("label", label);
        if (viewport != null) {
            requireForm("viewport", viewport);
        }
    }

    private static void requireForm(String name, String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("device " + name + " must be 1 to " + MAX_LENGTH
                    + " chars, not blank and without control characters, got " + text.length() + " chars");
        }
    }
}
