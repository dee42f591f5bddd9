package systems.blackroad.examples.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.StoredEvent;

/**
 * What decisions about a session rest on: a value, so that a frame can be planned on facts that are not durable yet.
 *
 * @param head the session's head
 * @param idle how long it lives after its last activity, or null
 * @param ends when it expires at the latest, or null
 * @param newest the revision of the newest snapshot, or 0
 * @param older the revision of the snapshot before that, or 0
 * @param first the first revision that is retained
 */
record Facts(
        SessionHead head, @Nullable Duration idle, @Nullable Instant ends, long newest, long older, long first) {

    static Facts opened(SessionId session, UserId user, List<StoredEvent> events, String epoch, Instant now) {
        Instant at = events.get(0).at();
        SessionHead head = new SessionHead(session, user, SessionStatus.LIVE, 0, epoch, at, at, now, null);
        return new Facts(head, null, null, 0, 0, 1);
    }

    Facts appended(SessionStatus after, List<StoredEvent> events, Instant now) {
        StoredEvent last = events.get(events.size() - 1);
        return with(head(after, last.revision(), head.epoch(), last.at(), now));
    }

    Facts bounded(SessionTerms terms, Instant now) {
        Facts bounded = new Facts(
                head, terms.idleTimeout(), terms.absolute().map(now::plus).orElse(null), newest, older, first);
        return bounded.touched(now);
    }

    Facts touched(Instant now) {
        return with(head(head.status(), head.revision(), head.epoch(), head.updatedAt(), now));
    }

    Facts under(String epoch) {
        return head.epoch().equals(epoch)
                ? this
                : with(head(head.status(), head.revision(), epoch, head.updatedAt(), head.activeAt()));
    }

    Facts kept(long snapshot) {
        return new Facts(head, idle, ends, snapshot, newest, first);
    }

    Facts trimmed(long retained) {
        return new Facts(head, idle, ends, newest, older, retained);
    }

    Facts deleted(Instant now) {
        SessionHead tombstone = head(SessionStatus.DELETED, head.revision(), head.epoch(), head.updatedAt(), now);
        return new Facts(tombstone, null, null, 0, 0, head.revision() + 1);
    }

    boolean is(SessionStatus status) {
        return head.status() == status;
    }

    boolean isExpired(Instant now) {
        return head.deadline().map(deadline -> !now.isBefore(deadline)).orElse(false);
    }

    /** Whether it has had its status, ended or deleted, for at least {@code ago}. */
    boolean isSince(SessionStatus status, Duration ago, Instant now) {
        return is(status) && !head.activeAt().plus(ago).isAfter(now);
    }

    private Facts with(SessionHead next) {
        return new Facts(next, idle, ends, newest, older, first);
    }

    private SessionHead head(SessionStatus status, long revision, String epoch, Instant updatedAt, Instant now) {
        Instant active = now.isAfter(head.activeAt()) ? now : head.activeAt();
        Instant due = idle == null ? ends : active.plus(idle);
        Instant deadline = due == null || ends == null || due.isBefore(ends) ? due : ends;
        return new SessionHead(
                head.id(),
                head.user(),
                status,
                revision,
                epoch,
                head.createdAt(),
                updatedAt,
                active,
                status == SessionStatus.LIVE ? deadline : null);
    }
}
