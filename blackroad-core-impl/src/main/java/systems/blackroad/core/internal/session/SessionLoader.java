package systems.blackroad.core.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.core.internal.json.StoredFormats;
import systems.blackroad.core.internal.logic.Evolution;

/** Reads sessions: what follows an image that is known, or the snapshot and its tail. Thread-safe. */
final class SessionLoader {

    /** The most pages that one read may take: a log of {@value} times a thousand events after its snapshot. */
    private static final int MAX_PAGES = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(SessionLoader.class);

    private final SessionStore store;

    SessionLoader(SessionStore store) {
        this.store = store;
    }

    /**
     * The session as it is now. One round trip; two where the log has left {@code base} far behind or began anew, and one
     * more for each further thousand events.
     *
     * @param base what is known of it, or null
     * @throws RefusedException with code {@code SESSION_UNREADABLE} if its log has a gap or is damaged
     */
    Optional<Loaded> load(SessionId session, @Nullable SessionImage base) {
        if (base != null) {
            Optional<SessionSlice> tail =
                    store.read(session, base.revision(), SessionStore.NO_SNAPSHOT, SessionStore.MAX_READ);
            if (tail.isEmpty() || tail.get().head().status() == SessionStatus.DELETED) {
                return Optional.empty();
            }
            if (continues(base, tail.get())) {
                return Optional.of(finish(session, new Reading(session, base, Long.MAX_VALUE), tail.get()));
            }
        }
        return fromSnapshot(session, SessionStore.NEWEST_SNAPSHOT, Long.MAX_VALUE);
    }

    /**
     * The state as it was at {@code revision}. One round trip, and one more for each further thousand events.
     *
     * @throws RefusedException with code {@code REVISION_NOT_KEPT} if it lies beyond the head or before the kept log
     */
    Optional<OsState> loadAt(SessionId session, long revision) {
        return fromSnapshot(session, revision, revision).map(loaded -> {
            OsState state = loaded.image().state();
            if (state.revision() != revision) {
                throw notKept(session, revision, "its head is " + loaded.head().revision());
            }
            return state;
        });
    }

    /** From the newest snapshot that is kept up to a revision and can be understood, or from the first event. */
    private Optional<Loaded> fromSnapshot(SessionId session, long snapshotUpTo, long last) {
        long upTo = snapshotUpTo;
        boolean newer = false;
        while (true) {
            Optional<SessionSlice> first = store.read(session, 0, upTo, SessionStore.MAX_READ);
            if (first.isEmpty() || first.get().head().status() == SessionStatus.DELETED) {
                return Optional.empty();
            }
            SessionSlice slice = first.get();
            Reading reading = new Reading(session, null, last);
            if (slice.snapshot().isEmpty() || reading.restart(slice.snapshot().get(), slice)) {
                requireWhole(session, slice, last, newer);
                return Optional.of(finish(session, reading, slice));
            }
            newer |= reading.newer;
            upTo = slice.snapshot().get().revision() - 1;
        }
    }

    /** Refuses a slice that begins in the middle of a log, without a snapshot. */
    private static void requireWhole(SessionId session, SessionSlice slice, long last, boolean newer) {
        boolean cut = slice.snapshot().isEmpty()
                && !slice.events().isEmpty()
                && slice.events().get(0).revision() > 1;
        if (cut && newer) {
            throw new RefusedException(
                    ErrorCode.SESSION_NEWER,
                    "session " + session
                            + " has snapshots of a newer version of the library alone, and the events before"
                            + " them are gone; upgrade this node");
        }
        if (cut && last != Long.MAX_VALUE) {
            throw notKept(
                    session,
                    last,
                    "its log is kept from " + slice.events().get(0).revision());
        }
    }

    private static RefusedException notKept(SessionId session, long revision, String kept) {
        return new RefusedException(
                ErrorCode.REVISION_NOT_KEPT,
                "session " + session + " has no state at revision " + revision + " to show: " + kept
                        + "; ask for one in between, or for the present one");
    }

    /** Whether the slice leads on from the image, in one page. */
    private static boolean continues(SessionImage base, SessionSlice tail) {
        long missing = tail.head().revision() - base.revision();
        boolean begins = tail.events().isEmpty() || tail.events().get(0).revision() == base.revision() + 1;
        return tail.head().epoch().equals(base.epoch())
                && begins
                && missing >= 0
                && missing == tail.events().size();
    }

