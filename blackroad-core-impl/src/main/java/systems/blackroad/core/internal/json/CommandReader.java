package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.WindowId;

/** Reads commands as clients send them. */
public final class CommandReader {

    private static final Map<String, Kind> KINDS = Map.of(
            "open_window",
            kind(
                    Set.of("app_id", "title"),
                    node -> new OsCommand.OpenWindow(
                            node.value("app_id", AppId::of), node.optionalText("title"), Map.of())),
            "close_window",
            ofWindow(OsCommand.CloseWindow::new),
            "focus_window",
            ofWindow(OsCommand.FocusWindow::new),
            "minimize_window",
            ofWindow(OsCommand.MinimizeWindow::new),
            "maximize_window",
            ofWindow(OsCommand.MaximizeWindow::new),
            "restore_window",
            ofWindow(OsCommand.RestoreWindow::new),
            "move_window",
            kind(
                    Set.of("window_id", "position"),
                    node -> new OsCommand.MoveWindow(window(node), node.position("position"))),
            "resize_window",
            kind(
                    Set.of("window_id", "size", "position"),
                    node -> new OsCommand.ResizeWindow(
                            window(node), node.size("size"), node.optionalPosition("position"))),
            "rename_window",
            kind(Set.of("window_id", "title"), node -> new OsCommand.RenameWindow(window(node), node.text("title"))),
            "set_theme",
            kind(Set.of("theme"), node -> new OsCommand.SetTheme(node.value("theme", Theme::of))));

    private CommandReader() {}

    /** A posted command list. */
    public record Body(CommandId id, List<OsCommand> commands) {}

    /** One command, or an array of them. */
    public static List<OsCommand> commands(String json) {
        JsonNode tree = StrictReader.OUTSIDE.tree(json);
        return tree.isArray() ? commands(tree, "") : List.of(command(tree, ""));
    }

    /** {@code client_id}, {@code seq} and {@code commands}. */
    public static Body body(byte[] json) {
        Node node = Node.object(StrictReader.OUTSIDE.tree(json), "", Set.of("client_id", "seq", "commands"));
        ClientId client = node.value("client_id", ClientId::of);
        long sequence = node.number("seq");
        CommandId id = node.made("seq", () -> new CommandId(client, sequence));
        return new Body(id, commands(node.array("commands"), "commands"));
    }

    private static List<OsCommand> commands(JsonNode array, String path) {
        if (array.isEmpty() || array.size() > CommandEnvelope.MAX_COMMANDS) {
            throw Node.invalid(
                    path,
                    "must list 1 to " + CommandEnvelope.MAX_COMMANDS + " commands, got " + array.size()
                            + "; send them in several lists");
        }
        List<OsCommand> commands = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            commands.add(command(array.get(i), path + "[" + i + "]"));
        }
        return commands;
    }

    private static OsCommand command(JsonNode json, String path) {
        String place = path.isEmpty() ? "type" : path + ".type";
        JsonNode type = json.get("type");
        Kind kind = type == null || !type.isTextual() ? null : KINDS.get(type.textValue());
        if (kind == null) {
            throw Node.invalid(
                    place,
                    "must be one of "
                            + String.join(", ", KINDS.keySet().stream().sorted().toList()) + "; correct it");
        }
        return kind.read().apply(Node.object(json, path, kind.fields()));
    }

    private static WindowId window(Node node) {
        return node.value("window_id", WindowId::of);
    }

    private static Kind ofWindow(Function<WindowId, OsCommand> form) {
        return kind(Set.of("window_id"), node -> form.apply(window(node)));
    }

    private static Kind kind(Set<String> fields, Function<Node, OsCommand> read) {
        List<String> all = new ArrayList<>(fields);
        all.add("type");
        return new Kind(Set.copyOf(all), read);
    }

    private record Kind(Set<String> fields, Function<Node, OsCommand> read) {}
}
