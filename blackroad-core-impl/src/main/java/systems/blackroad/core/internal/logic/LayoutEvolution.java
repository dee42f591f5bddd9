package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.LayoutHistory.Change;
import systems.blackroad.api.session.LayoutHistory.Step;
import systems.blackroad.api.session.LayoutMemory;
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
        WindowStack arranged = arranged(event.windows());
        return noted(state, arranged, WindowEvolution.focused(arranged, event.focus()));
    }

    @Override
    public OsState layoutUndone(LayoutEvent.LayoutUndone event) {
        return turned(event.windows(), event.focus(), event.step(), state.revision() + 1);
    }

    @Override
    public OsState layoutRedone(LayoutEvent.LayoutRedone event) {
        return turned(event.windows(), event.focus(), event.step(), 0);
    }

    @Override
    public OsState layoutSaved(LayoutEvent.LayoutSaved event) {
        return state.next(state.memory().withSaved(event.layout()));
    }

    @Override
    public OsState layoutDeleted(LayoutEvent.LayoutDeleted event) {
        return state.next(state.memory().withoutSaved(event.name()));
    }

    private OsState turned(List<LayoutEvent.Arranged> windows, Focus focus, long step, long undoneAt) {
        LayoutMemory memory = state.memory();
        return state.next(
                WindowEvolution.focused(arranged(windows), focus),
                state.workspaces(),
                memory.withHistory(memory.history().marked(step, undoneAt)));
    }

    private WindowStack arranged(List<LayoutEvent.Arranged> windows) {
        WindowStack stack = state.stack();
        for (LayoutEvent.Arranged arranged : windows) {
            stack = stack.changed(arranged.window(), window -> window.withLayout(arranged.layout()));
        }
        return stack;
    }

    /**
     * The state after its windows were arranged, each at its place, and then restacked to {@code after}, with a step of all
     * that is arranged otherwise, in the order of {@code after}; what changes more windows than a history holds cannot be
     * undone.
     */
    static OsState noted(OsState state, WindowStack arranged, WindowStack after) {
        List<Change> changes = new ArrayList<>(1);
        for (int i = 0; i < arranged.size(); i++) {
            Window before = state.stack().get(i);
            Window window = arranged.get(i);
            if (before != window && !before.layout().equals(window.layout())) {
                changes.add(new Change(window.id(), before.layout(), window.layout()));
            }
        }
        changes.sort(Comparator.comparingInt(change -> after.indexOf(change.window())));
        LayoutMemory memory = state.memory();
        boolean kept = !changes.isEmpty() && changes.size() <= LayoutHistory.MAX_CHANGES;
        return state.next(
                after,
                state.workspaces(),
                kept ? memory.withHistory(memory.history().with(new Step(state.revision() + 1, changes, 0))) : memory);
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
