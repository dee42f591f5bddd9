package systems.blackroad.api.runtime;

import java.util.Objects;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.UserId;

/** Something that those who watch a session see at once and that is never kept: lost, it is not sent again. */
public sealed interface SessionSignal {

    /**
     * A window is being dragged or resized. Show it until the window's next event, at most a second.
     *
     * @param client who does it, so that its own watcher can leave it out
     * @param actor on whose behalf
     * @param gesture where the window is so far
     */
    record WindowGesture(ClientId client, UserId actor, Gesture gesture) implements SessionSignal {

        /** Checks that every part is there. */
        public WindowGesture {
            Objects.requireNonNull(client, "client");
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(gesture, "gesture");
        }
    }
}
