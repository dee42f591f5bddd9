package systems.blackroad.core.internal.json;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import systems.blackroad.api.session.Appearance;
import systems.blackroad.api.session.Clipboard;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.Notifications;
import systems.blackroad.api.session.Shortcuts;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.window.AppId;

/** Reads what lies around the windows. */
final class DesktopReader {

    /** The names of a desktop's fields. */
    static final List<String> FIELDS = List.of(
            "desktop_items",
            "taskbar_items",
            "system_tray_items",
            "theme",
            "theme_tokens",
            "wallpaper",
            "notifications",
            "clipboard",
            "shortcuts");

    private static final Set<String> LAUNCHER = Set.of("id", "title", "icon", "app_id");
    private static final Set<String> INDICATOR = Set.of("id", "icon", "status");
    private static final Set<String> NOTIFICATION = Set.of("id", "title", "body", "app_id", "at", "read");

    private DesktopReader() {}

    /** The desktop's fields, which stand among those of {@code node}; a document of old has only items and a theme. */
    static Desktop desktop(Node node) {
        Appearance appearance = new Appearance(
                node.value("theme", Theme::of), map(node, "theme_tokens"), node.optionalText("wallpaper"));
        List<Notification> notifications = node.isAbsent("notifications")
                ? List.of()
                : node.objects("notifications", NOTIFICATION, DesktopReader::notification);
        List<String> clipboard = node.isAbsent("clipboard") ? List.of() : node.texts("clipboard", Function.identity());
        return new Desktop(
                node.objects("desktop_items", LAUNCHER, DesktopReader::desktopItem),
                node.objects("taskbar_items", LAUNCHER, DesktopReader::taskbarItem),
                node.objects("system_tray_items", INDICATOR, DesktopReader::trayItem),
                appearance,
                node.made("notifications", () -> new Notifications(notifications)),
                node.made("clipboard", () -> new Clipboard(clipboard)),
                new Shortcuts(map(node, "shortcuts")));
    }

    private static Map<String, String> map(Node node, String name) {
        return node.isAbsent(name) ? Map.of() : node.map(name);
    }

    /** The {@code item} of a command or an event. */
    static DesktopItem ofDesktop(Node node) {
        return desktopItem(node.object("item", LAUNCHER));
    }

    /** The {@code item} of a command or an event. */
    static TaskbarItem ofTaskbar(Node node) {
        return taskbarItem(node.object("item", LAUNCHER));
    }

    /** The {@code item} of a command or an event. */
    static TrayItem ofTray(Node node) {
        return trayItem(node.object("item", INDICATOR));
    }

    /** The {@code notification} of an event. */
    static Notification ofEvent(Node node) {
        return notification(node.object("notification", NOTIFICATION));
    }

    private static DesktopItem desktopItem(Node item) {
        return new DesktopItem(item.text("id"), item.text("title"), item.text("icon"), item.value("app_id", AppId::of));
    }

    private static TaskbarItem taskbarItem(Node item) {
        return new TaskbarItem(
                item.text("id"), item.text("title"), item.text("icon"), item.optional("app_id", AppId::of));
    }

    private static TrayItem trayItem(Node item) {
        return new TrayItem(item.text("id"), item.text("icon"), item.text("status"));
    }

    private static Notification notification(Node node) {
        return node.made(
                "",
                () -> new Notification(
                        node.value("id", NotificationId::of),
                        node.text("title"),
                        node.text("body"),
                        node.optional("app_id", AppId::of),
                        node.instant("at"),
                        node.flag("read")));
    }
}
