package systems.blackroad.operator.internal.simulation;

import java.time.Instant;

/** What a {@link Ledger} knows of one incarnation of a node. */
final class Incarnation {

    Instant leaseUntil;
    /** Declared dead, for good. */
    boolean dead;

    long lastExchange = Long.MIN_VALUE;

    Incarnation(Instant leaseUntil) {
        this.leaseUntil = leaseUntil;
    }

    @Override
    public String toString() {
        return (dead ? "dead" : "until " + leaseUntil) + " after exchange " + lastExchange;
    }
}
