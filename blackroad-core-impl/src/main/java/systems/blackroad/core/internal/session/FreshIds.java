package systems.blackroad.core.internal.session;

import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Makes ids of 128 random bits, as 32 hexadecimal digits. Thread-safe. */
final class FreshIds {

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}, since a generator need not be thread-safe. */
    private final RandomGenerator random;

    FreshIds(RandomGenerator random) {
        this.random = random;
    }

    /** A number from 0 on, below {@code bound}. */
    long below(long bound) {
        lock.lock();
        try {
            return random.nextLong(bound);
        } finally {
            lock.unlock();
        }
    }

    String next() {
        lock.lock();
        try {
            HexFormat hex = HexFormat.of();
            return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        } finally {
            lock.unlock();
        }
    }
}
