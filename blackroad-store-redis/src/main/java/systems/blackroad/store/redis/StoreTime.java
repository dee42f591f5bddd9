package systems.blackroad.store.redis;

import java.time.Instant;
import java.time.InstantSource;

/**
 * What the scripts are told of the time.
 *
 * @param clock a clock of this process
 * @param rules whether it stands in for the server's, as in tests
 */
record StoreTime(InstantSource clock, boolean rules) {

    /** The instant that a script shall take for now, or nothing: then it asks the server. */
    byte[] argument() {
        return rules ? RedisLink.bytes(clock.millis()) : new byte[0];
    }

    /** About now; only for what is no decision about a session. */
    Instant roughly() {
        return clock.instant();
    }
}
