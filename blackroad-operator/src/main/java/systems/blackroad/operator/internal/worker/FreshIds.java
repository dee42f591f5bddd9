package systems.blackroad.operator.internal.worker;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import systems.blackroad.api.job.JobId;

/** Ids for jobs that were given none: they begin with the time, so that neighbours in time are neighbours in an index. */
final class FreshIds {

    private final InstantSource clock;
    private final RandomGenerator random;

    FreshIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    JobId next() {
        return JobId.of(String.format(
                "%012x%016x%04x", clock.millis() & 0xffff_ffff_ffffL, random.nextLong(), random.nextInt() & 0xffff));
    }

    /** What to append to a schedule's id for a job beside its ticks; short enough, and no tick's number. */
    String triggered() {
        return String.format("t%016x", random.nextLong());
    }
}
