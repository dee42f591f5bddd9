package systems.blackroad.core.internal.json;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.WindowId;

/** Reads commands about windows. */
final class WindowCommandReader {

    static final List<CommandKind> KINDS = List.of(
            CommandKind.of(
                    "open_window",
                    node -> new WindowCommand.OpenWindow(
                            node.value("app_id", AppId::of), node.optionalText("title"), Map.of()),
                    "app_id",
                    "title"),
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
                    "title"));

    private WindowCommandReader() {}

    private static WindowId window(Node node) {
        return node.value("window_id", WindowId::of);
    }

    private static CommandKind ofWindow(String type, Function<WindowId, OsCommand> form) {
        return CommandKind.of(type, node -> form.apply(window(node)), "window_id");
    }
}
