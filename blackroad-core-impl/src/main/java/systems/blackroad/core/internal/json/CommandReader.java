package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsCommand;

/** Reads commands as clients send them. */
public final class CommandReader {

    private static final Map<String, CommandKind> KINDS = Stream.of(
                    SessionCommandReader.KINDS,
                    WindowCommandReader.KINDS,
                    LayoutCommandReader.KINDS,
                    DesktopCommandReader.KINDS)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(CommandKind::type, Function.identity()));

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
        CommandKind kind = type == null || !type.isTextual() ? null : KINDS.get(type.textValue());
        if (kind == null) {
            throw Node.invalid(
                    place,
                    "must be one of "
                            + String.join(", ", KINDS.keySet().stream().sorted().toList()) + "; correct it");
        }
        return kind.read().apply(Node.object(json, path, kind.fields()));
    }
}
