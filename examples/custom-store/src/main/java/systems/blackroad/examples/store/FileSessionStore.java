package systems.blackroad.examples.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
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

/**
 * Sessions in a log file. Thread-safe. Writes are encoded on the caller's thread and decided on the writer's; reads take
 * places from the index, all of one moment, and fetch the bytes without a lock, since what is written never changes.
 */
final class FileSessionStore implements SessionStore {

    private final SharedLog log;
    private final Duration callTimeout;

    FileSessionStore(SharedLog log, Duration callTimeout) {
        this.log = log;
        this.callTimeout = callTimeout;
    }

    @Override
    public Durability durability() {
        return Durability.D2;
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        requireBatch(batch);
        List<byte[]> records = new ArrayList<>(batch.size());
        long bytes = 0;
        for (Append append : batch) {
            byte[] record = LogRecords.append(append);
            records.add(record);
            bytes += record.length + LogRecords.MAX_BARE_BYTES;
        }
        return log.commits().submit(bytes, callTimeout, plan -> {
            List<AppendResult> results = new ArrayList<>(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                results.add(plan.append(batch.get(i), records.get(i)));
            }
            return List.copyOf(results);
        });
    }

    @Override
    public Optional<SessionSlice> read(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        if (afterRevision < 0 || snapshotUpTo < 0 || maxEvents < 0 || maxEvents > MAX_READ) {
            throw new IllegalArgumentException(
                    "a read of session " + session + " must begin after revision 0 or more and" + " ask for 0 to "
                            + MAX_READ + " events, got " + afterRevision + " and " + maxEvents);
        }
        log.commits().requireUsable();
        return log.index().find(session, afterRevision, snapshotUpTo, maxEvents).map(found -> {
            SessionSnapshot snapshot = found.snapshot() == null ? null : snapshot(found.snapshot());
            return new SessionSlice(found.head(), snapshot, events(session, found.events()));
        });
    }

    @Override
    public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        requireBatch(sessions);
        log.commits().requireUsable();
        return log.index().heads(sessions);
    }

    @Override
    public List<StoredEvent> findCommand(SessionId session, CommandId command) {
        Objects.requireNonNull(command, "command");
        log.commits().requireUsable();
        return events(session, log.index().ofCommand(session, command));
    }

    @Override
    public boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot) {
        Objects.requireNonNull(epoch, "epoch");
        byte[] record = LogRecords.snapshot(session, snapshot);
        return log.commits()
                .submit(record.length, callTimeout, plan -> plan.keep(session, epoch, snapshot.revision(), record));
    }

    @Override
    public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        Page.requireLimit(limit);
        log.commits().requireUsable();
        return log.index().list(user, after, limit);
    }

    @Override
    public Set<SessionId> touch(Set<SessionId> sessions) {
        requireBatch(sessions);
        return decide(sessions.size(), plan -> {
            Set<SessionId> live = new HashSet<>(sessions);
            live.removeIf(session -> !plan.touch(session));
            return Set.copyOf(live);
        });
    }

    @Override
    public List<SessionHead> expired(int limit) {
        requireLimit(limit);
        log.commits().requireUsable();
        return log.index().expired(log.commits().now(), limit);
    }

    @Override
    public long trim(SessionId session, String epoch, long upTo, Duration keep) {
        if (upTo < 0 || keep.isNegative()) {
            throw new IllegalArgumentException("a trim of session " + session
                    + " must go up to 0 or more and keep for 0 or more, got " + upTo + " and " + keep);
        }
        return decide(1, plan -> plan.trim(session, epoch, upTo, keep));
    }

    @Override
    public boolean delete(SessionId session) {
        return decide(2, plan -> plan.delete(session));
    }

    @Override
    public int purge(Duration endedFor, int limit) {
        requireLimit(limit);
        if (endedFor.isNegative()) {
            throw new IllegalArgumentException("endedFor must not be negative, got " + endedFor);
        }
        return decide(3 * limit, plan -> plan.purge(endedFor, limit));
    }

    @Override
    public SlotOutcome reserveSlot(UserId user, SessionId session, int limit) {
        if (limit < 1 || limit > MAX_SLOTS) {
            throw new IllegalArgumentException("limit of slots must be 1 to " + MAX_SLOTS + ", got " + limit);
        }
        return decide(1, plan -> plan.reserve(user, session, limit));
    }

    @Override
    public boolean confirmSlot(UserId user, SessionId session) {
        return decide(1, plan -> plan.settle(user, session, true));
    }

    @Override
    public void freeSlot(UserId user, SessionId session) {
        decide(1, plan -> plan.settle(user, session, false));
    }

    /** Has the writer decide on at most so many records without a payload. */
    private <T> T decide(int records, Function<Plan, T> decision) {
        return log.commits().submit((long) records * LogRecords.MAX_BARE_BYTES, callTimeout, decision);
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

    @Override
    public HintSubscription hints(HintListener listener) {
        return log.hints().add(this, Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void newEpoch() {
        String epoch = UUID.randomUUID().toString();
        byte[] record = LogRecords.epoch(epoch);
        log.commits().submit(record.length, callTimeout, plan -> plan.begin(epoch, record));
    }

    /** Returns once the writer has answered. */
    void ping() {
        log.commits().submit(0, callTimeout, plan -> true);
    }

    /** Ends the registrations that were made here. */
    void close() {
        log.hints().removeAll(this);
    }

    private static void requireBatch(List<Append> batch) {
        if (batch.isEmpty() || batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException("a batch must have 1 to " + MAX_BATCH + " appends, got " + batch.size());
        }
        Set<SessionId> sessions = new HashSet<>();
        for (Append append : batch) {
            if (!sessions.add(append.session())) {
                throw new IllegalArgumentException(
                        "a batch must have one append for session " + append.session() + ", got two");
            }
        }
    }

    private List<StoredEvent> events(SessionId session, List<Place> places) {
        List<StoredEvent> events = new ArrayList<>(places.size());
        try {
            for (byte[] bytes : log.file().read(places)) {
                events.add(LogRecords.event(bytes));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable("events of session " + session, e);
        }
        return events;
    }

    private SessionSnapshot snapshot(Place place) {
        try {
            return LogRecords.snapshot(log.file().read(List.of(place)).get(0));
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable("a snapshot", e);
        }
    }

    private RefusedException unreadable(String what, Exception cause) {
        return new RefusedException(
                ErrorCode.STORE_UNAVAILABLE,
                what + " cannot be read from " + log.file().path() + ": " + cause.getMessage(),
                cause);
    }
}
