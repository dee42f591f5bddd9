package systems.blackroad.core.internal.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import systems.blackroad.api.session.OsCommand;

/**
 * A kind of command, as it is read.
 *
 * @param type its name on the wire
 * @param fields its fields, among them {@code type}
 * @param read makes the command of them
 */
record CommandKind(String type, Set<String> fields, Function<Node, OsCommand> read) {

    static CommandKind of(String type, Function<Node, OsCommand> read, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("type");
        return new CommandKind(type, Set.copyOf(all), read);
    }
}
