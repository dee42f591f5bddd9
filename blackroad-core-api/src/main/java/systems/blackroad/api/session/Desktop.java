package systems.blackroad.api.session;

import java.util.List;
import java.util.Objects;

/**
 * What lies around the windows: an immutable value, equal by content, safe to share between threads.
 *
 * @param desktopItems icons on the desktop
 * @param taskbarItems entries pinned to the taskbar
 * @param systemTrayItems indicators in the tray
 * @param theme how all of it looks
 */
public record Desktop(
        List<DesktopItem> desktopItems, List<TaskbarItem> taskbarItems, List<TrayItem> systemTrayItems, Theme theme) {

    /** Copies the lists. */
    public Desktop {
        desktopItems = List.copyOf(desktopItems);
        taskbarItems = List.copyOf(taskbarItems);
        systemTrayItems = List.copyOf(systemTrayItems);
        Objects.requireNonNull(theme, "theme");
    }

    /** An empty desktop in the classic theme. */
    public static Desktop empty() {
        return new Desktop(List.of(), List.of(), List.of(), Theme.of("classic"));
    }

    /** This desktop in another theme. */
    public Desktop withTheme(Theme newTheme) {
        return new Desktop(desktopItems, taskbarItems, systemTrayItems, newTheme);
    }
}
