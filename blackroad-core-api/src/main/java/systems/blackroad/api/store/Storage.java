package systems.blackroad.api.store;

import java.util.List;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.RefusedException;

/**
 * One open storage with its two faces. Thread-safe. Whoever opens it closes it, after the parts that use it; neither the
 * runtime nor the operator does.
 */
public interface Storage extends AutoCloseable {

    /**
     * Where sessions are kept.
     *
     * @throws RefusedException with code {@code STORE_UNSUPPORTED} if this storage keeps none; the message says what to use
     */
    SessionStore sessions();

    /**
     * Where jobs are kept.
     *
     * @throws RefusedException with code {@code STORE_UNSUPPORTED} if this storage keeps none; the message says what to use
     */
    JobStore jobs();

    /** The faces that this storage has, each with its kind and durability. */
    List<Face> faces();

    /**
     * Returns if the store answers; one round trip, within the call timeout.
     *
     * @throws BlackRoadException if it does not
     */
    void ping();

    /** Releases connections and threads; idempotent, bounded by the call timeout. What was acknowledged stays. */
    @Override
    void close();
}
