package systems.blackroad.core.internal.memory;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Due jobs of one queue that the same limits hold back, so that only the first can start. Guarded by its store's lock. */
final class MemoryLane {

    /** Lanes in the claim order of their heads. */
    static final Comparator<MemoryLane> BY_HEAD =
            Comparator.comparing(lane -> lane.listed, Comparator.nullsLast(MemoryJob.CLAIM_ORDER));

    final NavigableSet<MemoryJob> jobs = new TreeSet<>(MemoryJob.CLAIM_ORDER);
    /** Whether its jobs run in order, whatever their types. */
    final boolean ordered;
    /** The job that has begun and not finished yet, of an ordered lane: nothing overtakes it. */
    @Nullable
    MemoryJob turn;
    /** The job under which the lane stands among those that may give one, or null while it does not. */
    @Nullable
    MemoryJob listed;

    MemoryLane(boolean ordered) {
        this.ordered = ordered;
    }

    /** The job that may start before the others, or null if none may. */
    @Nullable
    MemoryJob head() {
        if (turn != null) {
            return jobs.contains(turn) ? turn : null;
        }
        return jobs.isEmpty() ? null : jobs.first();
    }

    boolean isIdle() {
        return jobs.isEmpty() && turn == null;
    }
}
