package systems.blackroad.core.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.runtime.Viewer;
import systems.blackroad.api.session.SessionId;

/**
 * What one node tells the others.
 *
 * @param node the sender, one runtime
 * @param sessions the sessions that changed, or the one that the signal is about; empty means look at everything
 * @param signal what to show, or null
 * @param beat who is there or gone, or null; without a signal and a beat: look at the sessions
 */
public record LinkMessage(
        String node,
        Set<SessionId> sessions,
        @Nullable SessionSignal signal,
        @Nullable Beat beat) {

    private static final Set<String> FIELDS = Set.of("node", "sessions", "gesture", "viewer", "present");

    /** A viewer who is there, or no longer. */
    public record Beat(Viewer viewer, boolean present) {}

    /** The message as bytes. */
    public byte[] bytes() {
        return Form.object(out -> {
                    out.writeStringField("node", node);
                    Form.list(out, "sessions", sessions, (to, session) -> to.writeString(session.value()));
                    if (beat != null) {
                        Form.field(out, "viewer", to -> SignalForms.viewer(to, beat.viewer()));
                        out.writeBooleanField("present", beat.present());
                    }
                    if (signal != null) {
                        Form form = SignalForms.form(signal);
                        Form.field(out, form.type(), form.fields());
                    }
                })
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The message of {@code bytes}.
     *
     * @throws systems.blackroad.api.error.RefusedException if it is none
     */
    public static LinkMessage read(byte[] bytes) {
        var tree = StrictReader.OUTSIDE.tree(bytes);
        Node message = Node.object(tree, "", FIELDS);
        return new LinkMessage(
                message.text("node"),
                new LinkedHashSet<>(message.texts("sessions", SessionId::of)),
                message.isAbsent("gesture") ? null : SignalForms.read(tree.get("gesture")),
                message.isAbsent("viewer")
                        ? null
                        : new Beat(
                                SignalForms.readViewer(message.object("viewer", SignalForms.VIEWER)),
                                message.flag("present")));
    }
}
