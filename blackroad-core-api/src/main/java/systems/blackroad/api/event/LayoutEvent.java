package systems.blackroad.api.event;

import java.util.List;
import java.util.Objects;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

/** Something that happened to the arrangement of windows, or to workspaces. */
public sealed interface LayoutEvent extends OsEvent {

    /** Calls the method of {@code visitor} that is named after this event's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsEvent.Visitor<R> visitor) {
        return visitor.layout(this);
    }

    /** What was asked for when windows were arranged. */
    enum Reason {
        /** A window was snapped. */
        SNAP,
        /** A window left fullscreen or its snap zone. */
        RESTORE,
        /** A window entered or left fullscreen. */
        FULLSCREEN,
        /** A group changed its layer. */
        LAYER,
        /** A group moved to another workspace. */
        WORKSPACE,
        /** A group became or ceased to be sticky. */
        STICKY,
        /** A saved layout was restored. */
        LAYOUT
    }

    /**
     * How one window is shown now.
     *
     * @param window the window
     * @param layout all of its layout
     */
    record Arranged(WindowId window, WindowLayout layout) {

        /** Checks that the parts that must be there are. */
        public Arranged {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(layout, "layout");
        }
    }

    /**
     * Windows are shown otherwise.
     *
     * @param reason what was asked for
     * @param windows how each of them is shown now
     * @param focus where that leaves the focus and the stacking order
     */
    record WindowsArranged(Reason reason, List<Arranged> windows, Focus focus) implements LayoutEvent {

        /** Copies the list. */
        public WindowsArranged {
            Objects.requireNonNull(reason, "reason");
            windows = List.copyOf(windows);
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowsArranged(this);
        }
    }

    /** A workspace was added after the others. */
    record WorkspaceAdded(Workspace workspace) implements LayoutEvent {

        /** Checks that the parts that must be there are. */
        public WorkspaceAdded {
            Objects.requireNonNull(workspace, "workspace");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.workspaceAdded(this);
        }
    }

    /**
     * A workspace was removed.
     *
     * @param workspace the removed one
     * @param neighbour where its windows are now
     * @param current the current workspace now
     * @param focus where that leaves the focus and the stacking order
     */
    record WorkspaceRemoved(WorkspaceId workspace, WorkspaceId neighbour, WorkspaceId current, Focus focus)
            implements LayoutEvent {

        /** Checks that the parts that must be there are. */
        public WorkspaceRemoved {
            Objects.requireNonNull(workspace, "workspace");
            Objects.requireNonNull(neighbour, "neighbour");
            Objects.requireNonNull(current, "current");
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.workspaceRemoved(this);
        }
    }

    /** A workspace took another name. */
    record WorkspaceRenamed(WorkspaceId workspace, String name) implements LayoutEvent {

        /** Checks that the parts that must be there are. */
        public WorkspaceRenamed {
            Objects.requireNonNull(workspace, "workspace");
            Objects.requireNonNull(name, "name");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.workspaceRenamed(this);
        }
    }

    /**
     * Another workspace is current.
     *
     * @param workspace the current one now
     * @param focus where that leaves the focus and the stacking order
     */
    record WorkspaceSwitched(WorkspaceId workspace, Focus focus) implements LayoutEvent {

        /** Checks that the parts that must be there are. */
        public WorkspaceSwitched {
            Objects.requireNonNull(workspace, "workspace");
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.workspaceSwitched(this);
        }
    }

    /**
     * A change of how windows are arranged was taken back.
     *
     * @param step the revision of that change's event
     * @param windows how each window that it concerns is shown now
     * @param focus where that leaves the focus and the stacking order
     */
    record LayoutUndone(long step, List<Arranged> windows, Focus focus) implements LayoutEvent {

        /** Copies the list. */
        public LayoutUndone {
            windows = List.copyOf(windows);
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.layoutUndone(this);
        }
    }

    /**
     * A change that was taken back was brought back.
     *
     * @param step the revision of that change's event
     * @param windows how each window that it concerns is shown now
     * @param focus where that leaves the focus and the stacking order
     */
    record LayoutRedone(long step, List<Arranged> windows, Focus focus) implements LayoutEvent {

        /** Copies the list. */
        public LayoutRedone {
            windows = List.copyOf(windows);
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.layoutRedone(this);
        }
    }

    /** A layout was saved, in place of the one that had its name. */
    record LayoutSaved(SavedLayout layout) implements LayoutEvent {

        /** Checks that the parts that must be there are. */
        public LayoutSaved {
            Objects.requireNonNull(layout, "layout");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.layoutSaved(this);
        }
    }

    /** A saved layout was forgotten. */
    record LayoutDeleted(String name) implements LayoutEvent {

        /** Checks that the parts that must be there are. */
        public LayoutDeleted {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.layoutDeleted(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link WindowsArranged}. */
        R windowsArranged(WindowsArranged event);

        /** For {@link WorkspaceAdded}. */
        R workspaceAdded(WorkspaceAdded event);

        /** For {@link WorkspaceRemoved}. */
        R workspaceRemoved(WorkspaceRemoved event);

        /** For {@link WorkspaceRenamed}. */
        R workspaceRenamed(WorkspaceRenamed event);

        /** For {@link WorkspaceSwitched}. */
        R workspaceSwitched(WorkspaceSwitched event);

        /** For {@link LayoutUndone}. */
        R layoutUndone(LayoutUndone event);

        /** For {@link LayoutRedone}. */
        R layoutRedone(LayoutRedone event);

        /** For {@link LayoutSaved}. */
        R layoutSaved(LayoutSaved event);

        /** For {@link LayoutDeleted}. */
        R layoutDeleted(LayoutDeleted event);
    }
}
