package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.OsState;

/** The payloads in which events and snapshots are stored. */
public final class StoredFormats {

    /** The version in which events are written. */
    public static final int EVENT_VERSION = 1;

    private static final String SNAPSHOT_TYPE = "os_state";
    /** Like version 1, which is plain JSON, but deflated. */
    private static final int SNAPSHOT_VERSION = 2;

    private static final Map<String, EventKind> EVENTS = Stream.of(
                    SessionEventReader.KINDS,
                    WindowEventReader.KINDS,
                    LayoutEventReader.KINDS,
                    DesktopEventReader.KINDS)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(EventKind::type, Function.identity()));

    private StoredFormats() {}

    /**
     * A snapshot's content.
     *
     * @param state the state
     * @param clients the highest applied sequence of each remembered client, the one that applied longest ago first
     */
    public record Snapshot(OsState state, Map<ClientId, Long> clients) {}

    /** The event as it is stored. */
    public static Payload event(OsEvent event) {
        Form form = event.accept(EventForms.INSTANCE);
        return Payload.of(form.type(), EVENT_VERSION, Form.bytes(form.fields()));
    }

    /**
     * The stored event, or nothing if this version of the library does not know its type or version.
     *
     * @throws RefusedException with code {@code SESSION_UNREADABLE} if it is known but damaged
     */
    public static Optional<OsEvent> readEvent(Payload payload) {
        EventKind kind = payload.version() == EVENT_VERSION ? EVENTS.get(payload.type()) : null;
        return kind == null
                ? Optional.empty()
                : Optional.of(read(payload, json -> kind.read().apply(Node.object(json, "", kind.fields()))));
    }

    /** The snapshot as it is stored. */
    public static Payload snapshot(Snapshot snapshot) {
        byte[] json = Form.bytes(out -> {
            Form.field(out, "state", fields -> StateWriter.state(fields, snapshot.state()));
            MemoryForms.history(out, snapshot.state().memory().history());
            Form.list(out, "clients", snapshot.clients().entrySet(), (element, client) -> {
                element.writeStartObject();
                element.writeStringField("client_id", client.getKey().value());
                element.writeNumberField("seq", client.getValue());
                element.writeEndObject();
            });
        });
        return Payload.of(SNAPSHOT_TYPE, SNAPSHOT_VERSION, Deflated.of(json));
    }

    /**
     * The stored snapshot, or nothing if this version of the library does not know its type or version.
     *
     * @throws RefusedException with code {@code SESSION_UNREADABLE} if it is known but damaged
     */
    public static Optional<Snapshot> readSnapshot(Payload payload) {
        if (!payload.type().equals(SNAPSHOT_TYPE) || payload.version() > SNAPSHOT_VERSION) {
            return Optional.empty();
        }
        return Optional.of(read(payload, json -> {
            Node node = Node.object(json, "", Set.of("state", "history", "clients"));
            Map<ClientId, Long> clients = new LinkedHashMap<>();
            node.objects(
                    "clients",
                    Set.of("client_id", "seq"),
                    client -> clients.put(client.value("client_id", ClientId::of), client.number("seq")));
            return new Snapshot(StateReader.state(json.path("state"), "state", MemoryReader.history(node)), clients);
        }));
    }

    private static <T> T read(Payload payload, Function<JsonNode, T> reader) {
        try {
            return reader.apply(StrictReader.STORED.tree(json(payload)));
        } catch (RefusedException e) {
            throw new RefusedException(
                    ErrorCode.SESSION_UNREADABLE,
                    "stored document " + payload + " is damaged; restore the session from a backup",
                    e);
        }
    }

    private static byte[] json(Payload payload) {
        return payload.type().equals(SNAPSHOT_TYPE) && payload.version() == SNAPSHOT_VERSION
                ? Deflated.inflate(payload.bytes(), StrictReader.STORED.maxLength())
                : payload.bytes();
    }
}
