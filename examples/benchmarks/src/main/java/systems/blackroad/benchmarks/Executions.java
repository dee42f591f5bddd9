package systems.blackroad.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How often each job ran, and when the first and the last awaited one did. It is the handler that engines call; thread-safe.
 */
final class Executions implements IntConsumer {

    private final AtomicIntegerArray times;
    private final AtomicInteger ran = new AtomicInteger();
    private final int awaited;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long first;
    private volatile long last;

    /**
     * Of jobs numbered from 0.
     *
     * @param jobs how many there are
     * @param awaited after how many runs the time is taken, at most {@code jobs}
     */
    Executions(int jobs, int awaited) {
        this.times = new AtomicIntegerArray(jobs);
        this.awaited = awaited;
    }

    @Override
    public void accept(int job) {
        times.incrementAndGet(job);
        int number = ran.incrementAndGet();
        if (number == 1) {
            first = System.nanoTime();
        }
        if (number == awaited) {
            last = System.nanoTime();
            done.countDown();
        }
    }

    /** Waits for the awaited runs, at most for {@code limit}. */
    Timed await(Duration limit) throws InterruptedException {
        if (done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return new Timed(awaited, last - first, true);
        }
        int until = ran.get();
        return new Timed(until, until == 0 ? limit.toNanos() : System.nanoTime() - first, false);
    }

    /**
     * Runs from the first of all on.
     *
     * @param runs how many there were
     * @param nanos from the first to the last of them
     * @param complete whether they are all that were awaited
     */
    record Timed(int runs, long nanos, boolean complete) {

        double perSecond() {
            return runs * 1e9 / nanos;
        }
    }

    /** All runs until now. */
    int ran() {
        return ran.get();
    }

    /** How many jobs ran more than once until now. */
    long repeated() {
        return jobs(count -> count > 1);
    }

    /** How many jobs did not run until now. */
    long missing() {
        return jobs(count -> count == 0);
    }

    private long jobs(IntPredicate runs) {
        return IntStream.range(0, times.length())
                .filter(job -> runs.test(times.get(job)))
                .count();
    }
}
