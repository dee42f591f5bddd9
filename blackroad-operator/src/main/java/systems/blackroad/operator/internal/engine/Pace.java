package systems.blackroad.operator.internal.engine;

import java.util.concurrent.TimeUnit;

/**
 * How many jobs to claim beyond those that have a slot: as many as ended here in 50 ms, within a bound. So jobs that take long are not
 * claimed ahead at all, and those that take no time come in large batches; either way a job that was claimed ahead has
 * waited for about a twentieth of a second when it begins.
 */
final class Pace {

    /** The most jobs that wait for a slot; fewer would run out before the next ones come. */
    static final int MAX_AHEAD = 1_000;

    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(50);

    private long since;
    private int ended;
    private int ahead;

    /** A handler ended. */
    void count(long now) {
        roll(now);
        ended++;
    }

    /** How many to claim ahead. */
    int ahead(long now) {
        roll(now);
        return ahead;
    }

    private void roll(long now) {
        long passed = now - since;
        if (passed >= WINDOW) {
            ahead = (int) Math.min(MAX_AHEAD, ended * (double) WINDOW / passed);
            ended = 0;
            since = now;
        }
    }
}
