package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

/** Applies events to a state; it only assigns, since an event carries results. Pure. */
public final class Evolution implements OsEvent.Visitor<OsState> {

    private final @Nullable OsState before;

    private Evolution(@Nullable OsState before) {
        this.before = before;
    }

    /**
     * The state after {@code event}.
     *
     * @throws IllegalArgumentException if the event does not fit the state, for example names a window that is not open
     */
    public static OsState evolve(@Nullable OsState state, OsEvent event) {
        return event.accept(new Evolution(state));
    }

    @Override
    public OsState sessionOpened(OsEvent.SessionOpened event) {
        if (before != null) {
            throw new IllegalArgumentException("session " + event.session().id() + " is open at revision "
                    + before.revision() + " and cannot be opened again");
        }
        return new OsState(
                event.session(),
                SessionStatus.LIVE,
                List.of(),
                null,
                List.of(),
                event.desktopItems(),
                event.taskbarItems(),
                event.systemTrayItems(),
                event.theme(),
                event.metadata(),
                1);
    }

    @Override
    public OsState sessionEnded(OsEvent.SessionEnded event) {
        OsState state = open();
        return next(SessionStatus.ENDED, state.windows(), state.activeWindowId(), state.focusOrder(), state.theme());
    }

    @Override
    public OsState windowOpened(OsEvent.WindowOpened event) {
        OsState state = open();
        List<Window> windows = new ArrayList<>(state.windows());
        windows.add(event.window());
        return windows(windows, event.window().id(), state.focusOrder());
    }

    @Override
    public OsState windowClosed(OsEvent.WindowClosed event) {
        List<Window> windows = new ArrayList<>(open().windows());
        windows.remove(indexOf(event.window()));
        List<WindowId> order = new ArrayList<>(open().focusOrder());
        order.remove(event.window());
        return windows(windows, event.active(), order);
    }

    @Override
    public OsState windowFocused(OsEvent.WindowFocused event) {
        return placed(event.window(), event.zIndex(), UnaryOperator.identity());
    }

    @Override
    public OsState windowMinimized(OsEvent.WindowMinimized event) {
        List<Window> windows = new ArrayList<>(open().windows());
        int index = indexOf(event.window());
        windows.set(index, windows.get(index).withState(WindowState.MINIMIZED));
        return windows(windows, event.active(), open().focusOrder());
    }

    @Override
    public OsState windowMaximized(OsEvent.WindowMaximized event) {
        return placed(event.window(), event.zIndex(), window -> window.withState(WindowState.MAXIMIZED));
    }

    @Override
    public OsState windowRestored(OsEvent.WindowRestored event) {
        return placed(event.window(), event.zIndex(), window -> window.withState(event.state()));
    }

    @Override
    public OsState windowMoved(OsEvent.WindowMoved event) {
        return changed(event.window(), window -> window.withBounds(event.position(), window.size()));
    }

    @Override
    public OsState windowResized(OsEvent.WindowResized event) {
        return changed(event.window(), window -> window.withBounds(event.position(), event.size()));
    }

    @Override
    public OsState windowRenamed(OsEvent.WindowRenamed event) {
        return changed(event.window(), window -> window.withTitle(event.title()));
    }

    @Override
    public OsState themeChanged(OsEvent.ThemeChanged event) {
        OsState state = open();
        return next(state.status(), state.windows(), state.activeWindowId(), state.focusOrder(), event.theme());
    }

    private OsState open() {
        if (before == null) {
            throw new IllegalArgumentException("the first event of a session must be session_opened");
        }
        return before;
    }

    private int indexOf(WindowId window) {
        int index = open().zIndex(window);
        if (index < 0) {
            throw new IllegalArgumentException("session " + open().session().id() + " has no window " + window
                    + " at revision " + open().revision());
        }
        return index;
    }

    private OsState changed(WindowId id, UnaryOperator<Window> change) {
        OsState state = open();
        List<Window> windows = new ArrayList<>(state.windows());
        int index = indexOf(id);
        windows.set(index, change.apply(windows.get(index)));
        return next(state.status(), windows, state.activeWindowId(), state.focusOrder(), state.theme());
    }

    /** Changes a window, moves it to its place in the stacking order and makes it active. */
    private OsState placed(WindowId id, int zIndex, UnaryOperator<Window> change) {
        List<Window> windows = new ArrayList<>(open().windows());
        Window window = windows.remove(indexOf(id));
        windows.add(Objects.checkIndex(zIndex, windows.size() + 1), change.apply(window));
        return windows(windows, id, open().focusOrder());
    }

    /** Other windows, of which {@code active} becomes the first of the focus order. */
    private OsState windows(List<Window> windows, @Nullable WindowId active, List<WindowId> focusOrder) {
        List<WindowId> order = new ArrayList<>(focusOrder);
        if (active != null) {
            order.remove(active);
            order.add(0, active);
        }
        return next(open().status(), windows, active, order, open().theme());
    }

    private OsState next(
            SessionStatus status,
            List<Window> windows,
            @Nullable WindowId active,
            List<WindowId> focusOrder,
            Theme theme) {
        OsState state = open();
        return new OsState(
                state.session(),
                status,
                windows,
                active,
                focusOrder,
                state.desktopItems(),
                state.taskbarItems(),
                state.systemTrayItems(),
                theme,
                state.metadata(),
                state.revision() + 1);
    }
}
