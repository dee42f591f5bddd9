package systems.blackroad.core.internal.json;

import systems.blackroad.api.event.DesktopEvent;

/** The forms of events around the windows. */
final class DesktopEventForms implements DesktopEvent.Visitor<Form> {

    @Override
    public Form desktopItemPut(DesktopEvent.DesktopItemPut event) {
        return new Form(
                "desktop_item_put", out -> Form.field(out, "item", fields -> DesktopForms.item(fields, event.item())));
    }

    @Override
    public Form desktopItemRemoved(DesktopEvent.DesktopItemRemoved event) {
        return new Form("desktop_item_removed", out -> out.writeStringField("item_id", event.id()));
    }

    @Override
    public Form taskbarItemPut(DesktopEvent.TaskbarItemPut event) {
        return new Form(
                "taskbar_item_put", out -> Form.field(out, "item", fields -> DesktopForms.item(fields, event.item())));
    }

    @Override
    public Form taskbarItemRemoved(DesktopEvent.TaskbarItemRemoved event) {
        return new Form("taskbar_item_removed", out -> out.writeStringField("item_id", event.id()));
    }

    @Override
    public Form taskbarItemMoved(DesktopEvent.TaskbarItemMoved event) {
        return new Form("taskbar_item_moved", out -> {
            out.writeStringField("item_id", event.id());
            out.writeNumberField("index", event.index());
        });
    }

    @Override
    public Form trayItemPut(DesktopEvent.TrayItemPut event) {
        return new Form(
                "tray_item_put", out -> Form.field(out, "item", fields -> DesktopForms.item(fields, event.item())));
    }

    @Override
    public Form trayItemRemoved(DesktopEvent.TrayItemRemoved event) {
        return new Form("tray_item_removed", out -> out.writeStringField("item_id", event.id()));
    }

    @Override
    public Form themeChanged(DesktopEvent.ThemeChanged event) {
        return new Form(
                "theme_changed",
                out -> out.writeStringField("theme", event.theme().value()));
    }

    @Override
    public Form themeTokensChanged(DesktopEvent.ThemeTokensChanged event) {
        return new Form("theme_tokens_changed", out -> Form.map(out, "tokens", event.tokens()));
    }

    @Override
    public Form wallpaperChanged(DesktopEvent.WallpaperChanged event) {
        return new Form("wallpaper_changed", out -> Form.text(out, "wallpaper", event.wallpaper()));
    }

    @Override
    public Form notificationAdded(DesktopEvent.NotificationAdded event) {
        return new Form("notification_added", out -> {
            Form.field(out, "notification", fields -> DesktopForms.notification(fields, event.notification()));
            Form.text(out, "dropped_id", event.dropped());
        });
    }

    @Override
    public Form notificationRead(DesktopEvent.NotificationRead event) {
        return new Form(
                "notification_read",
                out -> out.writeStringField("notification_id", event.id().value()));
    }

    @Override
    public Form notificationsRead(DesktopEvent.NotificationsRead event) {
        return new Form("notifications_read", out -> {});
    }

    @Override
    public Form notificationDismissed(DesktopEvent.NotificationDismissed event) {
        return new Form(
                "notification_dismissed",
                out -> out.writeStringField("notification_id", event.id().value()));
    }

    @Override
    public Form clipboardCopied(DesktopEvent.ClipboardCopied event) {
        return new Form("clipboard_copied", out -> {
            out.writeStringField("text", event.text());
            out.writeNumberField("size", event.size());
        });
    }

    @Override
    public Form clipboardCleared(DesktopEvent.ClipboardCleared event) {
        return new Form("clipboard_cleared", out -> {});
    }

    @Override
    public Form shortcutChanged(DesktopEvent.ShortcutChanged event) {
        return new Form("shortcut_changed", out -> {
            out.writeStringField("keys", event.keys());
            Form.text(out, "action", event.action());
        });
    }
}
