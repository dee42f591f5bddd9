package systems.blackroad.core.internal.json;

import java.util.List;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.session.Theme;

/** Reads events around the windows. */
final class DesktopEventReader {

    static final List<EventKind> KINDS = List.of(EventKind.of(
            "theme_changed", node -> new DesktopEvent.ThemeChanged(node.value("theme", Theme::of)), "theme"));

    private DesktopEventReader() {}
}
