package systems.blackroad.api.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Part of a session's log as it stood at one moment.
 *
 * @param head the session's head at that moment
 * @param newest the newest snapshot in the range that was asked for, or null
 * @param events the events that follow the snapshot or the revision, ascending and without gaps, up to the number asked
 *     for; they begin later than asked only where the log was trimmed
 */
public record SessionSlice(SessionHead head, @Nullable SessionSnapshot newest, List<StoredEvent> events) {

    /** Copies the list. */
    public SessionSlice {
        Objects.requireNonNull(head, "head");
        events = List.copyOf(events);
    }

    /** The newest snapshot in the range that was asked for, if there is one. */
    public Optional<SessionSnapshot> snapshot() {
        return Optional.ofNullable(newest);
    }
}
