package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

/** The payloads in which events and snapshots are stored. */
public final class StoredFormats {

    /** The version in which events are written. */
    public static final int EVENT_VERSION = 1;

    private static final String SNAPSHOT_TYPE = "os_state";
    private static final int SNAPSHOT_VERSION = 1;

    private static final Map<String, Kind> EVENTS = Map.ofEntries(
            kind(
                    "session_opened",
                    StoredFormats::sessionOpened,
                    "session",
                    "desktop_items",
                    "taskbar_items",
                    "system_tray_items",
                    "theme",
                    "metadata"),
            kind("session_ended", node -> new OsEvent.SessionEnded(node.text("reason")), "reason"),
            kind("window_opened", node -> new OsEvent.WindowOpened(StateReader.eventWindow(node)), "window"),
            kind(
                    "window_closed",
                    node -> new OsEvent.WindowClosed(window(node), active(node)),
                    "window_id",
                    "active_window_id"),
            kind(
                    "window_focused",
                    node -> new OsEvent.WindowFocused(window(node), node.integer("z_index")),
                    "window_id",
                    "z_index"),
            kind(
                    "window_minimized",
                    node -> new OsEvent.WindowMinimized(window(node), active(node)),
                    "window_id",
                    "active_window_id"),
            kind(
                    "window_maximized",
                    node -> new OsEvent.WindowMaximized(window(node), node.integer("z_index")),
                    "window_id",
                    "z_index"),
            kind(
                    "window_restored",
                    node -> new OsEvent.WindowRestored(
                            window(node), node.constant("state", WindowState.class), node.integer("z_index")),
                    "window_id",
                    "state",
                    "z_index"),
            kind(
                    "window_moved",
                    node -> new OsEvent.WindowMoved(window(node), node.position("position")),
                    "window_id",
                    "position"),
            kind(
                    "window_resized",
                    node -> new OsEvent.WindowResized(window(node), node.position("position"), node.size("size")),
                    "window_id",
                    "position",
                    "size"),
            kind(
                    "window_renamed",
                    node -> new OsEvent.WindowRenamed(window(node), node.text("title")),
                    "window_id",
                    "title"),
            kind("theme_changed", node -> new OsEvent.ThemeChanged(node.value("theme", Theme::of)), "theme"));

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
        return Payload.ofJson(form.type(), EVENT_VERSION, Form.object(form.fields()));
    }

    /**
     * The stored event, or nothing if this version of the library does not know its type or version.
     *
     * @throws RefusedException with code {@code SESSION_UNREADABLE} if it is known but damaged
     */
    public static Optional<OsEvent> readEvent(Payload payload) {
        Kind kind = payload.version() == EVENT_VERSION ? EVENTS.get(payload.type()) : null;
        return kind == null
                ? Optional.empty()
                : Optional.of(read(payload, json -> kind.read().apply(Node.object(json, "", kind.fields()))));
    }

    /** The snapshot as it is stored. */
    public static Payload snapshot(Snapshot snapshot) {
        return Payload.ofJson(SNAPSHOT_TYPE, SNAPSHOT_VERSION, Form.object(out -> {
            Form.field(out, "state", fields -> StateWriter.state(fields, snapshot.state()));
            Form.list(out, "clients", snapshot.clients().entrySet(), (element, client) -> {
                element.writeStartObject();
                element.writeStringField("client_id", client.getKey().value());
                element.writeNumberField("seq", client.getValue());
                element.writeEndObject();
            });
        }));
    }

    /**
     * The stored snapshot, or nothing if this version of the library does not know its type or version.
     *
     * @throws RefusedException with code {@code SESSION_UNREADABLE} if it is known but damaged
     */
    public static Optional<Snapshot> readSnapshot(Payload payload) {
        if (!payload.type().equals(SNAPSHOT_TYPE) || payload.version() != SNAPSHOT_VERSION) {
            return Optional.empty();
        }
        return Optional.of(read(payload, json -> {
            Node node = Node.object(json, "", Set.of("state", "clients"));
            Map<ClientId, Long> clients = new LinkedHashMap<>();
            node.objects(
                    "clients",
                    Set.of("client_id", "seq"),
                    client -> clients.put(client.value("client_id", ClientId::of), client.number("seq")));
            return new Snapshot(StateReader.state(json.path("state"), "state"), clients);
        }));
    }

    private static <T> T read(Payload payload, Function<JsonNode, T> reader) {
        try {
            return reader.apply(StrictReader.STORED.tree(payload.bytes()));
        } catch (RefusedException e) {
            throw new RefusedException(
                    ErrorCode.SESSION_UNREADABLE,
                    "stored document " + payload + " is damaged; restore the session from a backup",
                    e);
        }
    }

    private static OsEvent sessionOpened(Node node) {
        return new OsEvent.SessionOpened(
                StateReader.session(node),
                StateReader.desktopItems(node),
                StateReader.taskbarItems(node),
                StateReader.trayItems(node),
                node.value("theme", Theme::of),
                node.map("metadata"));
    }

    private static WindowId window(Node node) {
        return node.value("window_id", WindowId::of);
    }

    private static @Nullable WindowId active(Node node) {
        return node.optional("active_window_id", WindowId::of);
    }

    private static Map.Entry<String, Kind> kind(String type, Function<Node, OsEvent> read, String... fields) {
        return Map.entry(type, new Kind(Set.of(fields), read));
    }

    private record Kind(Set<String> fields, Function<Node, OsEvent> read) {}
}
