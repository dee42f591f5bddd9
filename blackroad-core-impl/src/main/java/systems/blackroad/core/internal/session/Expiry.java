package systems.blackroad.core.internal.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.event.SessionEvent.SessionEnded;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionCommand.EndSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.core.internal.json.CommandWriter;
import systems.blackroad.core.internal.json.StoredFormats;

/**
 * The ends of sessions whose deadline has come. Thread-safe. That a session ends says nothing about its windows, so its head
 * is all that its end is made of: nothing is loaded, and a page of them is one append. Whoever moves a head meanwhile, with
 * a command or the same end, makes this end a conflict and so nothing; that the deadline has come is the store's to say.
 */
final class Expiry {

    private static final UserId SYSTEM = UserId.of("system");
    private static final String REASON = "expired";
    private static final String BODY_HASH = CommandWriter.bodyHash(SYSTEM, List.of(new EndSession(REASON)));

    private final SessionStore store;
    private final Settings settings;
    private final Counters counters;
    private final SessionCache cache;
    private final StreamHub hub;

    Expiry(SessionStore store, Settings settings, Counters counters, SessionCache cache, StreamHub hub) {
        this.store = store;
        this.settings = settings;
        this.counters = counters;
        this.cache = cache;
        this.hub = hub;
    }

    /**
     * Ends one page of expired sessions, and answers whether there may be more. Two round trips. Where the answer is lost,
     * the next page has what was not ended, and those who watch learn of the others by the store's hints.
     */
    boolean endPage() {
        List<SessionHead> expired = store.expired(SessionStore.MAX_BATCH);
        if (expired.isEmpty()) {
            return false;
        }
        List<Append> ends = expired.stream().map(this::end).toList();
        List<AppendResult> results = store.append(ends);
        for (int i = 0; i < ends.size(); i++) {
            if (results.get(i) instanceof AppendResult.Appended appended) {
                ended(ends.get(i), appended.head());
            }
        }
        return expired.size() == SessionStore.MAX_BATCH;
    }

    /** The append that ends a session, if its head still stands as it was read, and if it has expired. */
    Append end(SessionHead head) {
        Instant now = settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        StoredEvent event = new StoredEvent(
                head.revision() + 1,
                now.isAfter(head.updatedAt()) ? now : head.updatedAt(),
                SYSTEM,
                new CommandId(ClientId.of(settings.ids().next()), 1),
                BODY_HASH,
                null,
                StoredFormats.event(new SessionEnded(REASON)));
        return new Append(
                head.id(),
                head.user(),
                head.revision(),
                head.epoch(),
                SessionStatus.ENDED,
                List.of(event),
                settings.life().terms(),
                true);
    }

    /** {@code end} stands. The session's place is freed when its user needs it, or when it is deleted. */
    void ended(Append end, SessionHead head) {
        SessionId session = end.session();
        StoredEvent stored = end.events().get(0);
        counters.expired.increment();
        cache.forget(session);
        hub.publish(
                session,
                head.epoch(),
                List.of(new RecordedEvent(
                        session,
                        stored.revision(),
                        stored.at(),
                        stored.actor(),
                        stored.command(),
                        stored.trace(),
                        new SessionEnded(REASON))));
    }
}
