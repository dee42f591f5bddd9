package systems.blackroad.core.internal.json;

import systems.blackroad.api.session.DesktopCommand;

/** The forms of commands about what lies around the windows. */
final class DesktopCommandForms implements DesktopCommand.Visitor<Form> {

    @Override
    public Form putDesktopItem(DesktopCommand.PutDesktopItem command) {
        return new Form(
                "put_desktop_item",
                out -> Form.field(out, "item", fields -> DesktopForms.item(fields, command.item())));
    }

    @Override
    public Form removeDesktopItem(DesktopCommand.RemoveDesktopItem command) {
        return new Form("remove_desktop_item", out -> out.writeStringField("item_id", command.id()));
    }

    @Override
    public Form putTaskbarItem(DesktopCommand.PutTaskbarItem command) {
        return new Form(
                "put_taskbar_item",
                out -> Form.field(out, "item", fields -> DesktopForms.item(fields, command.item())));
    }

    @Override
    public Form removeTaskbarItem(DesktopCommand.RemoveTaskbarItem command) {
        return new Form("remove_taskbar_item", out -> out.writeStringField("item_id", command.id()));
    }

    @Override
    public Form moveTaskbarItem(DesktopCommand.MoveTaskbarItem command) {
        return new Form("move_taskbar_item", out -> {
            out.writeStringField("item_id", command.id());
            out.writeNumberField("index", command.index());
        });
    }

    @Override
    public Form putTrayItem(DesktopCommand.PutTrayItem command) {
        return new Form(
                "put_tray_item", out -> Form.field(out, "item", fields -> DesktopForms.item(fields, command.item())));
    }

    @Override
    public Form removeTrayItem(DesktopCommand.RemoveTrayItem command) {
        return new Form("remove_tray_item", out -> out.writeStringField("item_id", command.id()));
    }

    @Override
    public Form setTheme(DesktopCommand.SetTheme command) {
        return new Form(
                "set_theme",
                out -> out.writeStringField("theme", command.theme().value()));
    }

    @Override
    public Form setThemeTokens(DesktopCommand.SetThemeTokens command) {
        return new Form("set_theme_tokens", out -> Form.map(out, "tokens", command.tokens()));
    }

    @Override
    public Form setWallpaper(DesktopCommand.SetWallpaper command) {
        return new Form("set_wallpaper", out -> Form.text(out, "wallpaper", command.wallpaper()));
    }

    @Override
    public Form notify(DesktopCommand.Notify command) {
        return new Form("notify", out -> {
            out.writeStringField("title", command.title());
            out.writeStringField("body", command.body());
            Form.text(out, "app_id", command.appId());
        });
    }

    @Override
    public Form readNotification(DesktopCommand.ReadNotification command) {
        return new Form(
                "read_notification",
                out -> out.writeStringField("notification_id", command.id().value()));
    }

    @Override
    public Form readAllNotifications(DesktopCommand.ReadAllNotifications command) {
        return new Form("read_all_notifications", out -> {});
    }

    @Override
    public Form dismissNotification(DesktopCommand.DismissNotification command) {
        return new Form(
                "dismiss_notification",
                out -> out.writeStringField("notification_id", command.id().value()));
    }

    @Override
    public Form copyToClipboard(DesktopCommand.CopyToClipboard command) {
        return new Form("copy_to_clipboard", out -> out.writeStringField("text", command.text()));
    }

    @Override
    public Form clearClipboard(DesktopCommand.ClearClipboard command) {
        return new Form("clear_clipboard", out -> {});
    }

    @Override
    public Form setShortcut(DesktopCommand.SetShortcut command) {
        return new Form("set_shortcut", out -> {
            out.writeStringField("keys", command.keys());
            Form.text(out, "action", command.action());
        });
    }
}
