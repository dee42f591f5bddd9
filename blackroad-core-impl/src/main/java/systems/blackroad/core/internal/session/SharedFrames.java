package systems.blackroad.core.internal.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionFrame.Reason;
import systems.blackroad.core.internal.json.FrameWriter;

/**
 * The frames that all subscribers of one session get: each is made and encoded once. Keeps the last events up to the
 * newest image, as many as a subscriber's buffer takes, so that one who comes back gets them without a read; and the
 * snapshots of the newest image, one for each reason. Not thread-safe.
 */
final class SharedFrames {

    private final int maxEvents;
    private final ArrayDeque<SessionFrame.Event> recent = new ArrayDeque<>();
    private final Map<Reason, SessionFrame.Snapshot> snapshots = new EnumMap<>(Reason.class);
    private @Nullable SessionImage pictured;
    private int bytes;

    SharedFrames(int maxEvents) {
        this.maxEvents = maxEvents;
    }

    /** The frame of the event that follows those before. */
    SessionFrame.Event next(String epoch, RecordedEvent event) {
        SessionFrame.Event frame = new SessionFrame.Event(epoch, event);
        forgetSnapshots();
        add(frame);
        return frame;
    }

    /** The frame that shows {@code image}: the same one as long as the session stands there. */
    SessionFrame.Snapshot snapshot(SessionImage image, Reason reason) {
        if (pictured == null || !pictured.isAt(image)) {
            forgetSnapshots();
            pictured = image;
        }
        return snapshots.computeIfAbsent(reason, why -> new SessionFrame.Snapshot(image.epoch(), image.state(), why));
    }

    /** The events after {@code revision} up to {@code now}, if all of them are kept. */
    Optional<List<SessionFrame>> after(long revision, SessionImage now) {
        List<SessionFrame> events = new ArrayList<>();
        long expected = revision + 1;
        for (SessionFrame.Event frame : recent) {
            if (frame.event().revision() == expected && frame.epoch().equals(now.epoch())) {
                events.add(frame);
                expected++;
            }
        }
        return expected == now.revision() + 1 ? Optional.of(events) : Optional.empty();
    }

    /** Keeps the events that lead to the newest image, in place of those that were kept. */
    void replace(List<SessionFrame.Event> events) {
        forgetEvents();
        events.forEach(this::add);
    }

    /** Nothing that was kept leads to the newest image. */
    void restart() {
        forgetEvents();
        forgetSnapshots();
    }

    /** How many bytes of a subscriber's memory the frame counts for, while it waits. */
    static int size(SessionFrame frame) {
        return frame.encoded(FrameWriter::data).remaining();
    }

    private void add(SessionFrame.Event frame) {
        recent.add(frame);
        bytes += size(frame);
        while (recent.size() > maxEvents || bytes > StreamSubscription.MAX_BYTES) {
            bytes -= size(recent.remove());
        }
    }

    private void forgetEvents() {
        recent.clear();
        bytes = 0;
    }

    private void forgetSnapshots() {
        snapshots.clear();
        pictured = null;
    }
}
