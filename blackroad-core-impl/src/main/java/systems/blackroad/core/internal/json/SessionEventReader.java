package systems.blackroad.core.internal.json;

import java.util.List;
import java.util.Set;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.SessionEvent;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.UserId;

/** Reads events of the session itself. */
final class SessionEventReader {

    static final List<EventKind> KINDS = List.of(
            new EventKind(
                    "session_opened",
                    WindowReader.plus(Set.copyOf(DesktopReader.FIELDS), "session", "metadata"),
                    SessionEventReader::opened),
            EventKind.of("session_ended", node -> new SessionEvent.SessionEnded(node.text("reason")), "reason"),
            EventKind.of(
                    "display_name_changed",
                    node -> new SessionEvent.DisplayNameChanged(node.text("display_name")),
                    "display_name"),
            EventKind.of(
                    "session_metadata_changed",
                    node -> new SessionEvent.SessionMetadataChanged(node.text("key"), node.optionalText("value")),
                    "key",
                    "value"),
            EventKind.of(
                    "desktop_imported",
                    node -> new SessionEvent.DesktopImported(StateReader.importedDesktop(node)),
                    "desktop"),
            EventKind.of(
                    "taken_over", node -> new SessionEvent.TakenOver(node.value("holder", ClientId::of)), "holder"),
            EventKind.of("released", node -> new SessionEvent.Released()),
            EventKind.of(
                    "token_rotated", node -> new SessionEvent.TokenRotated(node.number("generation")), "generation"),
            EventKind.of(
                    "impersonation_begun",
                    node -> new SessionEvent.ImpersonationBegun(
                            node.value("impersonator", UserId::of), node.text("reason")),
                    "impersonator",
                    "reason"),
            EventKind.of("impersonation_ended", node -> new SessionEvent.ImpersonationEnded()));

    private SessionEventReader() {}

    private static OsEvent opened(Node node) {
        return new SessionEvent.SessionOpened(
                StateReader.session(node), DesktopReader.desktop(node), node.map("metadata"));
    }
}
