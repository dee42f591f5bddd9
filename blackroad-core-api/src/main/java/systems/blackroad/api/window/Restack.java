package systems.blackroad.api.window;

import java.util.Objects;

/**
 * A window's new place in the stacking order.
 *
 * @param window the window
 * @param zIndex its place, 0 at the bottom, once all that move are put in again
 */
public record Restack(WindowId window, int zIndex) {

    /** Checks that the window is there. */
    public Restack {
        Objects.requireNonNull(window, "window");
    }
}
