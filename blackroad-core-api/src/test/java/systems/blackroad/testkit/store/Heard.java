package systems.blackroad.testkit.store;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import systems.blackroad.api.store.HintListener;

/** A listener that remembers what it heard, at most 10,000 hints. Thread-safe. */
final class Heard implements HintListener {

    private static final int TRIES = 10;

    private final BlockingQueue<Set<String>> hints = new ArrayBlockingQueue<>(10_000);

    @Override
    public void onHint(Set<String> keys) {
        hints.offer(Set.copyOf(keys));
    }

    /** Whether nothing was heard. */
    boolean nothing() {
        return hints.isEmpty();
    }

    /**
     * Writes until a hint of {@code key}, or of everything, is heard: a single hint may be lost.
     *
     * @param write writes what the hint is about, anew each time
     * @param patience how long to wait in all
     */
    boolean hears(String key, Runnable write, Duration patience) {
        for (int i = 0; i < TRIES; i++) {
            write.run();
            if (hears(key, patience.dividedBy(TRIES))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a hint of {@code key}, or of everything, is heard within {@code patience} from the last one on. */
    boolean hears(String key, Duration patience) {
        try {
            Set<String> keys = hints.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            while (keys != null && !keys.isEmpty() && !keys.contains(key)) {
                keys = hints.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
            return keys != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
