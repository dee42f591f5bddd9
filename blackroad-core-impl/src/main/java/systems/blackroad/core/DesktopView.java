package systems.blackroad.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

/**
 * How one device shows a desktop: a pure function of the state and of the room that the device has for windows. Nothing of
 * it is stored, so that a phone and a large screen show one session at once, each in its own way, and a window's own bounds
 * are there again when there is room. The laws are in {@code docs/reference/window-model.md}, under "Viewports"; browsers
 * have the same function, {@code CoreOSClient.view}. Thread-safe.
 */
public final class DesktopView {

    /** The widest room, in CSS pixels, in which one window is shown at a time. */
    public static final int COMPACT_WIDTH = 640;
    /** So much of a window's width, in CSS pixels, stays in the room, so that it can be taken again. */
    public static final int GRASP = 100;
    /** The height of a title bar, in CSS pixels, all of which stays in the room. */
    public static final int TITLE_BAR = 38;

    private DesktopView() {}

    /**
     * Where a window is shown.
     *
     * @param window the window
     * @param position in the room
     * @param size in the room
     */
    public record Shown(WindowId window, Position position, Size size) {

        /** Checks that every part is there. */
        public Shown {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(position, "position");
            Objects.requireNonNull(size, "size");
        }
    }

    /**
     * The windows that are shown, the bottom one first.
     *
     * @param viewport the room for windows, without bars
     */
    public static List<Shown> of(OsState state, Size viewport) {
        List<Shown> shown = new ArrayList<>(state.windows().size());
        for (Window window : state.windows()) {
            if (viewport.width() <= COMPACT_WIDTH) {
                if (window.id().equals(state.activeWindowId())) {
                    shown.add(new Shown(window.id(), new Position(0, 0), viewport));
                }
            } else if (state.isVisible(window.id())) {
                shown.add(placed(window, viewport));
            }
        }
        return shown;
    }

    private static Shown placed(Window window, Size viewport) {
        SnapZone zone = window.layout().snap();
        if (window.layout().fullscreen() || window.state() == WindowState.MAXIMIZED) {
            return new Shown(window.id(), new Position(0, 0), viewport);
        }
        return zone == null ? reachable(window, viewport) : snapped(window.id(), zone, viewport);
    }

    /** The nearest place to its own at which the window can be grasped by its title bar. */
    private static Shown reachable(Window window, Size viewport) {
        int grasp = Math.min(GRASP, window.size().width());
        int left = grasp - window.size().width();
        int x = Math.max(left, Math.min(window.position().x(), Math.max(0, viewport.width() - grasp)));
        int y = Math.max(0, Math.min(window.position().y(), Math.max(0, viewport.height() - TITLE_BAR)));
        return new Shown(window.id(), new Position(x, y), window.size());
    }

    private static Shown snapped(WindowId window, SnapZone zone, Size viewport) {
        return switch (zone) {
            case LEFT -> cell(window, viewport, 2, 0, 1, 0);
            case RIGHT -> cell(window, viewport, 2, 1, 1, 0);
            case TOP -> cell(window, viewport, 1, 0, 2, 0);
            case BOTTOM -> cell(window, viewport, 1, 0, 2, 1);
            case TOP_LEFT -> cell(window, viewport, 2, 0, 2, 0);
            case TOP_RIGHT -> cell(window, viewport, 2, 1, 2, 0);
            case BOTTOM_LEFT -> cell(window, viewport, 2, 0, 2, 1);
            case BOTTOM_RIGHT -> cell(window, viewport, 2, 1, 2, 1);
            case LEFT_THIRD -> cell(window, viewport, 3, 0, 1, 0);
            case CENTER_THIRD -> cell(window, viewport, 3, 1, 1, 0);
            case RIGHT_THIRD -> cell(window, viewport, 3, 2, 1, 0);
        };
    }

    /** One cell of a grid over the room. */
    private static Shown cell(WindowId window, Size viewport, int columns, int column, int rows, int row) {
        int x = edge(viewport.width(), column, columns);
        int y = edge(viewport.height(), row, rows);
        int width = edge(viewport.width(), column + 1, columns) - x;
        int height = edge(viewport.height(), row + 1, rows) - y;
        return new Shown(window, new Position(x, y), new Size(Math.max(1, width), Math.max(1, height)));
    }

    /** Where a line of the grid is, rounded to the nearest pixel, a half up. */
    private static int edge(int length, int line, int lines) {
        return (2 * length * line + lines) / (2 * lines);
    }
}
