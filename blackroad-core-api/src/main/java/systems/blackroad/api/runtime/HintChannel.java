package systems.blackroad.api.runtime;

import java.util.function.Consumer;

/**
 * A way from each node to all others that an application lends to its runtimes, for example a topic of its message broker.
 * With one, gestures are seen on other nodes too, and events of a store that cannot tell other processes are found at once
 * instead of by the poll. It may lose, repeat and reorder messages; all stays correct without any. It must be closed to
 * strangers: who can publish can show gestures. Implementations are thread-safe.
 */
public interface HintChannel {

    /** The largest message, in bytes. */
    int MAX_MESSAGE_BYTES = 4_096;

    /**
     * Hands a message to the other nodes; it may come back to the sender too. Must not block. What it throws is logged and
     * the message is lost.
     *
     * @param message 1 to {@value #MAX_MESSAGE_BYTES} bytes, which the channel may keep
     */
    void publish(byte[] message);

    /**
     * Hears what other nodes publish from now on.
     *
     * @param listener returns soon and throws nothing; called on any thread
     * @return ends it when run; idempotent
     */
    Runnable subscribe(Consumer<byte[]> listener);
}
