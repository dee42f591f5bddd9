package systems.blackroad.api.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.Restack;
import systems.blackroad.api.window.WindowId;

/**
 * Where an event leaves the focus and the stacking order, as results.
 *
 * @param active the window that is active now, or null; it is the first of the focus order and no longer urgent
 * @param restacked the windows that moved in the stacking order, the lowest first: taken out together, then put in again
 *     in this order, each at its place; the others keep their order
 */
public record Focus(@Nullable WindowId active, List<Restack> restacked) {

    /** Copies the list. */
    public Focus {
        restacked = List.copyOf(restacked);
    }

    /** {@code active} has the focus and no window moved. */
    public static Focus on(@Nullable WindowId active) {
        return new Focus(active, List.of());
    }

    /** {@code active} has the focus and stands at {@code zIndex} now. */
    public static Focus raised(WindowId active, int zIndex) {
        return new Focus(active, List.of(new Restack(active, zIndex)));
    }
}
