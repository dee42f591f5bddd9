package systems.blackroad.operator.internal.simulation;

import java.time.Instant;
import java.util.Arrays;
import systems.blackroad.api.store.Exchange;

/** What a {@link Ledger} knows of one incarnation of a node. */
final class Incarnation {

    Instant leaseUntil;
    /** Declared dead, for good. */
    boolean dead;

    /** Of each pipe. */
    final long[] lastExchange = new long[Exchange.PIPES];

    Incarnation(Instant leaseUntil) {
        this.leaseUntil = leaseUntil;
        Arrays.fill(lastExchange, Long.MIN_VALUE);
    }

    @Override
    public String toString() {
        return (dead ? "dead" : "until " + leaseUntil) + " after exchanges " + Arrays.toString(lastExchange);
    }
}
