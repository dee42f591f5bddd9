package systems.blackroad.core.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.session.SessionId;

/**
 * What one node tells the others.
 *
 * @param node the sender, one runtime
 * @param sessions the sessions that changed, or the one that the signal is about; empty means look at everything
 * @param signal what to show, or null: look at the sessions
 */
public record LinkMessage(
        String node, Set<SessionId> sessions, @Nullable SessionSignal signal) {

    private static final Set<String> FIELDS = Set.of("node", "sessions", "gesture");

    /** The message as bytes. */
    public byte[] bytes() {
        return Form.object(out -> {
                    out.writeStringField("node", node);
                    Form.list(out, "sessions", sessions, (to, session) -> to.writeString(session.value()));
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
                message.isAbsent("gesture") ? null : SignalForms.read(tree.get("gesture")));
    }
}
