package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import systems.blackroad.api.runtime.Gesture;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.window.WindowId;

/** Writes and reads what is shown and never kept. */
public final class SignalForms {

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
        SessionSignal.WindowGesture moving = (SessionSignal.WindowGesture) signal;
        Gesture gesture = moving.gesture();
        return new Form("gesture", out -> {
            out.writeStringField("actor", moving.actor().value());
            out.writeStringField("client_id", moving.client().value());
            out.writeStringField("window_id", gesture.window().value());
            StateWriter.position(out, gesture.position());
            StateWriter.size(out, gesture.size());
        });
    }

    static SessionSignal read(JsonNode json) {
        Node node = Node.object(json, "gesture", Set.of("actor", "client_id", "window_id", "position", "size"));
        return new SessionSignal.WindowGesture(
                node.value("client_id", ClientId::of), node.value("actor", UserId::of), gesture(node));
    }

    private static Gesture gesture(Node node) {
        return new Gesture(node.value("window_id", WindowId::of), node.position("position"), node.size("size"));
    }
}
