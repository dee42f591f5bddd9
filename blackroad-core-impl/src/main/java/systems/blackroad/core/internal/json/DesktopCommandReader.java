package systems.blackroad.core.internal.json;

import java.util.List;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.Theme;

/** Reads commands about what lies around the windows. */
final class DesktopCommandReader {

    static final List<CommandKind> KINDS = List.of(
            CommandKind.of("set_theme", node -> new DesktopCommand.SetTheme(node.value("theme", Theme::of)), "theme"));

    private DesktopCommandReader() {}
}
