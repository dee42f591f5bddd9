package systems.blackroad.core.internal.json;

import java.util.Locale;
import systems.blackroad.api.runtime.SessionFrame;

/** Writes stream frames. */
public final class FrameWriter {

    private FrameWriter() {}

    /** The frame's name. */
    public static String name(SessionFrame frame) {
        if (frame instanceof SessionFrame.Transient shown) {
            return SignalForms.form(shown.signal()).type();
        }
        return frame.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The frame's data as text. */
    public static String data(SessionFrame frame) {
        if (frame instanceof SessionFrame.Event event) {
            return EventWriter.json(event.event());
        }
        if (frame instanceof SessionFrame.Resumed resumed) {
            return Form.object(out -> {
                out.writeStringField("epoch", resumed.position().epoch());
                out.writeNumberField("revision", resumed.position().revision());
            });
        }
        if (frame instanceof SessionFrame.Snapshot snapshot) {
            return Form.object(out -> {
                out.writeStringField("epoch", snapshot.epoch());
                out.writeNumberField("revision", snapshot.state().revision());
                out.writeStringField("reason", StateWriter.lower(snapshot.reason()));
                Form.field(out, "state", fields -> StateWriter.state(fields, snapshot.state()));
            });
        }
        if (frame instanceof SessionFrame.Transient shown) {
            return Form.object(SignalForms.form(shown.signal()).fields());
        }
        SessionFrame.Closed closed = (SessionFrame.Closed) frame;
        return Form.object(out -> out.writeStringField("code", closed.code().name()));
    }
}
