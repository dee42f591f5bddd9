package systems.blackroad.api.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WorkspaceId;

/** A command about how windows are arranged, and about workspaces. */
public sealed interface LayoutCommand extends OsCommand {

    /** Calls the method of {@code visitor} that is named after this command's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsCommand.Visitor<R> visitor) {
        return visitor.layout(this);
    }

    /** A command about one window. */
    sealed interface OfWindow extends LayoutCommand {
        /** The window that the command is about. */
        WindowId window();
    }

    /** A command about one workspace. */
    sealed interface OfWorkspace extends LayoutCommand {
        /** The workspace that the command is about. */
        WorkspaceId workspace();
    }

    /** Lets a window fill a zone of the work area, raises it and makes it active. */
    record SnapWindow(WindowId window, SnapZone zone) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public SnapWindow {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(zone, "zone");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.snapWindow(this);
        }
    }

    /** Lets a window fill the screen, raised and active, or no longer. */
    record SetFullscreen(WindowId window, boolean fullscreen) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public SetFullscreen {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setFullscreen(this);
        }
    }

    /** Moves a window's group to another layer. */
    record SetLayer(WindowId window, WindowLayer layer) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public SetLayer {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(layer, "layer");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setLayer(this);
        }
    }

    /** Moves a window's group to another workspace. */
    record MoveToWorkspace(WindowId window, WorkspaceId workspace) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public MoveToWorkspace {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(workspace, "workspace");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.moveToWorkspace(this);
        }
    }

    /** Shows a window's group on every workspace, or on the current one only. */
    record SetSticky(WindowId window, boolean sticky) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public SetSticky {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setSticky(this);
        }
    }

    /** Adds a workspace after the others. */
    record AddWorkspace(String name) implements LayoutCommand {

        /** Checks that the parts that must be there are. */
        public AddWorkspace {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.addWorkspace(this);
        }
    }

    /** Removes a workspace; its windows go to its neighbour. */
    record RemoveWorkspace(WorkspaceId workspace) implements OfWorkspace {

        /** Checks that the parts that must be there are. */
        public RemoveWorkspace {
            Objects.requireNonNull(workspace, "workspace");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.removeWorkspace(this);
        }
    }

    /** Gives a workspace another name. */
    record RenameWorkspace(WorkspaceId workspace, String name) implements OfWorkspace {

        /** Checks that the parts that must be there are. */
        public RenameWorkspace {
            Objects.requireNonNull(workspace, "workspace");
            Objects.requireNonNull(name, "name");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.renameWorkspace(this);
        }
    }

    /** Shows another workspace; its most recently active window becomes active. */
    record SwitchWorkspace(WorkspaceId workspace) implements OfWorkspace {

        /** Checks that the parts that must be there are. */
        public SwitchWorkspace {
            Objects.requireNonNull(workspace, "workspace");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.switchWorkspace(this);
        }
    }

    /**
     * Takes back a change of how windows are arranged.
     *
     * @param revision that of the change's event, or null for the latest one that can be taken back
     */
    record UndoLayout(@Nullable Long revision) implements LayoutCommand {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.undoLayout(this);
        }
    }

    /**
     * Brings back a change that was taken back.
     *
     * @param revision that of the change's event, or null for the one that was taken back last
     */
    record RedoLayout(@Nullable Long revision) implements LayoutCommand {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.redoLayout(this);
        }
    }

    /** Saves how all windows are shown under a name, in place of what had that name. */
    record SaveLayout(String name) implements LayoutCommand {

        /** Checks that the parts that must be there are. */
        public SaveLayout {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.saveLayout(this);
        }
    }

    /** Shows the windows that are open as they were when a layout was saved; opens and closes none. */
    record RestoreLayout(String name) implements LayoutCommand {

        /** Checks that the parts that must be there are. */
        public RestoreLayout {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.restoreLayout(this);
        }
    }

    /** Forgets a saved layout. */
    record DeleteLayout(String name) implements LayoutCommand {

        /** Checks that the parts that must be there are. */
        public DeleteLayout {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.deleteLayout(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link SnapWindow}. */
        R snapWindow(SnapWindow command);

        /** For {@link SetFullscreen}. */
        R setFullscreen(SetFullscreen command);

        /** For {@link SetLayer}. */
        R setLayer(SetLayer command);

        /** For {@link MoveToWorkspace}. */
        R moveToWorkspace(MoveToWorkspace command);

        /** For {@link SetSticky}. */
        R setSticky(SetSticky command);

        /** For {@link AddWorkspace}. */
        R addWorkspace(AddWorkspace command);

        /** For {@link RemoveWorkspace}. */
        R removeWorkspace(RemoveWorkspace command);

        /** For {@link RenameWorkspace}. */
        R renameWorkspace(RenameWorkspace command);

        /** For {@link SwitchWorkspace}. */
        R switchWorkspace(SwitchWorkspace command);

        /** For {@link UndoLayout}. */
        R undoLayout(UndoLayout command);

        /** For {@link RedoLayout}. */
        R redoLayout(RedoLayout command);

        /** For {@link SaveLayout}. */
        R saveLayout(SaveLayout command);

        /** For {@link RestoreLayout}. */
        R restoreLayout(RestoreLayout command);

        /** For {@link DeleteLayout}. */
        R deleteLayout(DeleteLayout command);
    }
}
