package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.UserSession;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;

/** Writes states in the canonical field order. */
public final class StateWriter {

    private StateWriter() {}

    /** The state as text. */
    public static String json(OsState state) {
        return Form.object(out -> state(out, state));
    }

    static void state(JsonGenerator out, OsState state) throws IOException {
        Form.field(out, "session", fields -> session(fields, state.session()));
        out.writeStringField("status", lower(state.status()));
        out.writeArrayFieldStart("windows");
        List<Window> windows = state.windows();
        for (int z = 0; z < windows.size(); z++) {
            out.writeStartObject();
            windowHead(out, windows.get(z));
            out.writeNumberField("z_index", z);
            windowTail(out, windows.get(z));
            out.writeEndObject();
        }
        out.writeEndArray();
        Form.text(out, "active_window_id", state.activeWindowId());
        Form.list(out, "focus_order", state.focusOrder(), (element, id) -> element.writeString(id.value()));
        desktop(out, state.desktop());
        Form.map(out, "metadata", state.metadata());
        out.writeNumberField("revision", state.revision());
    }

    static void session(JsonGenerator out, UserSession session) throws IOException {
        out.writeStringField("id", session.id().value());
        out.writeStringField("user_id", session.userId().value());
        out.writeStringField("display_name", session.displayName());
        Form.instant(out, "created_at", session.createdAt());
        Form.map(out, "metadata", session.metadata());
    }

    static void window(JsonGenerator out, Window window) throws IOException {
        windowHead(out, window);
        windowTail(out, window);
    }

    private static void windowHead(JsonGenerator out, Window window) throws IOException {
        out.writeStringField("id", window.id().value());
        out.writeStringField("app_id", window.appId().value());
        out.writeStringField("title", window.title());
        out.writeStringField("state", lower(window.state()));
        out.writeStringField("restore_state", lower(window.restoreState()));
        position(out, window.position());
        size(out, window.size());
    }

    private static void windowTail(JsonGenerator out, Window window) throws IOException {
        Form.instant(out, "created_at", window.createdAt());
        Form.map(out, "metadata", window.metadata());
    }

    static void position(JsonGenerator out, Position position) throws IOException {
        out.writeObjectFieldStart("position");
        out.writeNumberField("x", position.x());
        out.writeNumberField("y", position.y());
        out.writeEndObject();
    }

    static void size(JsonGenerator out, Size size) throws IOException {
        out.writeObjectFieldStart("size");
        out.writeNumberField("width", size.width());
        out.writeNumberField("height", size.height());
        out.writeEndObject();
    }

    static void desktop(JsonGenerator out, Desktop desktop) throws IOException {
        Form.list(out, "desktop_items", desktop.desktopItems(), (element, item) -> {
            element.writeStartObject();
            element.writeStringField("id", item.id());
            element.writeStringField("title", item.title());
            element.writeStringField("icon", item.icon());
            element.writeStringField("app_id", item.appId().value());
            element.writeEndObject();
        });
        Form.list(out, "taskbar_items", desktop.taskbarItems(), (element, item) -> {
            element.writeStartObject();
            element.writeStringField("id", item.id());
            element.writeStringField("title", item.title());
            element.writeStringField("icon", item.icon());
            Form.text(element, "app_id", item.appId());
            element.writeEndObject();
        });
        Form.list(out, "system_tray_items", desktop.systemTrayItems(), (element, item) -> {
            element.writeStartObject();
            element.writeStringField("id", item.id());
            element.writeStringField("icon", item.icon());
            element.writeStringField("status", item.status());
            element.writeEndObject();
        });
        out.writeStringField("theme", desktop.theme().value());
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
