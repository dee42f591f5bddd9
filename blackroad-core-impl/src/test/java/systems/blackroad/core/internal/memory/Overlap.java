package systems.blackroad.core.internal.memory;

import java.util.concurrent.atomic.AtomicInteger;

/** Finds out whether calls overlap, and holds each a moment so that racing ones do. Thread-safe. */
final class Overlap {

    private static final long PAUSE_NANOS = 2_000_000;

    private final AtomicInteger inside = new AtomicInteger();

    /** Enters a call; waits at most a moment for a second one. */
    Call enter() {
        inside.incrementAndGet();
        long end = System.nanoTime() + PAUSE_NANOS;
        boolean shared = inside.get() > 1;
        while (!shared && System.nanoTime() < end) {
            Thread.onSpinWait();
            shared = inside.get() > 1;
        }
        return new Call(shared);
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
