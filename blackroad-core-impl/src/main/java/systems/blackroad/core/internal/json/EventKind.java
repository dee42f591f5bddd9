package systems.blackroad.core.internal.json;

import java.util.Set;
import java.util.function.Function;
import systems.blackroad.api.event.OsEvent;

/**
 * A kind of event, as it is read.
 *
 * @param type its name on the wire
 * @param fields the fields of its {@code data}
 * @param read makes the event of its {@code data}
 */
record EventKind(String type, Set<String> fields, Function<Node, OsEvent> read) {

    static EventKind of(String type, Function<Node, OsEvent> read, String... fields) {
        return new EventKind(type, Set.of(fields), read);
    }
}
