package systems.blackroad.examples.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.StoredEvent;

/**
 * What the file holds and where: every session's head, and the place of each of its events and of its newest snapshot.
 * Thread-safe by one lock, which is never held across input or output. Frames change it only once they are durable, and
 * whole, so that no reader sees what a power cut could take back. It is made by reading frames, at open and after each
 * commit alike: about 100 bytes of memory per event.
 */
final class SessionIndex implements LogRecords.Reader {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionId, Entry> entries = new HashMap<>();
    private final NavigableSet<ListPlace> newestFirst = new TreeSet<>(ListPlace.ORDER);
    private String epoch = "";

    /** Takes in a durable frame. */
    void apply(byte[] body, long offset) throws IOException {
        lock.lock();
        try {
            LogRecords.replay(body, offset, this);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void appended(
            SessionId session, UserId user, SessionStatus after, List<StoredEvent> events, List<Place> places) {
        Entry entry = entries.get(session);
        SessionHead head = entry == null ? null : entry.head;
        long expected = head == null ? 1 : head.revision() + 1;
        if (events.isEmpty() || events.get(0).revision() != expected) {
            throw new IllegalArgumentException("session " + session + " does not go on at revision " + expected);
        }
        SessionHead next = advanced(head, session, user, after, epoch, events);
        if (entry == null) {
            entry = new Entry(next);
            entries.put(session, entry);
            newestFirst.add(ListPlace.of(next));
        }
        entry.head = next;
        for (int i = 0; i < events.size(); i++) {
            entry.events.add(new EventPlace(places.get(i), events.get(i).command()));
        }
    }

    @Override
    public void snapshotKept(SessionId session, long revision, Place place) {
        Entry entry = entries.get(session);
        if (entry == null || revision > entry.head.revision()) {
            throw new IllegalArgumentException("a snapshot of session " + session + " lies beyond its events");
        }
        entry.snapshotRevision = revision;
        entry.snapshot = place;
    }

    @Override
    public void epochBegun(String text) {
        epoch = text;
    }

    String epoch() {
        return locked(() -> epoch);
    }

    @Nullable
    SessionHead head(SessionId session) {
        return heads(Set.of(session)).get(session);
    }

    Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        return locked(() -> {
            Map<SessionId, SessionHead> heads = new HashMap<>();
            for (SessionId session : sessions) {
                Entry entry = entries.get(session);
                if (entry != null) {
                    heads.put(session, withEpoch(entry.head, epoch));
                }
            }
            return Map.copyOf(heads);
        });
    }

    /** The revision of the newest snapshot, or 0. */
    long snapshotRevision(SessionId session) {
        return locked(() -> {
            Entry entry = entries.get(session);
            return entry == null ? 0L : entry.snapshotRevision;
        });
    }

    Optional<Found> find(SessionId session, long afterRevision, boolean withSnapshot, int maxEvents) {
        Objects.requireNonNull(session, "session");
        return locked(() -> Optional.ofNullable(entries.get(session)).map(entry -> {
            boolean jumps = withSnapshot && entry.snapshotRevision > afterRevision;
            long from = Math.min(jumps ? entry.snapshotRevision : afterRevision, entry.events.size());
            long to = Math.min(from + maxEvents, entry.events.size());
            List<Place> places = new ArrayList<>();
            for (EventPlace event : entry.events.subList((int) from, (int) to)) {
                places.add(event.place());
            }
            return new Found(withEpoch(entry.head, epoch), jumps ? entry.snapshot : null, places);
        }));
    }

    /** Costs a walk over the session's places in memory. */
    List<Place> ofCommand(SessionId session, CommandId command) {
        Objects.requireNonNull(session, "session");
        return locked(() -> {
            List<Place> places = new ArrayList<>();
            Entry entry = entries.get(session);
            for (EventPlace event : entry == null ? List.<EventPlace>of() : entry.events) {
                if (event.command().equals(command)) {
                    places.add(event.place());
                }
            }
            return places;
        });
    }

    /** With a user, costs a walk over the sessions of all users. */
    Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        ListPlace from = after == null ? null : ListPlace.parse(after);
        return locked(() -> {
            List<SessionHead> heads = new ArrayList<>();
            for (ListPlace place : from == null ? newestFirst : newestFirst.tailSet(from, false)) {
                SessionHead head = Objects.requireNonNull(entries.get(place.session())).head;
                if (user != null && !user.equals(head.user())) {
                    continue;
                }
                if (heads.size() == limit) {
                    return new Page<>(heads, ListPlace.of(heads.get(limit - 1)).text());
                }
                heads.add(withEpoch(head, epoch));
            }
            return new Page<>(heads, null);
        });
    }

    /** The head with {@code events} after it; the user counts only if there was none. */
    static SessionHead advanced(
            @Nullable SessionHead head,
            SessionId session,
            UserId user,
            SessionStatus after,
            String epoch,
            List<StoredEvent> events) {
        StoredEvent last = events.get(events.size() - 1);
        return new SessionHead(
                session,
                head == null ? user : head.user(),
                after,
                last.revision(),
                epoch,
                head == null ? events.get(0).at() : head.createdAt(),
                last.at(),
                last.at(),
                null);
    }

    static SessionHead withEpoch(SessionHead head, String epoch) {
        return head.epoch().equals(epoch)
                ? head
                : new SessionHead(
                        head.id(),
                        head.user(),
                        head.status(),
                        head.revision(),
                        epoch,
                        head.createdAt(),
                        head.updatedAt(),
                        head.activeAt(),
                        head.expiresAt());
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a read found, all of one moment.
     *
     * @param head the session's head
     * @param snapshot the newest snapshot if it was asked for and helps, or null
     * @param events the places of the events to read
     */
    record Found(SessionHead head, @Nullable Place snapshot, List<Place> events) {}

    private record EventPlace(Place place, CommandId command) {}

    /** One session; guarded by the index's lock. */
    private static final class Entry {

        private SessionHead head;
        /** The event of revision n at n - 1. */
        private final List<EventPlace> events = new ArrayList<>();

        private long snapshotRevision;
        private @Nullable Place snapshot;

        private Entry(SessionHead head) {
            this.head = head;
        }
    }

    /** Where a session stands in lists: by its first event's time, then by its id, so that pages never shift. */
    private record ListPlace(long createdAt, SessionId session) {

        private static final Comparator<ListPlace> ORDER = Comparator.comparingLong(ListPlace::createdAt)
                .reversed()
                .thenComparing(place -> place.session().value());

        private static ListPlace of(SessionHead head) {
            return new ListPlace(head.createdAt().toEpochMilli(), head.id());
        }

        private static ListPlace parse(String text) {
            try {
                int colon = text.indexOf(':');
                Instant createdAt = Instant.ofEpochMilli(Long.parseLong(text.substring(0, Math.max(colon, 0))));
                return new ListPlace(createdAt.toEpochMilli(), SessionId.of(text.substring(colon + 1)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "after must be the next of an earlier page, got a text of " + text.length() + " chars", e);
            }
        }

        private String text() {
            return createdAt + ":" + session;
        }
    }
}
