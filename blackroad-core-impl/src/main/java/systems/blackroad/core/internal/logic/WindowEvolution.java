package systems.blackroad.core.internal.logic;

import java.util.function.UnaryOperator;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowState;

/**
 * Applies events of windows to a state.
 *
 * @param state the state before
 */
record WindowEvolution(OsState state) implements WindowEvent.Visitor<OsState> {

    /** The windows as {@code focus} leaves them. */
    static WindowStack focused(WindowStack stack, Focus focus) {
        return stack.restacked(focus.restacked()).focused(focus.active());
    }

    @Override
    public OsState windowOpened(WindowEvent.WindowOpened event) {
        return next(focused(state.stack().opened(event.window()), event.focus()));
    }

    @Override
    public OsState windowClosed(WindowEvent.WindowClosed event) {
        WindowStack before = state.stack();
        WindowStack after = focused(before.closed(event.window()), event.focus());
        return state.next(after, state.workspaces(), state.memory().closed(before.get(before.indexOf(event.window()))));
    }

    @Override
    public OsState windowFocused(WindowEvent.WindowFocused event) {
        return next(focused(state.stack(), event.focus()));
    }

    @Override
    public OsState windowMinimized(WindowEvent.WindowMinimized event) {
        return shown(event.window(), WindowState.MINIMIZED, event.focus());
    }

    @Override
    public OsState windowMaximized(WindowEvent.WindowMaximized event) {
        return shown(event.window(), WindowState.MAXIMIZED, event.focus());
    }

    @Override
    public OsState windowRestored(WindowEvent.WindowRestored event) {
        return shown(event.window(), event.state(), event.focus());
    }

    @Override
    public OsState windowMoved(WindowEvent.WindowMoved event) {
        return bounded(event.window(), layout -> layout.withBounds(event.position(), layout.size()));
    }

    @Override
    public OsState windowResized(WindowEvent.WindowResized event) {
        return bounded(event.window(), layout -> layout.withBounds(event.position(), event.size()));
    }

    @Override
    public OsState windowRenamed(WindowEvent.WindowRenamed event) {
        return changed(event.window(), window -> window.withTitle(event.title()));
    }

    @Override
    public OsState windowNoticed(WindowEvent.WindowNoticed event) {
        return changed(event.window(), window -> window.withNotice(event.notice()));
    }

    @Override
    public OsState windowMetadataChanged(WindowEvent.WindowMetadataChanged event) {
        return changed(
                event.window(),
                window -> window.withMetadata(WindowRules.withKey(window.metadata(), event.key(), event.value())));
    }

    private OsState shown(WindowId window, WindowState to, Focus focus) {
        WindowStack arranged = arranged(window, layout -> layout.withState(to));
        return LayoutEvolution.noted(state, arranged, focused(arranged, focus));
    }

    private OsState bounded(WindowId window, UnaryOperator<WindowLayout> change) {
        WindowStack arranged = arranged(window, change);
        return LayoutEvolution.noted(state, arranged, arranged);
    }

    private WindowStack arranged(WindowId window, UnaryOperator<WindowLayout> change) {
        return state.stack().changed(window, each -> each.withLayout(change.apply(each.layout())));
    }

    private OsState changed(WindowId window, UnaryOperator<Window> change) {
        return next(state.stack().changed(window, change));
    }

    private OsState next(WindowStack stack) {
        return state.next(stack, state.workspaces());
    }
}
