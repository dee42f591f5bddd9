package systems.blackroad.core.internal.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Finds out whether calls overlap, and holds each a moment so that racing ones do. Calls of the thread that made this, a
 * test's own, race with nobody and are not held. Thread-safe.
 */
final class Overlap {

    private static final long PAUSE_NANOS = 100_000_000;
    private static final long LOOK_NANOS = 10_000;

    private final Thread home = Thread.currentThread();

    private final AtomicInteger inside = new AtomicInteger();

    /** Enters a call; waits at most a moment for a second one. */
    Call enter() {
        inside.incrementAndGet();
        boolean shared = inside.get() > 1 || holdUntil(() -> inside.get() > 1);
        return new Call(shared);
    }

    /** Holds a racing thread until {@code happened}, at most a moment; answers whether it did. */
    boolean holdUntil(BooleanSupplier happened) {
        long end = System.nanoTime() + PAUSE_NANOS;
        while (Thread.currentThread() != home && System.nanoTime() - end < 0) {
            if (happened.getAsBoolean()) {
                return true;
            }
            // Not by spinning, which would keep the other thread from the processor.
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return false;
    }

    /** A call inside. */
    final class Call implements AutoCloseable {

        private final boolean shared;

        private Call(boolean shared) {
            this.shared = shared;
        }

        boolean isShared() {
            return shared;
        }

        @Override
        public void close() {
            inside.decrementAndGet();
        }
    }
}
