package systems.blackroad.core.internal.json;

import java.util.List;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.Theme;

/** Reads events around the windows. */
final class DesktopEventReader {

    static final List<EventKind> KINDS = List.of(
            EventKind.of(
                    "desktop_item_put", node -> new DesktopEvent.DesktopItemPut(DesktopReader.ofDesktop(node)), "item"),
            EventKind.of(
                    "desktop_item_removed",
                    node -> new DesktopEvent.DesktopItemRemoved(node.text("item_id")),
                    "item_id"),
            EventKind.of(
                    "taskbar_item_put", node -> new DesktopEvent.TaskbarItemPut(DesktopReader.ofTaskbar(node)), "item"),
            EventKind.of(
                    "taskbar_item_removed",
                    node -> new DesktopEvent.TaskbarItemRemoved(node.text("item_id")),
                    "item_id"),
            EventKind.of(
                    "taskbar_item_moved",
                    node -> new DesktopEvent.TaskbarItemMoved(node.text("item_id"), node.integer("index")),
                    "item_id",
                    "index"),
            EventKind.of("tray_item_put", node -> new DesktopEvent.TrayItemPut(DesktopReader.ofTray(node)), "item"),
            EventKind.of(
                    "tray_item_removed", node -> new DesktopEvent.TrayItemRemoved(node.text("item_id")), "item_id"),
            EventKind.of(
                    "theme_changed", node -> new DesktopEvent.ThemeChanged(node.value("theme", Theme::of)), "theme"),
            EventKind.of(
                    "theme_tokens_changed", node -> new DesktopEvent.ThemeTokensChanged(node.map("tokens")), "tokens"),
            EventKind.of(
                    "wallpaper_changed",
                    node -> new DesktopEvent.WallpaperChanged(node.optionalText("wallpaper")),
                    "wallpaper"),
            EventKind.of(
                    "notification_added",
                    node -> new DesktopEvent.NotificationAdded(
                            DesktopReader.ofEvent(node), node.optional("dropped_id", NotificationId::of)),
                    "notification",
                    "dropped_id"),
            EventKind.of(
                    "notification_read",
                    node -> new DesktopEvent.NotificationRead(node.value("notification_id", NotificationId::of)),
                    "notification_id"),
            EventKind.of("notifications_read", node -> new DesktopEvent.NotificationsRead()),
            EventKind.of(
                    "notification_dismissed",
                    node -> new DesktopEvent.NotificationDismissed(node.value("notification_id", NotificationId::of)),
                    "notification_id"),
            EventKind.of(
                    "clipboard_copied",
                    node -> new DesktopEvent.ClipboardCopied(node.text("text"), node.integer("size")),
                    "text",
                    "size"),
            EventKind.of("clipboard_cleared", node -> new DesktopEvent.ClipboardCleared()),
            EventKind.of(
                    "shortcut_changed",
                    node -> new DesktopEvent.ShortcutChanged(node.text("keys"), node.optionalText("action")),
                    "keys",
                    "action"));

    private DesktopEventReader() {}
}
