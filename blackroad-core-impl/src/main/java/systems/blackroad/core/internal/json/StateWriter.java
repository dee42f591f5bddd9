package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SessionControl;
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
        Form.field(out, "control", fields -> control(fields, state.control()));
        portable(out, PortableDesktop.of(state));
        Form.map(out, "metadata", state.metadata());
        out.writeNumberField("revision", state.revision());
    }

    /** The portable desktop as text. */
    public static String json(PortableDesktop desktop) {
        return Form.object(out -> portable(out, desktop));
    }

    static void portable(JsonGenerator out, PortableDesktop portable) throws IOException {
        out.writeArrayFieldStart("windows");
        List<Window> windows = portable.stack().windows();
        for (int z = 0; z < windows.size(); z++) {
            out.writeStartObject();
            WindowForms.window(out, windows.get(z), z);
            out.writeEndObject();
        }
        out.writeEndArray();
        Form.text(out, "active_window_id", portable.stack().active());
        Form.list(out, "focus_order", portable.stack().focusOrder(), (element, id) -> element.writeString(id.value()));
        Form.list(out, "workspaces", portable.workspaces().list(), (element, workspace) -> {
            element.writeStartObject();
            WindowForms.workspace(element, workspace);
            element.writeEndObject();
        });
        out.writeStringField(
                "current_workspace_id", portable.workspaces().current().value());
        MemoryForms.shown(out, portable.saved(), portable.bounds());
        DesktopForms.desktop(out, portable.desktop());
    }

    private static void control(JsonGenerator out, SessionControl control) throws IOException {
        Form.text(out, "holder", control.holder());
        out.writeNumberField("token_generation", control.tokenGeneration());
        Form.text(out, "impersonator", control.impersonator());
    }

    static void session(JsonGenerator out, UserSession session) throws IOException {
        out.writeStringField("id", session.id().value());
        out.writeStringField("user_id", session.userId().value());
        out.writeStringField("display_name", session.displayName());
        Form.instant(out, "created_at", session.createdAt());
        Form.map(out, "metadata", session.metadata());
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
