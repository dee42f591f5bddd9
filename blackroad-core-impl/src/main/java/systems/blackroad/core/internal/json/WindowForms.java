package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Restack;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowHints;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.Workspace;

/** The forms of windows, their parts, and what an event leaves of focus and order. */
final class WindowForms {

    private WindowForms() {}

    /** A window without its place. */
    static void window(JsonGenerator out, Window window) throws IOException {
        head(out, window);
        tail(out, window);
    }

    /** A window with its place. */
    static void window(JsonGenerator out, Window window, int zIndex) throws IOException {
        head(out, window);
        out.writeNumberField("z_index", zIndex);
        tail(out, window);
    }

    private static void head(JsonGenerator out, Window window) throws IOException {
        WindowHints hints = window.hints();
        out.writeStringField("id", window.id().value());
        out.writeStringField("app_id", window.appId().value());
        out.writeStringField("title", window.title());
        layout(out, window.layout());
        Form.text(out, "parent_id", hints.parent());
        out.writeBooleanField("modal", hints.modal());
        out.writeBooleanField("focusable", hints.focusable());
        size(out, "min_size", hints.minSize());
        size(out, "max_size", hints.maxSize());
        Form.field(out, "notice", fields -> notice(fields, window.notice()));
    }

    private static void tail(JsonGenerator out, Window window) throws IOException {
        Form.instant(out, "created_at", window.createdAt());
        Form.map(out, "metadata", window.metadata());
    }

    static void layout(JsonGenerator out, WindowLayout layout) throws IOException {
        placement(out, layout);
        out.writeStringField("layer", StateWriter.lower(layout.layer()));
        home(out, layout);
    }

    static void placement(JsonGenerator out, WindowLayout layout) throws IOException {
        out.writeStringField("state", StateWriter.lower(layout.state()));
        out.writeStringField("restore_state", StateWriter.lower(layout.restoreState()));
        position(out, layout.position());
        size(out, "size", layout.size());
        Form.text(out, "snap", layout.snap() == null ? null : StateWriter.lower(layout.snap()));
        out.writeBooleanField("fullscreen", layout.fullscreen());
    }

    static void home(JsonGenerator out, WindowLayout layout) throws IOException {
        out.writeStringField("workspace_id", layout.workspace().value());
        out.writeBooleanField("sticky", layout.sticky());
    }

    static void notice(JsonGenerator out, WindowNotice notice) throws IOException {
        Form.text(out, "badge", notice.badge());
        Integer progress = notice.progress();
        if (progress == null) {
            out.writeNullField("progress");
        } else {
            out.writeNumberField("progress", progress);
        }
        out.writeBooleanField("busy", notice.busy());
        out.writeBooleanField("urgent", notice.urgent());
    }

    static void workspace(JsonGenerator out, Workspace workspace) throws IOException {
        out.writeStringField("id", workspace.id().value());
        out.writeStringField("name", workspace.name());
    }

    static void focus(JsonGenerator out, Focus focus) throws IOException {
        out.writeObjectFieldStart("focus");
        Form.text(out, "active_window_id", focus.active());
        Form.list(out, "restacked", focus.restacked(), WindowForms::restack);
        out.writeEndObject();
    }

    private static void restack(JsonGenerator out, Restack move) throws IOException {
        out.writeStartObject();
        out.writeStringField("window_id", move.window().value());
        out.writeNumberField("z_index", move.zIndex());
        out.writeEndObject();
    }

    static void position(JsonGenerator out, Position position) throws IOException {
        out.writeObjectFieldStart("position");
        out.writeNumberField("x", position.x());
        out.writeNumberField("y", position.y());
        out.writeEndObject();
    }

    static void size(JsonGenerator out, String name, @Nullable Size size) throws IOException {
        if (size == null) {
            out.writeNullField(name);
            return;
        }
        out.writeObjectFieldStart(name);
        out.writeNumberField("width", size.width());
        out.writeNumberField("height", size.height());
        out.writeEndObject();
    }
}
