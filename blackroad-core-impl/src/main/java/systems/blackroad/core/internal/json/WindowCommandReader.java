package systems.blackroad.core.internal.json;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowOptions;

/** Reads commands about windows. */
final class WindowCommandReader {

    static final List<CommandKind> KINDS = List.of(
            CommandKind.of(
                    "open_window",
                    node -> new WindowCommand.OpenWindow(
                            node.value("app_id", AppId::of),
                            node.optionalText("title"),
                            node.isAbsent("metadata") ? Map.of() : node.map("metadata"),
                            options(node)),
                    "app_id",
                    "title",
                    "metadata",
                    "position",
                    "size",
                    "min_size",
                    "max_size",
                    "parent_id",
                    "modal",
                    "focusable",
                    "layer"),
            ofWindow("close_window", WindowCommand.CloseWindow::new),
            ofWindow("focus_window", WindowCommand.FocusWindow::new),
            ofWindow("minimize_window", WindowCommand.MinimizeWindow::new),
            ofWindow("maximize_window", WindowCommand.MaximizeWindow::new),
            ofWindow("restore_window", WindowCommand.RestoreWindow::new),
            CommandKind.of(
                    "move_window",
                    node -> new WindowCommand.MoveWindow(window(node), node.position("position")),
                    "window_id",
                    "position"),
            CommandKind.of(
                    "resize_window",
                    node -> new WindowCommand.ResizeWindow(
                            window(node), node.size("size"), node.optionalPosition("position")),
                    "window_id",
                    "size",
                    "position"),
            CommandKind.of(
                    "rename_window",
                    node -> new WindowCommand.RenameWindow(window(node), node.text("title")),
                    "window_id",
                    "title"),
            CommandKind.of(
                    "set_notice",
                    node -> new WindowCommand.SetNotice(window(node), WindowReader.notice(node)),
                    "window_id",
                    "badge",
                    "progress",
                    "busy",
                    "urgent"),
            CommandKind.of(
                    "set_window_metadata",
                    node -> new WindowCommand.SetWindowMetadata(
                            window(node), node.text("key"), node.optionalText("value")),
                    "window_id",
                    "key",
                    "value"));

    private WindowCommandReader() {}

    private static WindowOptions options(Node node) {
        return new WindowOptions(
                node.optionalPosition("position"),
                WindowReader.optionalSize(node, "size"),
                WindowReader.optionalSize(node, "min_size"),
                WindowReader.optionalSize(node, "max_size"),
                node.optional("parent_id", WindowId::of),
                node.flag("modal", false),
                node.flag("focusable", true),
                node.isAbsent("layer") ? null : node.constant("layer", WindowLayer.class));
    }

    private static WindowId window(Node node) {
        return node.value("window_id", WindowId::of);
    }

    private static CommandKind ofWindow(String type, Function<WindowId, OsCommand> form) {
        return CommandKind.of(type, node -> form.apply(window(node)), "window_id");
    }
}
