package systems.blackroad.api.runtime;

import java.util.Objects;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.WindowId;

/**
 * Where a window is while someone drags or resizes it. It is shown to those who watch and never kept; a command at the end
 * of the gesture moves the window.
 *
 * @param window the window
 * @param position its place so far
 * @param size its extent so far
 */
public record Gesture(WindowId window, Position position, Size size) {

    /** Checks that every part is there. */
    public Gesture {
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(size, "size");
    }
}
