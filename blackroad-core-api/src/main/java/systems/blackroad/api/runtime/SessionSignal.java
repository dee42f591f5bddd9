package systems.blackroad.api.runtime;

import java.util.List;
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

    /**
     * Others watch than before. It replaces the list that came before it.
     *
     * @param total how many watch, on all nodes that this one hears of
     * @param viewers those who have watched longest, at most {@value #MAX_LISTED}
     */
    record Viewers(int total, List<Viewer> viewers) implements SessionSignal {

        /** The most viewers that one signal lists. */
        public static final int MAX_LISTED = 64;

        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException if it lists more than {@value #MAX_LISTED} or more than there are
         */
        public Viewers {
            viewers = List.copyOf(viewers);
            if (viewers.size() > Math.min(total, MAX_LISTED)) {
                throw new IllegalArgumentException(
                        viewers.size() + " viewers are listed, expected at most " + Math.min(total, MAX_LISTED));
            }
        }
    }
}
