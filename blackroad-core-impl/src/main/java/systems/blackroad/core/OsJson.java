package systems.blackroad.core;

import java.nio.ByteBuffer;
import java.util.List;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.Viewer;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.core.internal.json.CanonicalJson;
import systems.blackroad.core.internal.json.CommandReader;
import systems.blackroad.core.internal.json.EventWriter;
import systems.blackroad.core.internal.json.FrameWriter;
import systems.blackroad.core.internal.json.Hashes;
import systems.blackroad.core.internal.json.SignalForms;
import systems.blackroad.core.internal.json.StateReader;
import systems.blackroad.core.internal.json.StateWriter;

/**
 * The wire format of {@code docs/reference/wire-format.md}: states, events, stream frames and commands as JSON. Stateless
 * and thread-safe. Everything is read within {@link systems.blackroad.api.codec.ReadLimits}; fields that are unknown or
 * occur twice are refused, and no name in a document ever chooses a class.
 */
public final class OsJson {

    private OsJson() {}

    /** The state as JSON, in the documented field order, map keys sorted: equal states give equal text. */
    public static String state(OsState state) {
        return StateWriter.json(state);
    }

    /**
     * The state that {@code json} describes.
     *
     * @throws RefusedException with code {@code MALFORMED_DOCUMENT} if it is not well-formed or too large, or {@code
     *     INVALID_VALUE}, naming the field
     */
    public static OsState readState(String json) {
        return StateReader.read(json);
    }

    /** What is portable of a state as JSON, in the same form; {@link #readDesktop} reads it. */
    public static String desktop(PortableDesktop desktop) {
        return StateWriter.json(desktop);
    }

    /**
     * The portable desktop that {@code json} describes; whether it obeys the laws is decided when it is imported.
     *
     * @param json in UTF-8
     * @throws RefusedException with code {@code MALFORMED_DOCUMENT} if it is not well-formed or too large, or {@code
     *     INVALID_VALUE}, naming the field
     */
    public static PortableDesktop readDesktop(byte[] json) {
        return StateReader.readPortable(json);
    }

    /** The event as JSON, as it stands in answers and streams. */
    public static String event(RecordedEvent event) {
        return EventWriter.json(event);
    }

    /** The frame's data as one line of JSON. */
    public static String frame(SessionFrame frame) {
        return FrameWriter.data(frame);
    }

    /**
     * The frame's data as {@link #frame} gives it, in UTF-8: made once for each snapshot and event, and shared by all who
     * hold that frame.
     *
     * @return a view of its own on shared bytes; read-only
     */
    public static ByteBuffer frameBytes(SessionFrame frame) {
        return frame.encoded(FrameWriter::data);
    }

    /** The frame's name: {@code resumed}, {@code snapshot}, {@code event}, {@code closed}, {@code gesture} or
     * {@code presence}. */
    public static String frameName(SessionFrame frame) {
        return FrameWriter.name(frame);
    }

    /**
     * The commands of {@code json}: one command, or an array of at most {@value
     * systems.blackroad.api.session.CommandEnvelope#MAX_COMMANDS}. Commands that open or end a session have no wire form.
     *
     * @throws RefusedException as {@link #readState} does
     */
    public static List<OsCommand> readCommands(String json) {
        return CommandReader.commands(json);
    }

    /**
     * The posted command list of {@code body}: {@code client_id}, {@code seq} and {@code commands}, in UTF-8.
     *
     * @throws RefusedException as {@link #readState} does
     */
    public static CommandBody readCommandBody(byte[] body) {
        CommandReader.Body read = CommandReader.body(body);
        return new CommandBody(read.id(), read.commands());
    }

    /**
     * The posted gesture of {@code body}: {@code client_id}, {@code window_id}, {@code position} and {@code size}, in UTF-8.
     *
     * @throws RefusedException as {@link #readState} does
     */
    public static GestureBody readGestureBody(byte[] body) {
        SignalForms.Posted read = SignalForms.posted(body);
        return new GestureBody(read.client(), read.gesture());
    }

    /** The viewers as a JSON array, each as it stands in a {@code presence} frame. */
    public static String viewers(List<Viewer> viewers) {
        return SignalForms.viewers(viewers);
    }

    /**
     * The state as canonical JSON (RFC 8785): the same text as {@code CoreOSClient.canonicalJson} gives for an equal state in
     * a browser.
     */
    public static String canonicalState(OsState state) {
        return CanonicalJson.of(StateWriter.json(state));
    }

    /** The SHA-256 of {@link #canonicalState}, as 64 hexadecimal digits: equal for equal states, on every node and in browsers. */
    public static String canonicalHash(OsState state) {
        return Hashes.sha256(canonicalState(state));
    }
}
