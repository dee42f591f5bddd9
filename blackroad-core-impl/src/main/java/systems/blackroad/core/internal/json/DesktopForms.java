package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.TrayItem;

/** The forms of what lies around the windows. */
final class DesktopForms {

    private DesktopForms() {}

    /** The fields that stand among those of a state, of an opening or of a session's first event. */
    static void desktop(JsonGenerator out, Desktop desktop) throws IOException {
        Form.objects(out, "desktop_items", desktop.desktopItems(), DesktopForms::item);
        Form.objects(out, "taskbar_items", desktop.taskbarItems(), DesktopForms::item);
        Form.objects(out, "system_tray_items", desktop.systemTrayItems(), DesktopForms::item);
        out.writeStringField("theme", desktop.theme().value());
        Form.map(out, "theme_tokens", desktop.appearance().tokens());
        Form.text(out, "wallpaper", desktop.appearance().wallpaper());
        Form.objects(out, "notifications", desktop.notifications().list(), DesktopForms::notification);
        Form.list(out, "clipboard", desktop.clipboard().entries(), JsonGenerator::writeString);
        Form.map(out, "shortcuts", desktop.shortcuts().actions());
    }

    static void item(JsonGenerator out, DesktopItem item) throws IOException {
        out.writeStringField("id", item.id());
        out.writeStringField("title", item.title());
        out.writeStringField("icon", item.icon());
        out.writeStringField("app_id", item.appId().value());
    }

    static void item(JsonGenerator out, TaskbarItem item) throws IOException {
        out.writeStringField("id", item.id());
        out.writeStringField("title", item.title());
        out.writeStringField("icon", item.icon());
        Form.text(out, "app_id", item.appId());
    }

    static void item(JsonGenerator out, TrayItem item) throws IOException {
        out.writeStringField("id", item.id());
        out.writeStringField("icon", item.icon());
        out.writeStringField("status", item.status());
    }

    static void notification(JsonGenerator out, Notification notification) throws IOException {
        out.writeStringField("id", notification.id().value());
        out.writeStringField("title", notification.title());
        out.writeStringField("body", notification.body());
        Form.text(out, "app_id", notification.appId());
        Form.instant(out, "at", notification.at());
        out.writeBooleanField("read", notification.read());
    }
}
