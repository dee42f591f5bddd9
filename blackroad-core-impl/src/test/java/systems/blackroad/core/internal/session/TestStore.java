package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
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

/** A session store in memory whose failures, hints, trims and epochs a test commands, and which counts its calls. */
final class TestStore implements SessionStore {

    /** What goes wrong with one append call. */
    enum Fault {
        /** The call is refused; nothing is written. */
        REFUSED,
        /** The answer is lost before anything was written. */
        LOST_BEFORE,
        /** The answer is lost after all was written. */
        LOST_AFTER
    }

    final Queue<Fault> appendFaults = new ConcurrentLinkedQueue<>();
    final AtomicInteger failingReads = new AtomicInteger();
    final AtomicInteger failingSnapshots = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger headCalls = new AtomicInteger();
    final AtomicInteger finds = new AtomicInteger();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    /** Runs before each append, outside the lock. */
    volatile Runnable beforeAppend = () -> {};

    /** The sessions whose deadline has come. */
    final Set<SessionId> due = ConcurrentHashMap.newKeySet();

    volatile boolean hinting = true;
    private final List<HintListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionId, Log> logs = new HashMap<>();
    private int epoch = 1;

    private static final class Log {
        private SessionHead head;
        private final ArrayDeque<StoredEvent> events = new ArrayDeque<>();
        private @Nullable SessionSnapshot snapshot;

        Log(SessionHead head) {
            this.head = head;
        }
    }

    @Override
    public Durability durability() {
        return Durability.D0;
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        beforeAppend.run();
        batches.add(batch.size());
        Fault fault = appendFaults.poll();
        if (fault == Fault.REFUSED) {
            throw new RefusedException(ErrorCode.STORE_UNAVAILABLE, "planted");
        }
        if (fault == Fault.LOST_BEFORE) {
            throw new UnknownOutcomeException(ErrorCode.STORE_UNKNOWN, "planted", null);
        }
        List<AppendResult> results =
                locked(() -> batch.stream().map(this::append).toList());
        if (fault == Fault.LOST_AFTER) {
            throw new UnknownOutcomeException(ErrorCode.STORE_UNKNOWN, "planted", null);
        }
        if (hinting) {
            batch.forEach(append -> hint(Set.of(append.session().value())));
        }
        return results;
    }

    private AppendResult append(Append append) {
        Log log = logs.get(append.session());
        StoredEvent last = append.events().get(append.events().size() - 1);
        if (log == null) {
            if (append.expectedRevision() != 0) {
                return new AppendResult.Conflict(null);
            }
            log = new Log(new SessionHead(
                    append.session(),
                    append.user(),
                    append.statusAfter(),
                    last.revision(),
                    "e" + epoch,
                    append.events().get(0).at(),
                    last.at(),
                    last.at(),
                    null));
            logs.put(append.session(), log);
        } else if (log.head.revision() != append.expectedRevision()
                || !log.head.epoch().equals(append.expectedEpoch())
                || log.head.status() == SessionStatus.ENDED) {
            return new AppendResult.Conflict(log.head);
        } else if (due.contains(append.session()) != append.onlyIfExpired()) {
            return append.onlyIfExpired() ? new AppendResult.Conflict(log.head) : new AppendResult.Expired(log.head);
        }
        log.events.addAll(append.events());
        log.head = with(log.head, append.statusAfter(), last.revision(), log.head.epoch(), last);
        return new AppendResult.Appended(log.head);
    }

    private static SessionHead with(
            SessionHead head, SessionStatus status, long revision, String epoch, @Nullable StoredEvent last) {
        return new SessionHead(
                head.id(),
                head.user(),
                status,
                revision,
                epoch,
                head.createdAt(),
                last == null ? head.updatedAt() : last.at(),
                last == null ? head.activeAt() : last.at(),
                null);
    }

    @Override
    public Optional<SessionSlice> read(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        reads.incrementAndGet();
        if (failingReads.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new RefusedException(ErrorCode.STORE_UNAVAILABLE, "planted");
        }
        return locked(() -> Optional.ofNullable(logs.get(session)).map(log -> {
            SessionSnapshot snapshot = log.snapshot != null
                            && log.snapshot.revision() <= snapshotUpTo
                            && log.snapshot.revision() > afterRevision
                    ? log.snapshot
                    : null;
            long from = snapshot == null ? afterRevision : snapshot.revision();
            return new SessionSlice(
                    log.head,
                    snapshot,
                    log.events.stream()
                            .filter(event -> event.revision() > from)
                            .limit(maxEvents)
                            .toList());
        }));
    }

