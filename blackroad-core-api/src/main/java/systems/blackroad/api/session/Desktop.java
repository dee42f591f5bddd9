package systems.blackroad.api.session;

import java.util.List;
import java.util.Objects;

/**
 * What lies around the windows: an immutable value, equal by content, safe to share between threads.
 *
 * @param desktopItems icons on the desktop
 * @param taskbarItems entries pinned to the taskbar, in their order
 * @param systemTrayItems indicators in the tray
 * @param appearance how all of it looks
 * @param notifications messages to the user
 * @param clipboard the texts that were copied last
 * @param shortcuts what keys do
 */
public record Desktop(
        List<DesktopItem> desktopItems,
        List<TaskbarItem> taskbarItems,
        List<TrayItem> systemTrayItems,
        Appearance appearance,
        Notifications notifications,
        Clipboard clipboard,
        Shortcuts shortcuts) {

    /** The most desktop items, taskbar items or tray items. */
    public static final int MAX_ITEMS = 100;
    /** The longest id, title, icon or status of an item, in UTF-16 chars. */
    public static final int MAX_ITEM_TEXT = 128;

    /** Copies the lists. */
    public Desktop {
        desktopItems = List.copyOf(desktopItems);
        taskbarItems = List.copyOf(taskbarItems);
        systemTrayItems = List.copyOf(systemTrayItems);
        Objects.requireNonNull(appearance, "appearance");
        Objects.requireNonNull(notifications, "notifications");
        Objects.requireNonNull(clipboard, "clipboard");
        Objects.requireNonNull(shortcuts, "shortcuts");
    }

    /** Items in a theme, with no notification, nothing copied and no shortcuts. */
    public Desktop(
            List<DesktopItem> desktopItems,
            List<TaskbarItem> taskbarItems,
            List<TrayItem> systemTrayItems,
            Theme theme) {
        this(
                desktopItems,
                taskbarItems,
                systemTrayItems,
                Appearance.of(theme),
                Notifications.empty(),
                Clipboard.empty(),
                Shortcuts.empty());
    }

    /** An empty desktop in the classic theme. */
    public static Desktop empty() {
        return new Desktop(List.of(), List.of(), List.of(), Theme.of("classic"));
    }

    /** The theme by name. */
    public Theme theme() {
        return appearance.theme();
    }

    /** This desktop with other icons. */
    public Desktop withDesktopItems(List<DesktopItem> items) {
        return new Desktop(items, taskbarItems, systemTrayItems, appearance, notifications, clipboard, shortcuts);
    }

    /** This desktop with other entries pinned to its taskbar. */
    public Desktop withTaskbarItems(List<TaskbarItem> items) {
        return new Desktop(desktopItems, items, systemTrayItems, appearance, notifications, clipboard, shortcuts);
    }

    /** This desktop with other indicators in its tray. */
    public Desktop withSystemTrayItems(List<TrayItem> items) {
        return new Desktop(desktopItems, taskbarItems, items, appearance, notifications, clipboard, shortcuts);
    }

    /** This desktop in another theme. */
    public Desktop withTheme(Theme newTheme) {
        return with(appearance.withTheme(newTheme));
    }

    /** This desktop with another look. */
    public Desktop with(Appearance newAppearance) {
        return new Desktop(
                desktopItems, taskbarItems, systemTrayItems, newAppearance, notifications, clipboard, shortcuts);
    }

    /** This desktop with other notifications. */
    public Desktop with(Notifications newNotifications) {
        return new Desktop(
                desktopItems, taskbarItems, systemTrayItems, appearance, newNotifications, clipboard, shortcuts);
    }

    /** This desktop with another clipboard. */
    public Desktop with(Clipboard newClipboard) {
        return new Desktop(
                desktopItems, taskbarItems, systemTrayItems, appearance, notifications, newClipboard, shortcuts);
    }

    /** This desktop with other shortcuts. */
    public Desktop with(Shortcuts newShortcuts) {
        return new Desktop(
                desktopItems, taskbarItems, systemTrayItems, appearance, notifications, clipboard, newShortcuts);
    }
}
