package systems.blackroad.api.store;

import java.time.Instant;
import java.util.Objects;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;

/**
 * The one row per session that moves with each append.
 *
 * @param id the session
 * @param user who owns it
 * @param status whether it still accepts appends
 * @param revision the number of its last event, from 1
 * @param epoch changes when the store was restored or failed over, so that revisions from before do not compare
 * @param createdAt the time of its first event
 * @param updatedAt the time of its last event
 */
public record SessionHead(
        SessionId id,
        UserId user,
        SessionStatus status,
        long revision,
        String epoch,
        Instant createdAt,
        Instant updatedAt) {

    /** Checks that every part is there. */
    public SessionHead {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(epoch, "epoch");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }
}
