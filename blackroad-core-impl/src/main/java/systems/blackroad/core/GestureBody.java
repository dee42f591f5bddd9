package systems.blackroad.core;

import java.util.Objects;
import systems.blackroad.api.runtime.Gesture;
import systems.blackroad.api.session.ClientId;

/**
 * A gesture as clients post it.
 *
 * @param client the sender
 * @param gesture where the window is so far
 */
public record GestureBody(ClientId client, Gesture gesture) {

    /** Checks that every part is there. */
    public GestureBody {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(gesture, "gesture");
    }
}
