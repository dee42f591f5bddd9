package systems.blackroad.core.internal.session;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SlotOutcome;

/**
 * Keeps each user within the number of live sessions that the runtime allows, by the store's numbered slots: reserve, open,
 * confirm. Thread-safe. Without a limit it costs nothing; with one, two round trips more for each session that is opened.
 */
final class Places {

    private static final int MAX_TRIES = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    private final SessionStore store;
    private final OptionalInt limit;

    Places(SessionStore store, OptionalInt limit) {
        this.store = store;
        this.limit = limit;
    }

    /**
     * Runs {@code opening}, which opens {@code session} or throws, if the user has a place for it. Where opening took so
     * long that another session has its place, it is ended again.
     *
     * @throws RefusedException with code {@code LIMIT_EXCEEDED} if all are taken; no session was left open
     */
    void within(UserId user, SessionId session, Runnable opening, Runnable ending) {
        if (limit.isEmpty()) {
            opening.run();
            return;
        }
        boolean reserved = reserve(user, session, limit.getAsInt());
        try {
            opening.run();
        } catch (RefusedException e) {
            if (reserved) {
                free(user, session);
            }
            throw e;
        }
        if (!store.confirmSlot(user, session)) {
            ending.run();
            throw full(user, limit.getAsInt());
        }
    }

    /** A session of the user is no longer live; a place that cannot be freed now is freed when someone needs it. */
    void free(UserId user, SessionId session) {
        if (limit.isEmpty()) {
            return;
        }
        try {
            store.freeSlot(user, session);
        } catch (RuntimeException e) {
            LOG.info("The place of session {} could not be freed; it is when someone needs it", session, e);
        }
    }

    /** Answers whether the place is a new one. */
    private boolean reserve(UserId user, SessionId session, int places) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            SlotOutcome outcome = store.reserveSlot(user, session, places);
            if (!(outcome instanceof SlotOutcome.Full full)) {
                return outcome instanceof SlotOutcome.Granted;
            }
            if (!freedOne(user, full.holders())) {
                break;
            }
        }
        throw full(user, places);
    }

    private static RefusedException full(UserId user, int places) {
        return new RefusedException(
                ErrorCode.LIMIT_EXCEEDED,
                "user " + user + " may have at most " + places + " live sessions and has them; end one first");
    }

    private boolean freedOne(UserId user, List<SessionId> holders) {
        Map<SessionId, SessionHead> heads = store.heads(new HashSet<>(holders));
        boolean freed = false;
        for (SessionId holder : holders) {
            SessionHead head = heads.get(holder);
            if (head != null && head.status() != SessionStatus.LIVE) {
                store.freeSlot(user, holder);
                freed = true;
            }
        }
        return freed;
    }
}
