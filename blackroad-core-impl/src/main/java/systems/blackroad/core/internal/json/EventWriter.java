package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import systems.blackroad.api.event.RecordedEvent;

/** Writes recorded events. */
public final class EventWriter {

    private EventWriter() {}

    /** The event as text. */
    public static String json(RecordedEvent event) {
        return Form.object(out -> event(out, event));
    }

    private static void event(JsonGenerator out, RecordedEvent event) throws IOException {
        Form form = event.event().accept(EventForms.INSTANCE);
        out.writeNumberField("revision", event.revision());
        out.writeStringField("type", form.type());
        out.writeNumberField("version", StoredFormats.EVENT_VERSION);
        Form.instant(out, "at", event.at());
        out.writeStringField("actor", event.actor().value());
        out.writeStringField("client_id", event.command().client().value());
        out.writeNumberField("seq", event.command().sequence());
        Form.text(out, "trace", event.trace());
        Form.field(out, "data", form.fields());
    }
}
