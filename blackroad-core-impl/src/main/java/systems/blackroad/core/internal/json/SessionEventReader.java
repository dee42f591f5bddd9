package systems.blackroad.core.internal.json;

import java.util.List;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.SessionEvent;

/** Reads events of the session itself. */
final class SessionEventReader {

    static final List<EventKind> KINDS = List.of(
            EventKind.of(
                    "session_opened",
                    SessionEventReader::opened,
                    "session",
                    "desktop_items",
                    "taskbar_items",
                    "system_tray_items",
                    "theme",
                    "metadata"),
            EventKind.of("session_ended", node -> new SessionEvent.SessionEnded(node.text("reason")), "reason"));

    private SessionEventReader() {}

    private static OsEvent opened(Node node) {
        return new SessionEvent.SessionOpened(
                StateReader.session(node), StateReader.desktop(node), node.map("metadata"));
    }
}
