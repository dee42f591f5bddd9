package systems.blackroad.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads named settings and collects every complaint, so that one failed start shows them all. A blank value counts as
 * unset. Not thread-safe.
 */
final class Settings {

    private final Map<String, String> values;
    private final List<String> complaints = new ArrayList<>();

    Settings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** The value of {@code name}, or null if it is unset or blank. */
    @Nullable
    String text(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The value of {@code name}, or {@code fallback}. */
    String text(String name, String fallback) {
        String value = text(name);
        return value == null ? fallback : value;
    }

    /** The whole number {@code name}, {@code fallback} if it is unset. */
    int integer(String name, int fallback, int min, int max) {
        String value = text(name);
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Not a number: the complaint below says what is allowed.
        }
        complain(name, "a whole number from " + min + " to " + max + ", got '" + shown(value) + "'");
        return fallback;
    }

    /** One of {@code allowed}, the first if unset. */
    String oneOf(String name, List<String> allowed) {
        String value = text(name);
        if (value == null) {
            return allowed.get(0);
        }
        if (!allowed.contains(value)) {
            complain(name, "one of " + String.join(", ", allowed) + ", got '" + shown(value) + "'");
            return allowed.get(0);
        }
        return value;
    }

    /** Records that {@code name} must be {@code allowed}; for secrets the caller leaves the value out. */
    void complain(String name, String allowed) {
        complaints.add(name + " must be " + allowed);
    }

    /**
     * Ends reading.
     *
     * @throws IllegalArgumentException with every complaint, one a line
     */
    void finish() {
        if (!complaints.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), complaints));
        }
    }

    private static String shown(String value) {
        return value.length() > 40 ? value.substring(0, 40) + "…" : value;
    }
}
