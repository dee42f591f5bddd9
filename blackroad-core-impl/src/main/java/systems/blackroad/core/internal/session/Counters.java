package systems.blackroad.core.internal.session;

import java.util.concurrent.atomic.LongAdder;

/** What the runtime counts since it was built. Thread-safe. */
final class Counters {

    final LongAdder commands = new LongAdder();
    final LongAdder appends = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder conflicts = new LongAdder();
    final LongAdder unknownOutcomes = new LongAdder();
    final LongAdder snapshots = new LongAdder();
    final LongAdder failedSnapshots = new LongAdder();
    final LongAdder lagged = new LongAdder();
    final LongAdder failedSubscribers = new LongAdder();
    final LongAdder failedRefreshes = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder failedCare = new LongAdder();

    @Override
    public String toString() {
        return "commands " + commands + ", appends " + appends + " in " + batches + " batches, conflicts " + conflicts
                + ", unknown outcomes " + unknownOutcomes + ", snapshots " + snapshots + " (" + failedSnapshots
                + " failed), lagged subscribers " + lagged + ", failed subscribers " + failedSubscribers
                + ", failed refreshes " + failedRefreshes
                + ", expired sessions " + expired + ", failed rounds of care " + failedCare;
    }
}
