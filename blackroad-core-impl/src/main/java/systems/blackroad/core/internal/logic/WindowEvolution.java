package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

/**
 * Applies events of windows to a state.
 *
 * @param state the state before
 */
record WindowEvolution(OsState state) implements WindowEvent.Visitor<OsState> {

    @Override
    public OsState windowOpened(WindowEvent.WindowOpened event) {
        List<Window> windows = new ArrayList<>(state.windows());
        windows.add(event.window());
        return windows(windows, event.window().id(), state.focusOrder());
    }

    @Override
    public OsState windowClosed(WindowEvent.WindowClosed event) {
        List<Window> windows = new ArrayList<>(state.windows());
        windows.remove(indexOf(event.window()));
        List<WindowId> order = new ArrayList<>(state.focusOrder());
        order.remove(event.window());
        return windows(windows, event.active(), order);
    }

    @Override
    public OsState windowFocused(WindowEvent.WindowFocused event) {
        return placed(event.window(), event.zIndex(), UnaryOperator.identity());
    }

    @Override
    public OsState windowMinimized(WindowEvent.WindowMinimized event) {
        List<Window> windows = new ArrayList<>(state.windows());
        int index = indexOf(event.window());
        windows.set(index, windows.get(index).withState(WindowState.MINIMIZED));
        return windows(windows, event.active(), state.focusOrder());
    }

    @Override
    public OsState windowMaximized(WindowEvent.WindowMaximized event) {
        return placed(event.window(), event.zIndex(), window -> window.withState(WindowState.MAXIMIZED));
    }

    @Override
    public OsState windowRestored(WindowEvent.WindowRestored event) {
        return placed(event.window(), event.zIndex(), window -> window.withState(event.state()));
    }

    @Override
    public OsState windowMoved(WindowEvent.WindowMoved event) {
        return changed(event.window(), window -> window.withBounds(event.position(), window.size()));
    }

    @Override
    public OsState windowResized(WindowEvent.WindowResized event) {
        return changed(event.window(), window -> window.withBounds(event.position(), event.size()));
    }

    @Override
    public OsState windowRenamed(WindowEvent.WindowRenamed event) {
        return changed(event.window(), window -> window.withTitle(event.title()));
    }

    private int indexOf(WindowId window) {
        int index = state.zIndex(window);
        if (index < 0) {
            throw new IllegalArgumentException("session " + state.session().id() + " has no window " + window
                    + " at revision " + state.revision());
        }
        return index;
    }

    private OsState changed(WindowId id, UnaryOperator<Window> change) {
        List<Window> windows = new ArrayList<>(state.windows());
        int index = indexOf(id);
        windows.set(index, change.apply(windows.get(index)));
        return next(windows, state.activeWindowId(), state.focusOrder());
    }

    /** Changes a window, moves it to its place in the stacking order and makes it active. */
    private OsState placed(WindowId id, int zIndex, UnaryOperator<Window> change) {
        List<Window> windows = new ArrayList<>(state.windows());
        Window window = windows.remove(indexOf(id));
        windows.add(Objects.checkIndex(zIndex, windows.size() + 1), change.apply(window));
        return windows(windows, id, state.focusOrder());
    }

    /** Other windows, of which {@code active} becomes the first of the focus order. */
    private OsState windows(List<Window> windows, @Nullable WindowId active, List<WindowId> focusOrder) {
        List<WindowId> order = new ArrayList<>(focusOrder);
        if (active != null) {
            order.remove(active);
            order.add(0, active);
        }
        return next(windows, active, order);
    }

    private OsState next(List<Window> windows, @Nullable WindowId active, List<WindowId> focusOrder) {
        return new OsState(
                state.session(),
                state.status(),
                windows,
                active,
                focusOrder,
                state.desktop(),
                state.metadata(),
                state.revision() + 1);
    }
}
