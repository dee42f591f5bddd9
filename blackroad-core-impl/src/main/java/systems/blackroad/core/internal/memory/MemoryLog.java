package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.StoredEvent;

/** One session's log with its newest snapshot. Not thread-safe: guarded by its store's lock. */
final class MemoryLog {

    private final SessionId id;
    private final UserId user;
    private final Instant createdAt;
    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<CommandId, List<StoredEvent>> byCommand = new HashMap<>();

    private SessionStatus status = SessionStatus.LIVE;
    private @Nullable SessionSnapshot newest;

    MemoryLog(SessionId id, UserId user, Instant createdAt) {
        this.id = id;
        this.user = user;
        this.createdAt = createdAt;
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
        return events.size();
    }

    void add(Append append) {
        events.addAll(append.events());
        append.events()
                .forEach(event -> byCommand
                        .computeIfAbsent(event.command(), absent -> new ArrayList<>())
                        .add(event));
        status = append.statusAfter();
    }

    SessionHead head(String epoch) {
        return new SessionHead(
                id,
                user,
                status,
                revision(),
                epoch,
                createdAt,
                events.get(events.size() - 1).at());
    }

    SessionSlice slice(String epoch, long afterRevision, boolean withSnapshot, int maxEvents) {
        SessionSnapshot snapshot = withSnapshot && newest != null && newest.revision() > afterRevision ? newest : null;
        long from = Math.min(snapshot == null ? afterRevision : snapshot.revision(), revision());
        long to = Math.min(from + maxEvents, revision());
        return new SessionSlice(head(epoch), snapshot, events.subList((int) from, (int) to));
    }

    List<StoredEvent> of(CommandId command) {
        return List.copyOf(byCommand.getOrDefault(command, List.of()));
    }

    boolean keep(SessionSnapshot snapshot) {
        boolean newer = newest == null || snapshot.revision() > newest.revision();
        if (newer && snapshot.revision() <= revision()) {
            newest = snapshot;
            return true;
        }
        return false;
    }
}
