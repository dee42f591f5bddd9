package systems.blackroad.api.runtime;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import systems.blackroad.api.session.UserId;

/**
 * Someone who watches a session.
 *
 * @param id names this one watching, over all nodes
 * @param user who watches
 * @param device with what
 * @param since when it began, at millisecond precision, by the clock of the node that it came to
 */
public record Viewer(String id, UserId user, Device device, Instant since) {

    /** Checks that every part is there, and cuts the time to milliseconds. */
    public Viewer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        since = since.truncatedTo(ChronoUnit.MILLIS);
    }
}
