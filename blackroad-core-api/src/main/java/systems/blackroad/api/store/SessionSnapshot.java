package systems.blackroad.api.store;

import java.util.Objects;
import systems.blackroad.api.codec.Payload;

/**
 * A session's state at one revision, from which reading can begin.
 *
 * @param revision the last event that is part of it, from 1
 * @param payload the state, which the store does not read
 */
public record SessionSnapshot(long revision, Payload payload) {

    /**
     * Checks the revision.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public SessionSnapshot {
        Objects.requireNonNull(payload, "payload");
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be at least 1, got " + revision);
        }
    }
}
