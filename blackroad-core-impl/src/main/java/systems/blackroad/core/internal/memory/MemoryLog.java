package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.StoredEvent;

/** One session's log with its snapshots and its deadline. Not thread-safe: guarded by its store's lock. */
final class MemoryLog {

    private static final int MAX_SNAPSHOTS = 2;

    private final SessionId id;
    private final UserId user;
    private final Instant createdAt;
    private final SessionTerms terms;
    /** When it expires at the latest, or null if never. */
    private final @Nullable Instant end;
    /** What is retained: the last of them has the log's revision. */
    private final List<StoredEvent> events = new ArrayList<>();

    private final Map<CommandId, List<StoredEvent>> byCommand = new HashMap<>();
    /** The newest first. */
    private final Deque<SessionSnapshot> snapshots = new ArrayDeque<>();

    private SessionStatus status = SessionStatus.LIVE;
    private long revision;
    private Instant updatedAt;
    private Instant activeAt;

    MemoryLog(Append creating, Instant now) {
        this.id = creating.session();
        this.user = creating.user();
        this.createdAt = creating.events().get(0).at();
        this.terms = creating.terms();
        this.end = terms.absolute().map(now::plus).orElse(null);
        this.updatedAt = createdAt;
        this.activeAt = now;
    }

    SessionId id() {
        return id;
    }

    UserId user() {
        return user;
    }

    Instant createdAt() {
        return createdAt;
    }

    SessionStatus status() {
        return status;
    }

    long revision() {
        return revision;
    }

    Instant activeAt() {
        return activeAt;
    }

    /** When it expires unless it is active before; null if never, and unless it is live. */
    @Nullable
    Instant expiresAt() {
        if (status != SessionStatus.LIVE) {
            return null;
        }
        Instant idle = terms.idle().map(activeAt::plus).orElse(end);
        return idle == null || end == null || idle.isBefore(end) ? idle : end;
    }

    boolean isExpired(Instant now) {
        Instant deadline = expiresAt();
        return deadline != null && !now.isBefore(deadline);
    }

    void touch(Instant now) {
        activeAt = now.isAfter(activeAt) ? now : activeAt;
    }

    void add(Append append, Instant now) {
        for (StoredEvent event : append.events()) {
            events.add(event);
            byCommand
                    .computeIfAbsent(event.command(), absent -> new ArrayList<>())
                    .add(event);
            revision = event.revision();
            updatedAt = event.at();
        }
        touch(now);
        status = append.statusAfter();
    }

    SessionHead head(String epoch) {
        return new SessionHead(id, user, status, revision, epoch, createdAt, updatedAt, activeAt, expiresAt());
    }

    SessionSlice slice(String epoch, long afterRevision, long snapshotUpTo, int maxEvents) {
        SessionSnapshot snapshot = snapshots.stream()
                .filter(kept -> kept.revision() <= snapshotUpTo && kept.revision() > afterRevision)
                .findFirst()
                .orElse(null);
        long from = snapshot == null ? afterRevision : snapshot.revision();
        int first = (int) Math.min(Math.max(from + 1 - firstRetained(), 0), events.size());
        int last = Math.min(first + maxEvents, events.size());
        return new SessionSlice(head(epoch), snapshot, events.subList(first, last));
    }

    List<StoredEvent> of(CommandId command) {
        return List.copyOf(byCommand.getOrDefault(command, List.of()));
    }

    boolean keep(SessionSnapshot snapshot) {
        boolean newer = snapshots.isEmpty()
                || snapshot.revision() > snapshots.getFirst().revision();
        if (status == SessionStatus.DELETED || !newer || snapshot.revision() > revision) {
            return false;
        }
        snapshots.addFirst(snapshot);
        if (snapshots.size() > MAX_SNAPSHOTS) {
            snapshots.removeLast();
        }
        return true;
    }

    /** Drops events up to {@code upTo} that are as old as {@code keep}, none beyond the older of two snapshots. */
    void trim(long upTo, Duration keep, Instant now) {
        long last = snapshots.size() < MAX_SNAPSHOTS
                ? 0
                : Math.min(upTo, snapshots.getLast().revision());
        Stream<StoredEvent> old = events.stream()
                .takeWhile(event ->
                        event.revision() <= last && !event.at().plus(keep).isAfter(now));
        List<StoredEvent> dropped = old.toList();
        dropped.forEach(event -> byCommand.computeIfPresent(event.command(), (command, same) -> {
            same.remove(event);
            return same.isEmpty() ? null : same;
        }));
        events.subList(0, dropped.size()).clear();
    }

    /** The first revision that is retained; 0 once it is deleted. */
    long firstRetained() {
        return status == SessionStatus.DELETED ? 0 : revision + 1 - events.size();
    }

    void delete(Instant now) {
        touch(now);
        status = SessionStatus.DELETED;
        events.clear();
        byCommand.clear();
        snapshots.clear();
    }
}
