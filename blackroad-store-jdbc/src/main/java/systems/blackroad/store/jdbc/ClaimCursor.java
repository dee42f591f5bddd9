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
 * ended. Jobs come to stand at the end, by the store's clock, but for those that were promoted late, for which the one who
 * promotes lowers the cursor, and those whose commit came later than LAG after their due time. Of both the server's count of
 * late jobs tells the others; what is not counted, since its writer died, is found by a look once a second.
 *
 * A look is a claim from the start. Once it stands, claims go on from where it ended, so that what it found and could not
 * take all at once comes next. It may take one twentieth of the time, and a quarter of it where late jobs are told of again and
 * again: a server that is slow makes jobs late, and looks that take long make it slower. One that fails is not repeated at once.
 */
/** From where on claims of one set of types look. Lives in memory; losing it costs one look. Thread-safe. */
final class ClaimCursor {

    /** How far a claim stays behind the store's clock, so that it does not pass over what is being committed. */
    static final long LAG_MILLIS = 250;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** A look may take one in so many of the time. */
    private static final long LOOK_SHARE = 20;
    /** One for late jobs waits after another one that took at least so long, for so many times as long. */
    private static final long LONG_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LATE_SHARE = 3;

    private final Object lock = new Object();
    /** Where the last claim of a priority ended; one without a place begins at the start. Guarded by the lock, as all else. */
    private final Map<Integer, Place> places = new HashMap<>();

    private long newest;
    private long late;
    private long version;
    private @Nullable Long nextLook;
    private @Nullable Long nextLateLook;

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
     * @param places the place in each priority that has one; in all others at the start
     * @param look whether it is from the start in all
     * @param version of the cursor
     */
    record Start(Map<Integer, Place> places, boolean look, long version) {

        /** Of what claims nothing. */
        static final Start NOWHERE = new Start(Map.of(), false, 0);

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

    /** Where a claim begins at {@code nanos} of this process, when the store's clock and count of late jobs say this. */
    Start start(long nanos, long now, long lateJobs) {
        synchronized (lock) {
            // Exchanges that overlap read the clock in one order and come here in another, by less than the lag.
            boolean clockWentBack = now < newest - LAG_MILLIS;
            if (clockWentBack) {
                version++;
                places.clear();
            }
            newest = clockWentBack ? now : Math.max(newest, now);
            boolean forLate = lateJobs != late && (nextLateLook == null || nanos - nextLateLook >= 0);
            boolean look = nextLook == null || nanos - nextLook >= 0 || clockWentBack || forLate;
            if (look) {
                nextLook = nanos + LOOK_NANOS;
                late = lateJobs;
            }
            return new Start(look ? Map.of() : places, look, version);
        }
    }

    /**
     * Goes on after a claim that was committed, unless the cursor was lowered since it began.
     *
     * @param passed what it claimed
     * @param priorities all that there are, the claim having gone through them from the highest on
     * @param all whether it found less than it might have taken, and so saw all of them to their end
     */
    void claimed(Start start, List<Passed> passed, List<Integer> priorities, boolean all, long now) {
        synchronized (lock) {
            if (start.version() != version) {
                return;
            }
            if (start.look()) {
                // Those who began before go on from where they were, and must not raise what this one left.
                version++;
                places.clear();
            }
            Place latest = new Place(now - LAG_MILLIS, 0);
            int lowest = all
                    ? Integer.MIN_VALUE
                    : passed.stream().mapToInt(Passed::priority).min().orElse(Integer.MAX_VALUE);
            for (int priority : priorities) {
                if (priority > lowest) {
                    raise(priority, latest);
                }
            }
            for (Passed job : passed) {
                raise(job.priority(), job.place().isAfter(latest) ? latest : job.place());
            }
        }
    }

    private void raise(int priority, Place end) {
        places.merge(priority, end, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** A look that ended at {@code nanos} took so long. */
    void looked(long nanos, long took) {
        synchronized (lock) {
            nextLook = nanos + Math.min(MOST_LOOK_NANOS, Math.max(LOOK_NANOS, LOOK_SHARE * took));
            nextLateLook = nanos + Math.min(MOST_LOOK_NANOS, took < LONG_LOOK_NANOS ? 0 : LATE_SHARE * took);
        }
    }

    /** Jobs came to stand that are due from {@code dueAt} on. */
    void lower(long dueAt) {
        synchronized (lock) {
            version++;
            places.replaceAll((priority, place) -> place.dueAt() < dueAt ? place : new Place(dueAt, 0));
        }
    }
}
