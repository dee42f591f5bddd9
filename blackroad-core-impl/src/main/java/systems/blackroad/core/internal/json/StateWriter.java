package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.UserSession;
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
            WindowForms.window(out, windows.get(z), z);
            out.writeEndObject();
        }
        out.writeEndArray();
        Form.text(out, "active_window_id", state.activeWindowId());
        Form.list(out, "focus_order", state.focusOrder(), (element, id) -> element.writeString(id.value()));
        Form.list(out, "workspaces", state.workspaces().list(), (element, workspace) -> {
            element.writeStartObject();
            WindowForms.workspace(element, workspace);
            element.writeEndObject();
        });
        out.writeStringField(
                "current_workspace_id", state.workspaces().current().value());
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
