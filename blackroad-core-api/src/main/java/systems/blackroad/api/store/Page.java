package systems.blackroad.api.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list, in the list's order.
 *
 * @param items at most as many as were asked for
 * @param next where to go on: an opaque text to pass as {@code after}, or null at the end
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** The largest page. */
    public static final int MAX_LIMIT = 200;

    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Returns {@code limit} if a page may have that size.
     *
     * @throws IllegalArgumentException if it is below 1 or over {@value #MAX_LIMIT}
     */
    public static int requireLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", got " + limit);
        }
        return limit;
    }
}
