package systems.blackroad.core.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionFrame.Reason;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;

/** Finds the frames with which a subscriber begins. Thread-safe. */
final class Replay {

    private final SessionStore store;
    private final int maxEvents;

    /** At most {@code maxEvents} are replayed; a subscriber that is further behind gets a snapshot. */
    Replay(SessionStore store, int maxEvents) {
        this.store = store;
        this.maxEvents = Math.min(maxEvents, SessionStore.MAX_READ);
    }

    /** The most events that are replayed. */
    int maxEvents() {
        return maxEvents;
    }

    /**
     * Adds the frames that lead from {@code position} to {@code now}, or says why only a snapshot does. At most one round
     * trip, and none if {@code shared} has the events; it keeps those that were read.
     */
    Optional<Reason> begin(
            SessionId session,
            SessionImage now,
            @Nullable StreamPosition position,
            SharedFrames shared,
            List<SessionFrame> frames) {
        if (position == null) {
            return Optional.of(Reason.START);
        }
        if (!position.epoch().equals(now.epoch())) {
            return Optional.of(Reason.EPOCH);
        }
        long missing = now.revision() - position.revision();
        if (missing < 0) {
            return Optional.of(Reason.FUTURE);
        }
        if (missing > maxEvents) {
            return Optional.of(Reason.TRIMMED);
        }
        Optional<List<SessionFrame>> kept = shared.after(position.revision(), now);
        if (kept.isEmpty()) {
            Optional<Reason> obstacle = read(session, now, position.revision(), shared);
            if (obstacle.isPresent()) {
                return obstacle;
            }
            kept = shared.after(position.revision(), now);
            if (kept.isEmpty()) {
                return Optional.of(Reason.TRIMMED);
            }
        }
        frames.add(new SessionFrame.Resumed(position));
        frames.addAll(kept.get());
        return Optional.empty();
    }

    /** Reads the events after {@code revision} into {@code shared}, or says why it cannot. */
    private Optional<Reason> read(SessionId session, SessionImage now, long revision, SharedFrames shared) {
        int missing = (int) (now.revision() - revision);
        Optional<SessionSlice> slice = store.read(session, revision, SessionStore.NO_SNAPSHOT, missing);
        if (slice.isEmpty() || !slice.get().head().epoch().equals(now.epoch())) {
            return Optional.of(Reason.EPOCH);
        }
        List<SessionFrame.Event> events = new ArrayList<>();
        for (StoredEvent stored : slice.get().events()) {
            Optional<RecordedEvent> event = SessionLoader.recorded(session, stored);
            if (event.isEmpty() || stored.revision() != revision + events.size() + 1) {
                return Optional.of(Reason.TRIMMED);
            }
            events.add(new SessionFrame.Event(now.epoch(), event.get()));
        }
        if (events.size() < missing) {
            return Optional.of(Reason.TRIMMED);
        }
        shared.replace(events);
        return Optional.empty();
    }
}
