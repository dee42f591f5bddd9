package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import systems.blackroad.api.runtime.Device;
import systems.blackroad.api.runtime.Gesture;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.runtime.Viewer;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.window.WindowId;

/** Writes and reads what is shown and never kept. */
public final class SignalForms {

    static final Set<String> VIEWER = Set.of("id", "user_id", "device", "viewport_id", "since");
    private static final Set<String> GESTURE = Set.of("client_id", "window_id", "position", "size");

    private SignalForms() {}

    /** A gesture as a client posts it. */
    public record Posted(ClientId client, Gesture gesture) {}

    /** Reads {@code client_id}, {@code window_id}, {@code position} and {@code size}. */
    public static Posted posted(byte[] json) {
        Node node = Node.object(StrictReader.OUTSIDE.tree(json), "", GESTURE);
        return new Posted(node.value("client_id", ClientId::of), gesture(node));
    }

    static Form form(SessionSignal signal) {
        if (signal instanceof SessionSignal.Viewers present) {
            return new Form("presence", out -> {
                out.writeNumberField("total", present.total());
                Form.list(out, "viewers", present.viewers(), SignalForms::object);
            });
        }
        SessionSignal.WindowGesture moving = (SessionSignal.WindowGesture) signal;
        Gesture gesture = moving.gesture();
        return new Form("gesture", out -> {
            out.writeStringField("actor", moving.actor().value());
            out.writeStringField("client_id", moving.client().value());
            out.writeStringField("window_id", gesture.window().value());
            WindowForms.position(out, gesture.position());
            WindowForms.size(out, "size", gesture.size());
        });
    }

    static SessionSignal read(JsonNode json) {
        Node node = Node.object(json, "gesture", Set.of("actor", "client_id", "window_id", "position", "size"));
        return new SessionSignal.WindowGesture(
                node.value("client_id", ClientId::of), node.value("actor", UserId::of), gesture(node));
    }

    /** The viewers as a JSON array. */
    public static String viewers(List<Viewer> viewers) {
        return Form.document(out -> {
            out.writeStartArray();
            for (Viewer viewer : viewers) {
                object(out, viewer);
            }
            out.writeEndArray();
        });
    }

    private static void object(JsonGenerator out, Viewer viewer) throws IOException {
        out.writeStartObject();
        viewer(out, viewer);
        out.writeEndObject();
    }

    static void viewer(JsonGenerator out, Viewer viewer) throws IOException {
        out.writeStringField("id", viewer.id());
        out.writeStringField("user_id", viewer.user().value());
        out.writeStringField("device", viewer.device().label());
        Form.text(out, "viewport_id", viewer.device().viewport());
        Form.instant(out, "since", viewer.since());
    }

    static Viewer readViewer(Node node) {
        String label = node.text("device");
        String viewport = node.optionalText("viewport_id");
        return new Viewer(
                node.text("id"),
                node.value("user_id", UserId::of),
                node.made("device", () -> new Device(label, viewport)),
                node.instant("since"));
    }

    private static Gesture gesture(Node node) {
        return new Gesture(node.value("window_id", WindowId::of), node.position("position"), node.size("size"));
    }
}
