package systems.blackroad.api.store;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
 * @param activeAt by the store's clock, when it was last active: its last append or touch, the end of an ended session, the
 *     deletion of a deleted one; never goes back
 * @param expiresAt by the store's clock, when it expires unless it is active before; null if never, and once it ended
 */
public record SessionHead(
        SessionId id,
        UserId user,
        SessionStatus status,
        long revision,
        String epoch,
        Instant createdAt,
        Instant updatedAt,
        Instant activeAt,
        @Nullable Instant expiresAt) {

    /** Checks that every part is there. */
    public SessionHead {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(epoch, "epoch");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(activeAt, "activeAt");
    }

    /** When it expires unless it is active before, if it does. */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(expiresAt);
    }
}
