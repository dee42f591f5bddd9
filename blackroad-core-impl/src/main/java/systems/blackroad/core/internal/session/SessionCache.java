package systems.blackroad.core.internal.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import systems.blackroad.api.session.SessionId;

/**
 * The images last seen, the least recently used forgotten first. Thread-safe. A baseline only: nobody trusts an image
 * before the store confirmed its revision.
 */
final class SessionCache {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final Map<SessionId, SessionImage> images = new LinkedHashMap<>(64, 0.75f, true);

    SessionCache(int capacity) {
        this.capacity = capacity;
    }

    Optional<SessionImage> find(SessionId session) {
        lock.lock();
        try {
            return Optional.ofNullable(images.get(session));
        } finally {
            lock.unlock();
        }
    }

    /** Keeps {@code image} unless a later one of the same epoch is kept. */
    void keep(SessionId session, SessionImage image) {
        lock.lock();
        try {
            SessionImage present = images.get(session);
            if (present == null || !present.epoch().equals(image.epoch()) || present.revision() < image.revision()) {
                images.put(session, image);
            }
            if (images.size() > capacity) {
                SessionId eldest = images.keySet().iterator().next();
                images.remove(eldest);
            }
        } finally {
            lock.unlock();
        }
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
