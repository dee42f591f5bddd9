package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.List;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.OsState.Workspaces;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

/**
 * Applies events of arrangement and workspaces to a state.
 *
 * @param state the state before
 */
record LayoutEvolution(OsState state) implements LayoutEvent.Visitor<OsState> {

    @Override
    public OsState windowsArranged(LayoutEvent.WindowsArranged event) {
        WindowStack stack = state.stack();
        for (LayoutEvent.Arranged arranged : event.windows()) {
            stack = stack.changed(arranged.window(), window -> window.withLayout(arranged.layout()));
        }
        return state.next(WindowEvolution.focused(stack, event.focus()), state.workspaces());
    }

    @Override
    public OsState workspaceAdded(LayoutEvent.WorkspaceAdded event) {
        List<Workspace> list = new ArrayList<>(state.workspaces().list());
        list.add(event.workspace());
        return state.next(state.stack(), new Workspaces(list, state.workspaces().current()));
    }

    @Override
    public OsState workspaceRemoved(LayoutEvent.WorkspaceRemoved event) {
        List<Workspace> list = new ArrayList<>(state.workspaces().list());
        list.remove(requirePlace(event.workspace()));
        WindowStack stack = moved(state.stack(), event.workspace(), event.neighbour());
        return state.next(WindowEvolution.focused(stack, event.focus()), new Workspaces(list, event.current()));
    }

    @Override
    public OsState workspaceRenamed(LayoutEvent.WorkspaceRenamed event) {
        List<Workspace> list = new ArrayList<>(state.workspaces().list());
        list.set(requirePlace(event.workspace()), new Workspace(event.workspace(), event.name()));
        return state.next(state.stack(), new Workspaces(list, state.workspaces().current()));
    }

    @Override
    public OsState workspaceSwitched(LayoutEvent.WorkspaceSwitched event) {
        return state.next(
                WindowEvolution.focused(state.stack(), event.focus()),
                new Workspaces(state.workspaces().list(), event.workspace()));
    }

    /** The windows, with all that were on one workspace on another. */
    static WindowStack moved(WindowStack stack, WorkspaceId from, WorkspaceId to) {
        WindowStack after = stack;
        for (Window window : stack.windows()) {
            WindowLayout layout = window.layout();
            if (layout.workspace().equals(from)) {
                after = after.changed(window.id(), each -> each.withLayout(layout.withWorkspace(to, layout.sticky())));
            }
        }
        return after;
    }

    private int requirePlace(WorkspaceId id) {
        int place = state.workspaces().indexOf(id);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "session " + state.session().id() + " has no workspace " + id + " at revision " + state.revision());
        }
        return place;
    }
}
