package systems.blackroad.api.window;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a window is, fixed when it opens. Immutable.
 *
 * @param parent the window that it belongs to, above which it stands, or null
 * @param modal whether {@code parent} cannot have the focus while this window is open
 * @param focusable whether it can be active
 * @param minSize the least size that a command gives it; wins over {@code maxSize}
 * @param maxSize the greatest, or null for none
 */
public record WindowHints(
        @Nullable WindowId parent,
        boolean modal,
        boolean focusable,
        Size minSize,
        @Nullable Size maxSize) {

    /** The least size of a window where neither it nor its app says otherwise: 320 x 200. */
    public static final Size DEFAULT_MIN_SIZE = new Size(320, 200);

    /** A focusable window without a parent, of at least {@link #DEFAULT_MIN_SIZE}. */
    public static final WindowHints DEFAULTS = new WindowHints(null, false, true, DEFAULT_MIN_SIZE, null);

    /**
     * Checks that the parts agree.
     *
     * @throws IllegalArgumentException if the window is modal and has no parent or is not focusable
     */
    public WindowHints {
        Objects.requireNonNull(minSize, "minSize");
        if (modal && (parent == null || !focusable)) {
            throw new IllegalArgumentException("a modal window must have a parent and be focusable");
        }
    }

    /** {@code wanted}, in each direction at most the greatest and then at least the least size. */
    public Size constrain(Size wanted) {
        int width = wanted.width();
        int height = wanted.height();
        if (maxSize != null) {
            width = Math.min(width, maxSize.width());
            height = Math.min(height, maxSize.height());
        }
        width = Math.max(width, minSize.width());
        height = Math.max(height, minSize.height());
        return width == wanted.width() && height == wanted.height() ? wanted : new Size(width, height);
    }
}
