package systems.blackroad.examples.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;

/** Appends whose events tell by their content where they belong. */
final class Sample {

    static final SessionId DESK = SessionId.of("desk");

    private static final UserId ADA = UserId.of("ada");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Sample() {}

    /** The next {@code count} events after {@code head}, or the first ones of a new session. */
    static Append next(SessionId session, @Nullable SessionHead head, int count) {
        long revision = head == null ? 0 : head.revision();
        List<StoredEvent> events = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            events.add(event(session, revision + i));
        }
        return new Append(session, ADA, revision, head == null ? null : head.epoch(), SessionStatus.LIVE, events);
    }

    static StoredEvent event(SessionId session, long revision) {
        return new StoredEvent(
                revision,
                START.plusSeconds(revision),
                ADA,
                new CommandId(ClientId.of("tab"), revision),
                "0".repeat(64),
                null,
                Payload.ofJson("note", 1, "{\"text\":\"" + session + " " + revision + "\"}"));
    }

    /** Appends one event and returns the head with it. */
    static SessionHead append(SessionStore store, SessionId session, @Nullable SessionHead head) {
        AppendResult result = store.append(List.of(next(session, head, 1))).get(0);
        if (result instanceof Appended appended) {
            return appended.head();
        }
        throw new AssertionError("expected the append to stand, got " + result);
    }

    /** All events of a session, in pages. */
    static List<StoredEvent> all(SessionStore store, SessionId session) {
        List<StoredEvent> events = new ArrayList<>();
        List<StoredEvent> page = List.of();
        do {
            page = store.read(session, events.size(), SessionStore.NO_SNAPSHOT, SessionStore.MAX_READ)
                    .orElseThrow()
                    .events();
            events.addAll(page);
        } while (!page.isEmpty());
        return events;
    }
}