    private Loaded finish(SessionId session, Reading reading, SessionSlice first) {
        SessionSlice slice = first;
        for (int page = 0; page < MAX_PAGES; page++) {
            reading.take(slice);
            if (reading.isComplete(slice)) {
                return reading.result(slice);
            }
            String epoch = slice.head().epoch();
            slice = store.read(session, reading.revision(), SessionStore.NO_SNAPSHOT, SessionStore.MAX_READ)
                    .filter(next -> next.head().epoch().equals(epoch))
                    .orElseThrow(() -> unreadable(session, "changed its epoch while it was read; read it again"));
            if (slice.events().isEmpty() && slice.head().revision() > reading.revision()) {
                throw unreadable(
                        session,
                        "lacks event " + (reading.revision() + 1) + " before its head "
                                + slice.head().revision() + "; restore it from a backup");
            }
        }
        throw unreadable(session, "has more events after its snapshot than can be read; save a snapshot");
    }

    /** The event with its cause, if its type is known. */
    static Optional<RecordedEvent> recorded(SessionId session, StoredEvent stored) {
        Optional<OsEvent> event = StoredFormats.readEvent(stored.payload());
        return event.map(known -> new RecordedEvent(
                session, stored.revision(), stored.at(), stored.actor(), stored.command(), stored.trace(), known));
    }

    static RefusedException unreadable(SessionId session, String problem) {
        return new RefusedException(ErrorCode.SESSION_UNREADABLE, "log of session " + session + " " + problem);
    }

    /** The progress of one read. Not thread-safe. */
    private static final class Reading {

        private final SessionId session;
        private final List<RecordedEvent> events = new ArrayList<>();
        private @Nullable SessionImage image;
        private boolean follows;
        private boolean newer;
        /** The last event to read. */
        private final long last;

        Reading(SessionId session, @Nullable SessionImage base, long last) {
            this.session = session;
            this.last = last;
            this.image = base;
            this.follows = base != null;
        }

        long revision() {
            return image == null ? 0 : image.revision();
        }

        /** Begins at a snapshot; answers whether it could be understood, which one that is damaged or newer cannot. */
        boolean restart(SessionSnapshot snapshot, SessionSlice slice) {
            Optional<StoredFormats.Snapshot> read;
            try {
                read = StoredFormats.readSnapshot(snapshot.payload());
            } catch (RefusedException e) {
                LOG.warn(
                        "Snapshot of session {} at revision {} cannot be read; an older one and the events after it can",
                        session,
                        snapshot.revision(),
                        e);
                return false;
            }
            if (read.isEmpty()) {
                newer = true;
                return false;
            }
            image = new SessionImage(
                    slice.head().epoch(),
                    read.get().state(),
                    ClientLedger.of(read.get().clients()),
                    slice.head().createdAt());
            follows = false;
            return true;
        }

        void take(SessionSlice slice) {
            List<RecordedEvent> tail = new ArrayList<>();
            for (StoredEvent stored : slice.events()) {
                if (stored.revision() > last) {
                    break;
                }
                if (stored.revision() != revision() + tail.size() + 1) {
                    throw unreadable(
                            session,
                            "goes on with event " + stored.revision() + " after revision " + (revision() + tail.size())
                                    + "; restore it from a backup");
                }
                Optional<RecordedEvent> event = recorded(session, stored);
                if (event.isEmpty()) {
                    newer = true;
                    break;
                }
                tail.add(event.get());
            }
            append(tail, slice);
        }

        private void append(List<RecordedEvent> tail, SessionSlice slice) {
            if (tail.isEmpty()) {
                return;
            }
            if (follows) {
                events.addAll(tail);
            }
            if (image == null) {
                RecordedEvent first = tail.get(0);
                OsState opened = Evolution.evolve(null, first.event());
                ClientLedger ledger = ClientLedger.EMPTY.with(List.of(first.command()));
                image = new SessionImage(slice.head().epoch(), opened, ledger, first.at())
                        .after(tail.subList(1, tail.size()));
            } else {
                image = image.after(tail);
            }
        }

        boolean isComplete(SessionSlice slice) {
            return newer || revision() >= Math.min(last, slice.head().revision());
        }

        Loaded result(SessionSlice slice) {
            if (image == null) {
                throw new RefusedException(
                        ErrorCode.SESSION_NEWER,
                        "session " + session + " begins with an event that this version of the library does not know;"
                                + " upgrade this node");
            }
            SessionImage last = newer
                    ? image
                    : new SessionImage(
                            image.epoch(),
                            image.state(),
                            image.ledger(),
                            slice.head().updatedAt());
            return new Loaded(last, slice.head(), follows, List.copyOf(events), newer);
        }
    }
}
