package systems.blackroad.proof;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.core.OsJson;
import systems.blackroad.core.OsLogic;

/*
 * Lines, each "V session kind epoch revision detail": A asked to subscribe after this position, P the stream resumed there, S a
 * snapshot and its reason, E an event, C the hash of the state at a revision, the same revisions with every subscriber, K that
 * state, Z where it stood at the end and its hash, F a frame that did not fit.
 */
/**
 * A subscriber that keeps a session's state as a browser does, by snapshots and events alone, and writes down what it gets.
 * Thread-safe; its own lock guards all fields and is held while a line is written.
 */
final class Watcher {

    private static final int CHECKPOINT = 100;

    private final SessionId session;
    private final Journal journal;
    private @Nullable OsState state;
    private String epoch = "-";
    private @Nullable Seat seat;

    /**
     * A subscriber that has seen nothing, or what another one had kept when its worker was killed, as a client that goes to
     * another node.
     *
     * @param kept the last {@code K} line of that one, or null
     */
    Watcher(SessionId session, Journal journal, WatchHistory.@Nullable Seen kept) {
        this.session = session;
        this.journal = journal;
        if (kept != null) {
            state = OsJson.readState(kept.detail());
            epoch = kept.epoch();
        }
    }

    /** Subscribes where this one stands, unless it is subscribed. */
    void subscribeIfAway(OsRuntime runtime) {
        Seat fresh;
        StreamPosition position;
        synchronized (this) {
            if (seat != null) {
                return;
            }
            fresh = new Seat();
            seat = fresh;
            position = state == null ? null : new StreamPosition(epoch, state.revision());
            write("A", revision(), "-");
        }
        runtime.stream(session, position).subscribe(fresh);
    }

    /** Ends the stream, as a client does that goes away for a moment. */
    synchronized void leave() {
        if (seat != null && seat.subscription != null) {
            seat.subscription.cancel();
            seat = null;
        }
    }

    /** Whether it has come as far as a fresh read; false too if the read fails. */
    boolean hasReached(OsRuntime runtime) {
        try {
            long newest = runtime.requireState(session).revision();
            synchronized (this) {
                return revision() >= newest;
            }
        } catch (BlackRoadException e) {
            Processes.note("cannot compare: " + e.getMessage());
            return false;
        }
    }

    /** Writes down where it stands at the end. */
    synchronized void conclude() {
        leave();
        write("Z", revision(), state == null ? "-" : OsJson.canonicalHash(state));
    }

    private synchronized void take(Seat from, SessionFrame frame) {
        if (seat != from) {
            return;
        }
        if (frame instanceof SessionFrame.Resumed resumed) {
            write("P", resumed.position().revision(), "-");
        } else if (frame instanceof SessionFrame.Snapshot snapshot) {
            state = snapshot.state();
            epoch = snapshot.epoch();
            write("S", revision(), snapshot.reason());
            keep(snapshot.state());
        } else if (frame instanceof SessionFrame.Event event) {
            follow(event);
        } else if (frame instanceof SessionFrame.Closed) {
            seat = null;
        }
    }

    private void follow(SessionFrame.Event frame) {
        epoch = frame.epoch();
        write("E", frame.event().revision(), "-");
        try {
            OsState next = OsLogic.evolve(state, frame.event().event());
            state = next;
            checkpoint(next);
        } catch (IllegalArgumentException e) {
            write("F", frame.event().revision(), "-");
            Processes.note("an event does not fit: " + e.getMessage());
        }
    }

    private void checkpoint(OsState reached) {
        if (reached.revision() % CHECKPOINT == 0) {
            keep(reached);
        }
    }

    /** What it goes on from after a kill, and what equal revisions elsewhere are compared with. */
    private void keep(OsState reached) {
        write("C", reached.revision(), OsJson.canonicalHash(reached));
        write("K", reached.revision(), OsJson.state(reached));
    }

    private long revision() {
        return state == null ? 0 : state.revision();
    }

    private void write(String kind, long revision, Object detail) {
        journal.write("V", session, kind, epoch, revision, detail);
    }

    private synchronized void ended(Seat from) {
        if (seat == from) {
            seat = null;
        }
    }

    /** One subscription; what still comes after another took its place is ignored. */
    private final class Seat implements Flow.Subscriber<SessionFrame> {

        private volatile Flow.@Nullable Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(SessionFrame frame) {
            take(this, frame);
            Flow.Subscription current = subscription;
            if (current != null) {
                current.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            Processes.note("stream of " + session + " failed: " + failure.getMessage());
            ended(this);
        }

        @Override
        public void onComplete() {
            ended(this);
        }
    }
}
