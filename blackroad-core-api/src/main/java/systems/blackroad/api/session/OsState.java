package systems.blackroad.api.session;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

/**
 * A session's whole desktop at one revision: an immutable value, equal by content, safe to share between threads.
 *
 * @param session whose desktop it is
 * @param status whether it still accepts commands
 * @param control who has it in hand
 * @param stack its windows
 * @param workspaces its workspaces
 * @param memory what it remembers of how its windows were arranged
 * @param desktop what lies around the windows
 * @param metadata the application's own small facts, as text
 * @param revision the number of the last event that is part of this state, from 1
 */
public record OsState(
        UserSession session,
        SessionStatus status,
        SessionControl control,
        WindowStack stack,
        Workspaces workspaces,
        LayoutMemory memory,
        Desktop desktop,
        Map<String, String> metadata,
        long revision) {

    /**
     * Copies the map. What windows and workspaces each hold is checked by their own types.
     *
     * @throws IllegalArgumentException if the revision is below 1
     */
    public OsState {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(control, "control");
        Objects.requireNonNull(stack, "stack");
        Objects.requireNonNull(workspaces, "workspaces");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(desktop, "desktop");
        metadata = Map.copyOf(metadata);
        if (revision < 1) {
            throw new IllegalArgumentException(
                    "revision of session " + session.id() + " must be at least 1, got " + revision);
        }
    }

    /** The windows in stacking order, the bottom one first; a window's place in this list is its z-index. */
    public List<Window> windows() {
        return stack.windows();
    }

    /** The window that has the focus, or null. */
    public @Nullable WindowId activeWindowId() {
        return stack.active();
    }

    /** Every window once, from the most to the least recently active. */
    public List<WindowId> focusOrder() {
        return stack.focusOrder();
    }

    /** The window of this id, if it is open. Costs a scan of the windows. */
    public Optional<Window> findWindow(WindowId id) {
        int index = stack.indexOf(id);
        return index < 0 ? Optional.empty() : Optional.of(stack.windows().get(index));
    }

    /** The window that has the focus, if any has. */
    public Optional<Window> activeWindow() {
        WindowId active = stack.active();
        return active == null ? Optional.empty() : findWindow(active);
    }

    /** The window's place in the stacking order, 0 at the bottom, or -1 if it is not open. */
    public int zIndex(WindowId id) {
        return stack.indexOf(id);
    }

    /** Whether the window is open, on the current workspace, and neither it nor a window above it is minimized. */
    public boolean isVisible(WindowId id) {
        Optional<Window> window = findWindow(id);
        if (window.isEmpty() || !window.get().layout().isOn(workspaces.current())) {
            return false;
        }
        while (window.isPresent() && !window.get().isMinimized()) {
            WindowId parent = window.get().parent();
            window = parent == null ? Optional.empty() : findWindow(parent);
        }
        return window.isEmpty();
    }

    /** The next state with these windows and workspaces. */
    public OsState next(WindowStack newStack, Workspaces newWorkspaces) {
        return next(newStack, newWorkspaces, memory);
    }

    /** The next state with these windows, workspaces and memory. */
    public OsState next(WindowStack newStack, Workspaces newWorkspaces, LayoutMemory newMemory) {
        return new OsState(
                session, status, control, newStack, newWorkspaces, newMemory, desktop, metadata, revision + 1);
    }

    /** The next state with this memory. */
    public OsState next(LayoutMemory newMemory) {
        return next(stack, workspaces, newMemory);
    }

    /** The next state with this status and control. */
    public OsState next(SessionStatus newStatus, SessionControl newControl) {
        return new OsState(session, newStatus, newControl, stack, workspaces, memory, desktop, metadata, revision + 1);
    }

    /** The next state with this desktop. */
    public OsState next(Desktop newDesktop) {
        return new OsState(session, status, control, stack, workspaces, memory, newDesktop, metadata, revision + 1);
    }

    /** The next state of a session that took another name or other facts. */
    public OsState next(UserSession newSession) {
        return new OsState(newSession, status, control, stack, workspaces, memory, desktop, metadata, revision + 1);
    }

    /**
     * A session's workspaces in order.
     *
     * @param list all of them, at least one
     * @param current the one that is shown
     */
    public record Workspaces(List<Workspace> list, WorkspaceId current) {

        /** The one workspace of a session that has just opened. */
        public static final Workspaces INITIAL = new Workspaces(List.of(Workspace.FIRST), Workspace.FIRST.id());

        /**
         * Copies the list and checks that the parts agree.
         *
         * @throws IllegalArgumentException if an id occurs twice or the current one is missing
         */
        public Workspaces {
            list = List.copyOf(list);
            Set<WorkspaceId> ids = new HashSet<>();
            for (Workspace workspace : list) {
                if (!ids.add(workspace.id())) {
                    throw new IllegalArgumentException("workspace " + workspace.id() + " is listed twice");
                }
            }
            if (!ids.contains(current)) {
                throw new IllegalArgumentException("current workspace " + current + " is not listed");
            }
        }

        /** The place of the workspace in the list, or -1. */
        public int indexOf(WorkspaceId id) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).id().equals(id)) {
                    return i;
                }
            }
            return -1;
        }
    }
}
