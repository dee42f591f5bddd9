package systems.blackroad.examples.store;

import java.io.IOException;
import java.time.Duration;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.StoredEvent;

/**
 * What the file holds and where: every session's head, and the place of each of its events and of its two newest snapshots.
 * Thread-safe by one lock, which is never held across input or output. Frames change it only once they are durable, and
 * whole, so that no reader sees what a power cut could take back. It is made by reading frames, at open and after each
 * commit alike: about 100 bytes of memory per event.
 */
final class SessionIndex implements LogRecords.Reader {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionId, Entry> entries = new HashMap<>();
    private final NavigableSet<ListPlace> newestFirst = new TreeSet<>(ListPlace.ORDER);
    private final Map<UserId, UserSlots> slots = new HashMap<>();
    private String epoch = "";
    /** The store time of the records that are read now, or null in frames that have none. */
    private @Nullable Instant now;

    /** Takes in a durable frame. */
    void apply(byte[] body, long offset) throws IOException {
        lock.lock();
        try {
            now = null;
            LogRecords.replay(body, offset, this);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void timeIs(Instant instant) {
        now = instant;
    }

    @Override
    public void appended(
            SessionId session, UserId user, SessionStatus after, List<StoredEvent> events, List<Place> places) {
        Entry entry = entries.get(session);
        long expected = entry == null ? 1 : entry.facts.head().revision() + 1;
        if (events.isEmpty() || events.get(0).revision() != expected) {
            throw new IllegalArgumentException("session " + session + " does not go on at revision " + expected);
        }
        // Frames of the first version have no time of their own.
        Instant at = now == null ? events.get(events.size() - 1).at() : now;
        if (entry == null) {
            entry = new Entry(Facts.opened(session, user, events, epoch, at));
            entries.put(session, entry);
            newestFirst.add(ListPlace.of(entry.facts.head()));
        }
        entry.facts = entry.facts.under(epoch).appended(after, events, at);
        for (int i = 0; i < events.size(); i++) {
            StoredEvent event = events.get(i);
            entry.events.add(new EventPlace(places.get(i), event.command(), event.at()));
        }
    }

    @Override
    public void bounded(SessionId session, SessionTerms terms) {
        change(session, facts -> facts.bounded(terms, Objects.requireNonNull(now, "now")));
    }

    @Override
    public void touched(SessionId session) {
        change(session, facts -> facts.touched(Objects.requireNonNull(now, "now")));
    }

    @Override
    public void trimmed(SessionId session, long first) {
        Entry entry = change(session, facts -> facts.trimmed(first));
        long kept = entry.facts.head().revision() + 1 - first;
        entry.events.subList(0, entry.events.size() - (int) kept).clear();
    }

    @Override
    public void deleted(SessionId session) {
        Entry entry = change(session, facts -> facts.deleted(Objects.requireNonNull(now, "now")));
        entry.events.clear();
        entry.newest = null;
        entry.older = null;
        newestFirst.remove(ListPlace.of(entry.facts.head()));
    }

    @Override
    public void forgotten(SessionId session) {
        entries.remove(session);
    }

    @Override
    public void slotSet(UserId user, int number, SessionId session, long freeAt) {
        slots.computeIfAbsent(user, absent -> new UserSlots()).put(number, session, freeAt);
    }

    @Override
    public void snapshotKept(SessionId session, long revision, Place place) {
        Entry entry = entries.get(session);
        if (entry == null || revision > entry.facts.head().revision()) {
            throw new IllegalArgumentException("a snapshot of session " + session + " lies beyond its events");
        }
        entry.facts = entry.facts.kept(revision);
        entry.older = entry.newest;
        entry.newest = place;
    }

    private Entry change(SessionId session, UnaryOperator<Facts> change) {
        Entry entry = entries.get(session);
        if (entry == null) {
            throw new IllegalArgumentException("session " + session + " changes and was never created");
        }
        entry.facts = change.apply(entry.facts);
        return entry;
    }

    @Override
    public void epochBegun(String text) {
        epoch = text;
    }

    String epoch() {
        return locked(() -> epoch);
    }

    @Nullable
    Facts facts(SessionId session) {
        return locked(() -> {
            Entry entry = entries.get(session);
            return entry == null ? null : entry.facts;
        });
    }

    /** A copy of the user's slots. */
    UserSlots slots(UserId user) {
        return locked(() -> slots.getOrDefault(user, new UserSlots()).copy());
    }

    Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        return locked(() -> {
            Map<SessionId, SessionHead> heads = new HashMap<>();
            for (SessionId session : sessions) {
                Entry entry = entries.get(session);
                if (entry != null) {
                    heads.put(session, entry.facts.under(epoch).head());
                }
            }
            return Map.copyOf(heads);
        });
    }

    /** Live sessions whose deadline has come, the longest overdue first. Costs a walk over all sessions. */
    List<SessionHead> expired(Instant at, int limit) {
        return locked(() -> entries.values().stream()
                .filter(entry -> entry.facts.isExpired(at))
                .map(entry -> entry.facts.under(epoch).head())
                .sorted(Comparator.comparing(head -> head.deadline().orElseThrow()))
                .limit(limit)
                .toList());
    }

    /** Sessions that have had a status for so long, the longest first. Costs a walk over all sessions. */
    List<SessionId> since(SessionStatus status, Duration ago, Instant at, int limit) {
        return locked(() -> entries.values().stream()
                .filter(entry -> entry.facts.isSince(status, ago, at))
                .map(entry -> entry.facts.head())
                .sorted(Comparator.comparing(SessionHead::activeAt))
                .limit(limit)
                .map(SessionHead::id)
                .toList());
    }

    /** The first revision beyond {@code upTo} or whose event is younger than {@code keep}. */
    long firstYoung(SessionId session, long upTo, Duration keep, Instant at) {
        return locked(() -> {
            Entry entry = Objects.requireNonNull(entries.get(session), "session");
            long first = entry.facts.head().revision() + 1 - entry.events.size();
            for (EventPlace event : entry.events) {
                if (first > upTo || event.at().plus(keep).isAfter(at)) {
                    break;
                }
                first++;
            }
            return first;
        });
    }

    Optional<Found> find(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        Objects.requireNonNull(session, "session");
        return locked(() -> Optional.ofNullable(entries.get(session)).map(entry -> {
            Facts facts = entry.facts.under(epoch);
            Place snapshot = null;
            long from = afterRevision;
            if (facts.newest() > afterRevision && facts.newest() <= snapshotUpTo) {
                snapshot = entry.newest;
                from = facts.newest();
            } else if (facts.older() > afterRevision && facts.older() <= snapshotUpTo) {
                snapshot = entry.older;
                from = facts.older();
            }
            int size = entry.events.size();
            long first = facts.head().revision() + 1 - size;
            int begin = (int) Math.min(Math.max(from + 1 - first, 0), size);
            List<Place> places = entry.events.subList(begin, Math.min(begin + maxEvents, size)).stream()
                    .map(EventPlace::place)
                    .toList();
            return new Found(facts.head(), snapshot, places);
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
                SessionHead head = Objects.requireNonNull(entries.get(place.session()))
                        .facts
                        .under(epoch)
                        .head();
                if (user != null && !user.equals(head.user())) {
                    continue;
                }
                if (heads.size() == limit) {
                    return new Page<>(heads, ListPlace.of(heads.get(limit - 1)).text());
                }
                heads.add(head);
            }
            return new Page<>(heads, null);
        });
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

    private record EventPlace(Place place, CommandId command, Instant at) {}

    /** One session; guarded by the index's lock. */
    private static final class Entry {

        private Facts facts;
        /** The retained events: the last of them has the head's revision. */
        private final List<EventPlace> events = new ArrayList<>();

        private @Nullable Place newest;
        private @Nullable Place older;

        private Entry(Facts facts) {
            this.facts = facts;
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
