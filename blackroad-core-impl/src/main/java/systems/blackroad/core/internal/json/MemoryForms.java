package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.LayoutMemory.AppBounds;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.window.WindowLayout;

/** The forms of what a session remembers of its layouts. */
final class MemoryForms {

    private MemoryForms() {}

    /** What clients see of it. */
    static void shown(JsonGenerator out, List<SavedLayout> layouts, List<AppBounds> remembered) throws IOException {
        Form.list(out, "saved_layouts", layouts, (element, layout) -> {
            element.writeStartObject();
            saved(element, layout);
            element.writeEndObject();
        });
        Form.list(out, "remembered_bounds", remembered, (element, bounds) -> {
            element.writeStartObject();
            element.writeStringField("app_id", bounds.app().value());
            WindowForms.position(element, bounds.position());
            WindowForms.size(element, "size", bounds.size());
            element.writeEndObject();
        });
    }

    static void saved(JsonGenerator out, SavedLayout layout) throws IOException {
        out.writeStringField("name", layout.name());
        Form.list(out, "windows", layout.places(), (element, place) -> {
            element.writeStartObject();
            element.writeStringField("window_id", place.window().value());
            element.writeStringField("app_id", place.app().value());
            WindowForms.layout(element, place.layout());
            element.writeEndObject();
        });
    }

    /** What only snapshots have. */
    static void history(JsonGenerator out, LayoutHistory history) throws IOException {
        Form.list(out, "history", history.steps(), (element, step) -> {
            element.writeStartObject();
            element.writeNumberField("revision", step.revision());
            element.writeNumberField("undone_at", step.undoneAt());
            Form.list(element, "changes", step.changes(), MemoryForms::change);
            element.writeEndObject();
        });
    }

    private static void change(JsonGenerator out, LayoutHistory.Change change) throws IOException {
        out.writeStartObject();
        out.writeStringField("window_id", change.window().value());
        Form.field(out, "before", fields -> part(fields, change.before(), change.after()));
        Form.field(out, "after", fields -> part(fields, change.after(), change.before()));
        out.writeEndObject();
    }

    /** The parts of a layout in which it differs from the other one. */
    private static void part(JsonGenerator out, WindowLayout layout, WindowLayout other) throws IOException {
        if (!layout.isPlacedLike(other)) {
            WindowForms.placement(out, layout);
        }
        if (layout.layer() != other.layer()) {
            out.writeStringField("layer", StateWriter.lower(layout.layer()));
        }
        if (!layout.isAtHomeLike(other)) {
            WindowForms.home(out, layout);
        }
    }
}