    @Override
    public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        headCalls.incrementAndGet();
        return locked(() -> {
            Map<SessionId, SessionHead> heads = new HashMap<>();
            sessions.stream().filter(logs::containsKey).forEach(id -> heads.put(id, at(id).head));
            return heads;
        });
    }

    @Override
    public List<StoredEvent> findCommand(SessionId session, CommandId command) {
        finds.incrementAndGet();
        return locked(() -> Optional.ofNullable(logs.get(session)).stream()
                .flatMap(log -> log.events.stream())
                .filter(event -> event.command().equals(command))
                .toList());
    }

    @Override
    public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
        if (failingSnapshots.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new RefusedException(ErrorCode.STORE_UNAVAILABLE, "planted");
        }
        return locked(() -> {
            Log log = at(session);
            boolean newer = snapshot.revision() <= log.head.revision()
                    && log.head.epoch().equals(epoch)
                    && (log.snapshot == null || log.snapshot.revision() < snapshot.revision());
            if (newer) {
                log.snapshot = snapshot;
            }
            return newer;
        });
    }

    @Override
    public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        return locked(() -> new Page<>(
                logs.values().stream()
                        .map(log -> log.head)
                        .filter(head -> user == null || head.user().equals(user))
                        .limit(limit)
                        .toList(),
                null));
    }

    @Override
    public Set<SessionId> touch(Set<SessionId> sessions) {
        throw notYet();
    }

    @Override
    public List<SessionHead> expired(int limit) {
        return locked(() -> logs.values().stream()
                .map(log -> log.head)
                .filter(head -> head.status() == SessionStatus.LIVE && due.contains(head.id()))
                .limit(limit)
                .toList());
    }

    @Override
    public long trim(SessionId session, String epoch, long upTo, Duration keep) {
        throw notYet();
    }

    @Override
    public boolean delete(SessionId session) {
        throw notYet();
    }

    @Override
    public int purge(Duration endedFor, int limit) {
        return 0;
    }

    @Override
    public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
        throw notYet();
    }

    @Override
    public boolean confirmSlot(UserId user, SessionId session) {
        throw notYet();
    }

    @Override
    public void freeSlot(UserId user, SessionId session) {
        throw notYet();
    }

    private static RefusedException notYet() {
        return new RefusedException(ErrorCode.STORE_UNSUPPORTED, "this store keeps no activity, retention and slots");
    }

    @Override
    public HintSubscription hints(HintListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void newEpoch() {
        locked(() -> {
            epoch++;
            logs.values()
                    .forEach(log ->
                            log.head = with(log.head, log.head.status(), log.head.revision(), "e" + epoch, null));
            return epoch;
        });
    }

    void hint(Set<String> keys) {
        listeners.forEach(listener -> listener.onHint(keys));
    }

    int listeners() {
        return listeners.size();
    }

    List<StoredEvent> log(SessionId session) {
        return locked(() -> List.copyOf(at(session).events));
    }

    Optional<SessionSnapshot> snapshot(SessionId session) {
        return locked(() -> Optional.ofNullable(at(session).snapshot));
    }

    /** Forgets events up to {@code revision}, as retention does. */
    void trim(SessionId session, long revision) {
        locked(() -> at(session).events.removeIf(event -> event.revision() <= revision));
    }

    /** Loses what came after {@code revision} under the same epoch, as a restored backup that nobody announced. */
    void rewind(SessionId session, long revision) {
        locked(() -> {
            Log log = at(session);
            log.events.removeIf(event -> event.revision() > revision);
            if (log.snapshot != null && log.snapshot.revision() > revision) {
                log.snapshot = null;
            }
            log.head = with(log.head, log.head.status(), revision, log.head.epoch(), null);
            return log.head;
        });
    }

    /** Rewrites a stored snapshot. */
    void damageSnapshot(SessionId session, Function<SessionSnapshot, SessionSnapshot> change) {
        locked(() -> {
            Log log = at(session);
            log.snapshot = change.apply(Optional.ofNullable(log.snapshot).orElseThrow());
            return log.snapshot;
        });
    }

    private Log at(SessionId session) {
        return Optional.ofNullable(logs.get(session)).orElseThrow();
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
