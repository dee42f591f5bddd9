package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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
import java.util.function.Function;
import java.util.stream.Stream;
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
import systems.blackroad.api.store.SlotOutcome;
import systems.blackroad.api.store.StoredEvent;

/** Sessions in memory. Thread-safe: one lock guards everything, and no listener is called under it. */
final class MemorySessionStore implements SessionStore {

    private final ReentrantLock lock = new ReentrantLock();
    private final MemoryHints hints = new MemoryHints();
    private final Map<SessionId, MemoryLog> logs = new HashMap<>();
    private final NavigableMap<Place, MemoryLog> byCreation = new TreeMap<>(Place.NEWEST_FIRST);
    private final MemorySlots slots = new MemorySlots();
    private final InstantSource clock;
    /** Random, so that a store that begins anew after a restart never has an epoch that a client remembers. */
    private final String origin = UUID.randomUUID().toString();

    private int epochs = 1;
    /** The latest instant that the clock gave, so that time never goes back. */
    private Instant latest = Instant.MIN;

    MemorySessionStore(InstantSource clock) {
        this.clock = clock;
    }

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
        List<AppendResult> results = locked(now -> {
            List<AppendResult> made = new ArrayList<>(batch.size());
            for (Append append : batch) {
                made.add(appendOne(append, changed, now));
            }
            return made;
        });
        hints.tell(Set.copyOf(changed));
        return List.copyOf(results);
    }

    private AppendResult appendOne(Append append, Set<String> changed, Instant now) {
        MemoryLog log = logs.get(append.session());
        if (log == null) {
            if (append.expectedRevision() != 0) {
                return new AppendResult.Conflict(null);
            }
            log = new MemoryLog(append, now);
            logs.put(append.session(), log);
            byCreation.put(Place.of(log), log);
        } else if (log.isExpired(now) && !append.onlyIfExpired()) {
            return new AppendResult.Expired(log.head(epoch()));
        } else if (append.expectedRevision() != log.revision()
                || !epoch().equals(append.expectedEpoch())
                || log.status() != SessionStatus.LIVE
                || log.isExpired(now) != append.onlyIfExpired()) {
            return new AppendResult.Conflict(log.head(epoch()));
        }
        log.add(append, now);
        changed.add(append.session().value());
        return new AppendResult.Appended(log.head(epoch()));
    }

    @Override
    public Optional<SessionSlice> read(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        if (afterRevision < 0 || snapshotUpTo < 0 || maxEvents < 0 || maxEvents > MAX_READ) {
            throw new IllegalArgumentException("a read of session " + session
                    + " must begin after 0 or more, want a snapshot up to 0 or more and have 0 to " + MAX_READ
                    + " events, got " + afterRevision + ", " + snapshotUpTo + " and " + maxEvents);
        }
        return locked(now -> find(session).map(log -> log.slice(epoch(), afterRevision, snapshotUpTo, maxEvents)));
    }

    @Override
    public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        requireBatch(sessions);
        return locked(now -> {
            Map<SessionId, SessionHead> heads = new HashMap<>();
            sessions.forEach(session -> find(session).ifPresent(log -> heads.put(session, log.head(epoch()))));
            return Map.copyOf(heads);
        });
    }

    @Override
    public List<StoredEvent> findCommand(SessionId session, CommandId command) {
        Objects.requireNonNull(command, "command");
        return locked(now -> find(session).map(log -> log.of(command)).orElse(List.of()));
    }

    @Override
    public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        Page.requireLimit(limit);
        @Nullable Place from = after == null ? null : Place.parse(after);
        return locked(now -> {
            List<SessionHead> heads = new ArrayList<>();
            for (MemoryLog log : (from == null ? byCreation : byCreation.tailMap(from, false)).values()) {
                if (log.status() != SessionStatus.DELETED && (user == null || user.equals(log.user()))) {
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
    public Set<SessionId> touch(Set<SessionId> sessions) {
        requireBatch(sessions);
        return locked(now -> {
            Set<SessionId> live = new HashSet<>();
            for (SessionId session : sessions) {
                MemoryLog log = logs.get(session);
                if (log != null && log.status() == SessionStatus.LIVE && !log.isExpired(now)) {
                    log.touch(now);
                    live.add(session);
                }
            }
            return Set.copyOf(live);
        });
    }

    @Override
    public List<SessionHead> expired(int limit) {
        requireLimit(limit);
        return locked(now -> logs.values().stream()
                .filter(log -> log.isExpired(now))
                .map(log -> log.head(epoch()))
                .sorted(Comparator.comparing(head -> head.deadline().orElseThrow()))
                .limit(limit)
                .toList());
    }

    @Override
    public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(epoch, "epoch");
        return locked(now -> find(session)
                .filter(log -> epoch().equals(epoch))
                .map(log -> log.keep(snapshot))
                .orElse(false));
    }

    @Override
    public long trim(SessionId session, String epoch, long upTo, Duration keep) {
        Objects.requireNonNull(epoch, "epoch");
        if (upTo < 0 || keep.isNegative()) {
            throw new IllegalArgumentException("a trim of session " + session
                    + " must go up to 0 or more and keep for 0 or more, got " + upTo + " and " + keep);
        }
        return locked(now -> {
            Optional<MemoryLog> found = find(session);
            if (epoch().equals(epoch)) {
                found.ifPresent(log -> log.trim(upTo, keep, now));
            }
            return found.map(MemoryLog::firstRetained).orElse(0L);
        });
    }

    @Override
    public boolean delete(SessionId session) {
        return locked(now -> find(session)
                .map(log -> {
                    if (log.status() == SessionStatus.ENDED) {
                        delete(log, now);
                    }
                    return log.status() == SessionStatus.DELETED;
                })
                .orElse(false));
    }

    @Override
    public int purge(Duration endedFor, int limit) {
        requireLimit(limit);
        if (endedFor.isNegative()) {
            throw new IllegalArgumentException("endedFor must not be negative, got " + endedFor);
        }
        return locked(now -> {
            longestAgo(SessionStatus.DELETED, TOMBSTONE, limit, now).forEach(log -> {
                logs.remove(log.id());
                byCreation.remove(Place.of(log));
            });
            List<MemoryLog> ended =
                    longestAgo(SessionStatus.ENDED, endedFor, limit, now).toList();
            ended.forEach(log -> delete(log, now));
            return ended.size();
        });
    }

    private void delete(MemoryLog log, Instant now) {
        slots.free(log.user(), log.id());
        log.delete(now);
    }

    private Stream<MemoryLog> longestAgo(SessionStatus status, Duration ago, int limit, Instant now) {
        return logs.values().stream()
                .filter(log ->
                        log.status() == status && !log.activeAt().plus(ago).isAfter(now))
                .sorted(Comparator.comparing(MemoryLog::activeAt))
                .limit(limit)
                .toList()
                .stream();
    }

    @Override
    public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(session, "session");
        if (limit < 1 || limit > MAX_SLOTS) {
            throw new IllegalArgumentException("limit of slots must be 1 to " + MAX_SLOTS + ", got " + limit);
        }
        return locked(now -> slots.reserve(user, session, limit, now));
    }

    @Override
    public boolean confirmSlot(UserId user, SessionId session) {
        return locked(now -> slots.confirm(user, session));
    }

    @Override
    public void freeSlot(UserId user, SessionId session) {
        locked(now -> {
            slots.free(user, session);
            return session;
        });
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        return hints.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void newEpoch() {
        locked(now -> ++epochs);
        hints.tellMany();
    }

    private Optional<MemoryLog> find(SessionId session) {
        return Optional.ofNullable(logs.get(Objects.requireNonNull(session, "session")));
    }

    private String epoch() {
        return origin + "-" + epochs;
    }

    private static void requireBatch(Set<SessionId> sessions) {
        if (sessions.size() > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "a call may name at most " + MAX_BATCH + " sessions, got " + sessions.size());
        }
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_BATCH) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_BATCH + ", got " + limit);
        }
    }

    /** Works under the lock, at one instant of store time. */
    private <T> T locked(Function<Instant, T> work) {
        lock.lock();
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            latest = now.isAfter(latest) ? now : latest;
            return work.apply(latest);
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
