package systems.blackroad.core.internal.json;

import java.util.List;
import java.util.Objects;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.window.AppId;

/** Reads commands about what lies around the windows. */
final class DesktopCommandReader {

    static final List<CommandKind> KINDS = List.of(
            CommandKind.of(
                    "put_desktop_item",
                    node -> new DesktopCommand.PutDesktopItem(DesktopReader.ofDesktop(node)),
                    "item"),
            CommandKind.of(
                    "remove_desktop_item",
                    node -> new DesktopCommand.RemoveDesktopItem(node.text("item_id")),
                    "item_id"),
            CommandKind.of(
                    "put_taskbar_item",
                    node -> new DesktopCommand.PutTaskbarItem(DesktopReader.ofTaskbar(node)),
                    "item"),
            CommandKind.of(
                    "remove_taskbar_item",
                    node -> new DesktopCommand.RemoveTaskbarItem(node.text("item_id")),
                    "item_id"),
            CommandKind.of(
                    "move_taskbar_item",
                    node -> new DesktopCommand.MoveTaskbarItem(node.text("item_id"), node.integer("index")),
                    "item_id",
                    "index"),
            CommandKind.of("put_tray_item", node -> new DesktopCommand.PutTrayItem(DesktopReader.ofTray(node)), "item"),
            CommandKind.of(
                    "remove_tray_item", node -> new DesktopCommand.RemoveTrayItem(node.text("item_id")), "item_id"),
            CommandKind.of("set_theme", node -> new DesktopCommand.SetTheme(node.value("theme", Theme::of)), "theme"),
            CommandKind.of("set_theme_tokens", node -> new DesktopCommand.SetThemeTokens(node.map("tokens")), "tokens"),
            CommandKind.of(
                    "set_wallpaper",
                    node -> new DesktopCommand.SetWallpaper(node.optionalText("wallpaper")),
                    "wallpaper"),
            CommandKind.of(
                    "notify",
                    node -> new DesktopCommand.Notify(
                            node.text("title"),
                            Objects.requireNonNullElse(node.optionalText("body"), ""),
                            node.optional("app_id", AppId::of)),
                    "title",
                    "body",
                    "app_id"),
            CommandKind.of(
                    "read_notification",
                    node -> new DesktopCommand.ReadNotification(node.value("notification_id", NotificationId::of)),
                    "notification_id"),
            CommandKind.of("read_all_notifications", node -> new DesktopCommand.ReadAllNotifications()),
            CommandKind.of(
                    "dismiss_notification",
                    node -> new DesktopCommand.DismissNotification(node.value("notification_id", NotificationId::of)),
                    "notification_id"),
            CommandKind.of("copy_to_clipboard", node -> new DesktopCommand.CopyToClipboard(node.text("text")), "text"),
            CommandKind.of("clear_clipboard", node -> new DesktopCommand.ClearClipboard()),
            CommandKind.of(
                    "set_shortcut",
                    node -> new DesktopCommand.SetShortcut(node.text("keys"), node.optionalText("action")),
                    "keys",
                    "action"));

    private DesktopCommandReader() {}
}
