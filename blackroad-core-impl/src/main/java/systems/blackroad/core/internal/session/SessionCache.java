package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import systems.blackroad.api.session.SessionId;

/**
 * The images last seen, the least recently used forgotten first. Thread-safe. A baseline only: nobody trusts an image
 * before the store confirmed its revision.
 */
final class SessionCache {

    private final int capacity;
    private final LongSupplier ticker;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final Map<SessionId, Entry> images = new LinkedHashMap<>(64, 0.75f, true);

    SessionCache(int capacity, LongSupplier ticker) {
        this.capacity = capacity;
        this.ticker = ticker;
    }

    /** An image, and when it was last used, by the ticker. */
    private record Entry(SessionImage image, long usedAt) {}

    Optional<SessionImage> find(SessionId session) {
        lock.lock();
        try {
            Entry used = images.computeIfPresent(session, (id, entry) -> new Entry(entry.image(), ticker.getAsLong()));
            return Optional.ofNullable(used).map(Entry::image);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps {@code image} unless a later one of the same epoch is kept. */
    void keep(SessionId session, SessionImage image) {
        lock.lock();
        try {
            Entry entry = images.get(session);
            SessionImage present = entry == null ? null : entry.image();
            if (present == null || !present.epoch().equals(image.epoch()) || present.revision() < image.revision()) {
                images.put(session, new Entry(image, ticker.getAsLong()));
            }
            if (images.size() > capacity) {
                SessionId eldest = images.keySet().iterator().next();
                images.remove(eldest);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of the images that nobody used for {@code age}, and answers them. */
    Map<SessionId, SessionImage> evict(Duration age) {
        Map<SessionId, SessionImage> idle = new LinkedHashMap<>();
        lock.lock();
        try {
            long now = ticker.getAsLong();
            Iterator<Map.Entry<SessionId, Entry>> eldest = images.entrySet().iterator();
            while (eldest.hasNext()) {
                Map.Entry<SessionId, Entry> next = eldest.next();
                if (now - next.getValue().usedAt() < age.toNanos()) {
                    break;
                }
                idle.put(next.getKey(), next.getValue().image());
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
        return idle;
    }

    void forget(SessionId session) {
        lock.lock();
        try {
            images.remove(session);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return images.size();
        } finally {
            lock.unlock();
        }
    }
}
