package systems.blackroad.core.internal.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WorkspaceId;

/** Reads commands about arrangement and workspaces. */
final class LayoutCommandReader {

    static final List<CommandKind> KINDS = List.of(
            CommandKind.of(
                    "snap_window",
                    node -> new LayoutCommand.SnapWindow(window(node), node.constant("zone", SnapZone.class)),
                    "window_id",
                    "zone"),
            CommandKind.of(
                    "set_fullscreen",
                    node -> new LayoutCommand.SetFullscreen(window(node), node.flag("fullscreen")),
                    "window_id",
                    "fullscreen"),
            CommandKind.of(
                    "set_layer",
                    node -> new LayoutCommand.SetLayer(window(node), node.constant("layer", WindowLayer.class)),
                    "window_id",
                    "layer"),
            CommandKind.of(
                    "move_to_workspace",
                    node -> new LayoutCommand.MoveToWorkspace(window(node), workspace(node)),
                    "window_id",
                    "workspace_id"),
            CommandKind.of(
                    "set_sticky",
                    node -> new LayoutCommand.SetSticky(window(node), node.flag("sticky")),
                    "window_id",
                    "sticky"),
            CommandKind.of("undo_layout", node -> new LayoutCommand.UndoLayout(revision(node)), "revision"),
            CommandKind.of("redo_layout", node -> new LayoutCommand.RedoLayout(revision(node)), "revision"),
            CommandKind.of("save_layout", node -> new LayoutCommand.SaveLayout(node.text("name")), "name"),
            CommandKind.of("restore_layout", node -> new LayoutCommand.RestoreLayout(node.text("name")), "name"),
            CommandKind.of("delete_layout", node -> new LayoutCommand.DeleteLayout(node.text("name")), "name"),
            CommandKind.of("add_workspace", node -> new LayoutCommand.AddWorkspace(node.text("name")), "name"),
            CommandKind.of(
                    "remove_workspace", node -> new LayoutCommand.RemoveWorkspace(workspace(node)), "workspace_id"),
            CommandKind.of(
                    "rename_workspace",
                    node -> new LayoutCommand.RenameWorkspace(workspace(node), node.text("name")),
                    "workspace_id",
                    "name"),
            CommandKind.of(
                    "switch_workspace", node -> new LayoutCommand.SwitchWorkspace(workspace(node)), "workspace_id"));

    private LayoutCommandReader() {}

    private static WindowId window(Node node) {
        return node.value("window_id", WindowId::of);
    }

    private static @Nullable Long revision(Node node) {
        return node.isAbsent("revision") ? null : node.number("revision");
    }

    private static WorkspaceId workspace(Node node) {
        return node.value("workspace_id", WorkspaceId::of);
    }
}
