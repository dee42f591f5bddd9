package systems.blackroad.core.internal.json;

import java.util.List;
import systems.blackroad.api.session.SessionCommand;

/** Reads the commands about the session itself that clients send; opening and ending are calls of their own. */
final class SessionCommandReader {

    static final List<CommandKind> KINDS = List.of(
            CommandKind.of(
                    "set_display_name",
                    node -> new SessionCommand.SetDisplayName(node.text("display_name")),
                    "display_name"),
            CommandKind.of(
                    "set_session_metadata",
                    node -> new SessionCommand.SetSessionMetadata(node.text("key"), node.optionalText("value")),
                    "key",
                    "value"),
            CommandKind.of(
                    "import_desktop",
                    node -> new SessionCommand.ImportDesktop(StateReader.importedDesktop(node)),
                    "desktop"),
            CommandKind.of("take_over", node -> new SessionCommand.TakeOver()),
            CommandKind.of("release", node -> new SessionCommand.Release()),
            CommandKind.of("rotate_token", node -> new SessionCommand.RotateToken()),
            CommandKind.of(
                    "begin_impersonation",
                    node -> new SessionCommand.BeginImpersonation(node.text("reason")),
                    "reason"),
            CommandKind.of("end_impersonation", node -> new SessionCommand.EndImpersonation()));

    private SessionCommandReader() {}
}
