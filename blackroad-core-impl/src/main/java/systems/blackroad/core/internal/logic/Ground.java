package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WorkspaceId;

/**
 * What all laws of windows stand on: finding a window, raising it, refusing.
 *
 * @param state the state that a command is decided on
 */
record Ground(OsState state) {

    Scene scene() {
        return new Scene(state.stack(), state.workspaces().current());
    }

    /** The ruling on a window, or that there is none. */
    Ruling of(WindowId id, Function<Window, Ruling> rule) {
        int index = state.stack().indexOf(id);
        return index >= 0
                ? rule.apply(state.stack().get(index))
                : Ruling.refused(
                        ErrorCode.WINDOW_NOT_FOUND,
                        subject(id) + " is not open at revision " + state.revision() + "; read the state again");
    }

    /** That nothing above a window may be minimized where it is to be seen. */
    @Nullable
    Ruling hiddenByParent(Window window) {
        if (window.parent() == null) {
            return null;
        }
        Scene scene = scene();
        return scene.isBelowMinimized(scene.indexOf(window.id()))
                ? Ruling.refused(
                        ErrorCode.WINDOW_MINIMIZED,
                        subject(window.id()) + " belongs to a minimized one; restore that first")
                : null;
    }

    /** Changes a window, raises its focus target and gives that the focus; first shows its workspace. */
    Ruling raising(Window window, UnaryOperator<Window> change, Function<Focus, OsEvent> event) {
        Ruling hidden = hiddenByParent(window);
        if (hidden != null) {
            return hidden;
        }
        List<OsEvent> events = new ArrayList<>(2);
        Ground ground = revealed(window, events);
        WindowStack before = ground.state.stack();
        WindowStack after = before.changed(window.id(), change);
        Scene scene = new Scene(after, ground.state.workspaces().current());
        Focus focus = scene.raise(scene.indexOf(window.id()));
        boolean same = focus.restacked().isEmpty()
                && Objects.equals(focus.active(), before.active())
                && (after == before || after.equals(before));
        if (!same) {
            events.add(event.apply(focus));
        }
        return events.isEmpty() ? Ruling.NOTHING : new Ruling.Happens(events, null);
    }

    /** The ground on which the window's workspace is shown; the switch, if it takes one, is added to {@code events}. */
    Ground revealed(Window window, List<OsEvent> events) {
        if (window.layout().isOn(state.workspaces().current())) {
            return this;
        }
        OsEvent switched = switched(window.layout().workspace());
        events.add(switched);
        return new Ground(Evolution.evolve(state, switched));
    }

    OsEvent switched(WorkspaceId workspace) {
        return new LayoutEvent.WorkspaceSwitched(
                workspace,
                new Scene(state.stack(), workspace).settle(state.stack().active(), null));
    }

    String subject(WindowId id) {
        return "window " + id + " of session " + state.session().id();
    }
}
