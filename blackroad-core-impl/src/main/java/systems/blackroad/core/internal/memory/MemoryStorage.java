package systems.blackroad.core.internal.memory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;

/** One instance of a storage in memory: a handle on a place that instances of one name share. Thread-safe. */
final class MemoryStorage implements Storage {

    /** The places that have a name and an open instance; guarded by itself, which is never held while a store works. */
    private static final Map<String, Place> NAMED = new HashMap<>();

    private final Place place;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MemoryStorage(Place place) {
        this.place = place;
    }

    static Storage fresh(StorageOptions options) {
        return new MemoryStorage(new Place("", clock(options)));
    }

    static Storage shared(String name, StorageOptions options) {
        String key = options.namespace() + "/" + name;
        synchronized (NAMED) {
            Place place = NAMED.computeIfAbsent(key, absent -> new Place(key, clock(options)));
            place.instances++;
            return new MemoryStorage(place);
        }
    }

    private static InstantSource clock(StorageOptions options) {
        return options.clock().orElseGet(InstantSource::system);
    }

    @Override
    public SessionStore sessions() {
        requireOpen();
        return place.sessions;
    }

    @Override
    public JobStore jobs() {
        requireOpen();
        return place.jobs;
    }

    @Override
    public List<Face> faces() {
        return List.of(
                new Face("sessions", "memory", Durability.D0, false), new Face("jobs", "memory", Durability.D0, false));
    }

    @Override
    public void ping() {
        requireOpen();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && !place.key.isEmpty()) {
            synchronized (NAMED) {
                if (--place.instances == 0) {
                    NAMED.remove(place.key);
                }
            }
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new RefusedException(ErrorCode.SHUTTING_DOWN, "this storage in memory is closed; open it again");
        }
    }

    /** What instances share. */
    private static final class Place {

        private final String key;
        private final SessionStore sessions;
        private final JobStore jobs;
        /** How many instances are open; guarded by {@link #NAMED}. */
        private int instances;

        private Place(String key, InstantSource clock) {
            this.key = key;
            this.sessions = new MemorySessionStore(clock);
            this.jobs = new MemoryJobStore(clock);
        }
    }
}
