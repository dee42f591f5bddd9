package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.HintListener;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;

/** Sessions in memory. Thread-safe: one lock guards everything, and no listener is called under it. */
final class MemorySessionStore implements SessionStore {

    private final ReentrantLock lock = new ReentrantLock();
    private final MemoryHints hints = new MemoryHints();
    private final Map<SessionId, MemoryLog> logs = new HashMap<>();
    private final NavigableMap<Place, MemoryLog> byCreation = new TreeMap<>(Place.NEWEST_FIRST);
    /** Random, so that a store that begins anew after a restart never has an epoch that a client remembers. */
    private final String origin = UUID.randomUUID().toString();

    private int epochs = 1;

    @Override
    public Durability durability() {
        return Durability.D0;
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        Set<SessionId> sessions = new HashSet<>();
        if (batch.isEmpty() || batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException("a batch must have 1 to " + MAX_BATCH + " appends, got " + batch.size());
        }
        for (Append append : batch) {
            if (!sessions.add(append.session())) {
                throw new IllegalArgumentException(
                        "a batch must have at most one append for session " + append.session() + ", got two");
            }
        }
        Set<String> changed = new HashSet<>();
        List<AppendResult> results = locked(() -> {
            List<AppendResult> made = new ArrayList<>(batch.size());
            for (Append append : batch) {
                made.add(appendOne(append, changed));
            }
            return made;
        });
        hints.tell(Set.copyOf(changed));
        return List.copyOf(results);
    }

    private AppendResult appendOne(Append append, Set<String> changed) {
        MemoryLog log = logs.get(append.session());
        if (log == null) {
            if (append.expectedRevision() != 0) {
                return new AppendResult.Conflict(null);
            }
            log = new MemoryLog(
                    append.session(), append.user(), append.events().get(0).at());
            logs.put(append.session(), log);
            byCreation.put(Place.of(log), log);
        } else if (append.expectedRevision() != log.revision()
                || !epoch().equals(append.expectedEpoch())
                || log.status() != SessionStatus.LIVE) {
            return new AppendResult.Conflict(log.head(epoch()));
        }
        log.add(append);
        changed.add(append.session().value());
        return new AppendResult.Appended(log.head(epoch()));
    }

    @Override
    public Optional<SessionSlice> read(SessionId session, long afterRevision, boolean withSnapshot, int maxEvents) {
        if (afterRevision < 0 || maxEvents < 0 || maxEvents > MAX_READ) {
            throw new IllegalArgumentException(
                    "a read of session " + session + " must begin after 0 or more and have 0 to " + MAX_READ
                            + " events, got " + afterRevision + " and " + maxEvents);
        }
        return locked(() -> find(session).map(log -> log.slice(epoch(), afterRevision, withSnapshot, maxEvents)));
    }

    @Override
    public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        if (sessions.size() > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "heads must be asked of at most " + MAX_BATCH + " sessions, got " + sessions.size());
        }
        return locked(() -> {
            Map<SessionId, SessionHead> heads = new HashMap<>();
            sessions.forEach(session -> find(session).ifPresent(log -> heads.put(session, log.head(epoch()))));
            return Map.copyOf(heads);
        });
    }

    @Override
    public List<StoredEvent> findCommand(SessionId session, CommandId command) {
        Objects.requireNonNull(command, "command");
        return locked(() -> find(session).map(log -> log.of(command)).orElse(List.of()));
    }

    @Override
    public boolean saveSnapshot(SessionId session, SessionSnapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        return locked(() -> find(session).map(log -> log.keep(snapshot)).orElse(false));
    }

    @Override
    public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        Page.requireLimit(limit);
        @Nullable Place from = after == null ? null : Place.parse(after);
        return locked(() -> {
            List<SessionHead> heads = new ArrayList<>();
            for (MemoryLog log : (from == null ? byCreation : byCreation.tailMap(from, false)).values()) {
                if (user == null || user.equals(log.user())) {
                    if (heads.size() == limit) {
                        return new Page<>(heads, Place.of(heads.get(limit - 1)).text());
                    }
                    heads.add(log.head(epoch()));
                }
            }
            return new Page<>(heads, null);
        });
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        return hints.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void newEpoch() {
        locked(() -> ++epochs);
        hints.tellMany();
    }

    private Optional<MemoryLog> find(SessionId session) {
        return Optional.ofNullable(logs.get(Objects.requireNonNull(session, "session")));
    }

    private String epoch() {
        return origin + "-" + epochs;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Where a session stands in the list: by the time of its first event, then by id. */
    private record Place(long createdAt, String id) {

        private static final Comparator<Place> NEWEST_FIRST =
                Comparator.comparingLong(Place::createdAt).reversed().thenComparing(Place::id);

        private static Place of(MemoryLog log) {
            return new Place(log.createdAt().toEpochMilli(), log.id().value());
        }

        private static Place of(SessionHead head) {
            return new Place(head.createdAt().toEpochMilli(), head.id().value());
        }

        private static Place parse(String text) {
            int dot = text.indexOf('.');
            try {
                Instant createdAt = Instant.ofEpochMilli(Long.parseLong(text.substring(0, Math.max(dot, 0))));
                return new Place(
                        createdAt.toEpochMilli(),
                        SessionId.of(text.substring(dot + 1)).value());
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "after must be the next of an earlier page, got " + text.length() + " other chars", e);
            }
        }

        private String text() {
            return createdAt + "." + id;
        }
    }
}
