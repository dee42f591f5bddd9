package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * What was claimed is deleted, but as long as any transaction of the server holds an old snapshot a claim from the start
 * passes over all of it; and always over what is of types that the node does not know. So a claim goes on where the last one
 * ended. Jobs come to stand at the end, by the store's clock, but for two kinds: those that were promoted late, for which the
 * one who promotes lowers the cursor; and those whose enqueue took longer to commit than LAG, or was promoted late by another
 * node. The latter are found by a look from the start, of which there is one a second at most, and one twentieth of the time
 * at most.
 */
/** From where on claims of one set of types look. Lives in memory; losing it costs one look. Thread-safe. */
final class ClaimCursor {

    /** How far a claim stays behind the store's clock, so that it does not pass over what is being committed. */
    private static final long LAG_MILLIS = 250;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A look may take one in so many of the time. */
    private static final long LOOK_SHARE = 20;

    private final Object lock = new Object();
    /** Where the last claim of a priority ended; guarded by the lock, as all else. */
    private final Map<Integer, Place> places = new HashMap<>();
    /** Before this due time, nothing is left in priorities that have no place. */
    private long base = Long.MIN_VALUE;

    private long newest = Long.MIN_VALUE;
    private long version;
    private @Nullable Long nextLook;

    /**
     * A place in the order of claims within a priority.
     *
     * @param dueAt a due time
     * @param job the number of a job
     */
    record Place(long dueAt, long job) {

        private boolean isAfter(Place other) {
            return dueAt != other.dueAt ? dueAt > other.dueAt : job > other.job;
        }
    }

    /**
     * A job that was claimed.
     *
     * @param priority its priority
     * @param place where it stood
     */
    record Passed(int priority, Place place) {}

    /**
     * Where a claim begins.
     *
     * @param places the place in each priority that has one
     * @param base the due time from which on to look in all others
     * @param look whether it is from the start
     * @param version of the cursor
     */
    record Start(Map<Integer, Place> places, long base, boolean look, long version) {

        Start {
            places = Map.copyOf(places);
        }

        List<Integer> priorities() {
            return List.copyOf(places.keySet());
        }

        /** The places in the order of {@link #priorities()}. */
        List<Place> ends() {
            List<Place> ends = new ArrayList<>();
            priorities().forEach(priority -> ends.add(places.get(priority)));
            return ends;
        }
    }

    /** Where a claim begins at {@code nanos} of this process and {@code now} of the store. */
    Start start(long nanos, long now) {
        synchronized (lock) {
            boolean look = nextLook == null || nanos - nextLook >= 0 || now < newest;
            if (now < newest) {
                // The store's clock went back, and with it the place where jobs come to stand.
                places.clear();
                base = Long.MIN_VALUE;
            }
            newest = now;
            return look ? new Start(Map.of(), Long.MIN_VALUE, true, version) : new Start(places, base, false, version);
        }
    }

    /** Goes on after a claim that was committed, unless the cursor was lowered since it began. */
    void claimed(Start start, List<Passed> passed, boolean all, long now) {
        synchronized (lock) {
            if (start.version() != version) {
                return;
            }
            Place latest = new Place(now - LAG_MILLIS, 0);
            if (all) {
                places.clear();
                base = Math.max(base, latest.dueAt());
            } else {
                for (Passed job : passed) {
                    Place end = job.place().isAfter(latest) ? latest : job.place();
                    places.merge(job.priority(), end, (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }
    }

    /** A look that ended at {@code nanos} took so long. */
    void looked(long nanos, long took) {
        synchronized (lock) {
            nextLook = nanos + Math.max(LOOK_NANOS, LOOK_SHARE * took);
        }
    }

    /** Jobs came to stand that are due from {@code dueAt} on. */
    void lower(long dueAt) {
        synchronized (lock) {
            version++;
            base = Math.min(base, dueAt);
            places.replaceAll((priority, place) -> place.dueAt() < dueAt ? place : new Place(dueAt, 0));
        }
    }
}
