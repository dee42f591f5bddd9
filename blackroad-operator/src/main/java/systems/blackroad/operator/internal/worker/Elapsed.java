package systems.blackroad.operator.internal.worker;

import java.util.function.LongSupplier;

/** Elapsed time, and until when this node's lease is valid in it. Thread-safe. */
final class Elapsed {

    private final LongSupplier ticker;
    private final long origin;
    private volatile long leaseUntil;

    Elapsed(LongSupplier ticker) {
        this.ticker = ticker;
        this.origin = ticker.getAsLong();
    }

    /** Nanoseconds since this object was made. */
    long now() {
        return ticker.getAsLong() - origin;
    }

    void leaseUntil(long at) {
        leaseUntil = at;
    }

    boolean isLeaseValid() {
        return now() < leaseUntil;
    }
}
