package systems.blackroad.api.window;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a window is wanted when it opens; what is null follows the app or the documented default. Immutable.
 *
 * @param position its own position, or null to cascade
 * @param size its own size, or null
 * @param minSize its least size, or null
 * @param maxSize its greatest size, or null
 * @param parent the window that it belongs to, or null
 * @param modal whether it takes the focus from its parent while it is open
 * @param focusable whether it can be active
 * @param layer how high it stands, or null for the parent's or the normal layer
 */
public record WindowOptions(
        @Nullable Position position,
        @Nullable Size size,
        @Nullable Size minSize,
        @Nullable Size maxSize,
        @Nullable WindowId parent,
        boolean modal,
        boolean focusable,
        @Nullable WindowLayer layer) {

    /** Everything by default. */
    public static final WindowOptions DEFAULTS = new WindowOptions(null, null, null, null, null, false, true, null);

    /** A window that belongs to {@code parent} and stands above it. */
    public static WindowOptions transientOf(WindowId parent) {
        return new WindowOptions(null, null, null, null, Objects.requireNonNull(parent, "parent"), false, true, null);
    }

    /** A window that belongs to {@code parent} and takes its focus while it is open. */
    public static WindowOptions modalOf(WindowId parent) {
        return new WindowOptions(null, null, null, null, Objects.requireNonNull(parent, "parent"), true, true, null);
    }

    /** These options at own bounds. */
    public WindowOptions withBounds(@Nullable Position newPosition, @Nullable Size newSize) {
        return new WindowOptions(newPosition, newSize, minSize, maxSize, parent, modal, focusable, layer);
    }

    /** These options within other sizes. */
    public WindowOptions withSizes(@Nullable Size min, @Nullable Size max) {
        return new WindowOptions(position, size, min, max, parent, modal, focusable, layer);
    }

    /** These options in {@code newLayer}. */
    public WindowOptions withLayer(WindowLayer newLayer) {
        return new WindowOptions(position, size, minSize, maxSize, parent, modal, focusable, newLayer);
    }

    /** These options for a window that can or cannot be active. */
    public WindowOptions withFocusable(boolean value) {
        return new WindowOptions(position, size, minSize, maxSize, parent, modal, value, layer);
    }
}
