package systems.blackroad.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that each do one operation after the other for a while. */
final class Load {

    private static final int FIRST_SAMPLES = 1 << 12;

    private Load() {}

    /** What a caller does again and again. */
    interface Operation {

        /**
         * Does it once; called by one thread for each caller, at the same time.
         *
         * @param caller from 0
         */
        void run(int caller, Random random) throws Exception;
    }

    /**
     * What was done. An operation that had begun before the time was over is part of it, and so is the time it took.
     *
     * @param operations how many were done
     * @param nanos from the start to the end of the last one
     * @param latencies of each operation, in nanoseconds, ascending
     */
    record Done(long operations, long nanos, long[] latencies) {

        double perSecond() {
            return operations * 1e9 / nanos;
        }

        /** In milliseconds, the latency below which {@code share} of the operations lie. */
        double millis(double share) {
            return Spread.percentile(latencies, share) / 1e6;
        }
    }

    /**
     * Runs {@code callers} threads until {@code time} is over; each works at least once.
     *
     * @param seed different rounds take different ones, so that none repeats another's choices
     * @throws java.util.concurrent.ExecutionException with the first failure of an operation
     */
    static Done run(int callers, Duration time, long seed, Operation operation) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        CountDownLatch ready = new CountDownLatch(callers);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                Random random = new Random(seed * 1_000 + caller);
                running.add(threads.submit(() -> {
                    ready.countDown();
                    go.await();
                    return call(operation, caller, random, System.nanoTime() + time.toNanos());
                }));
            }
            ready.await();
            long start = System.nanoTime();
            go.countDown();
            List<long[]> samples = new ArrayList<>();
            for (Future<long[]> future : running) {
                samples.add(future.get());
            }
            long nanos = System.nanoTime() - start;
            long[] sorted =
                    samples.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Done(sorted.length, nanos, sorted);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] call(Operation operation, int caller, Random random, long until) throws Exception {
        long[] samples = new long[FIRST_SAMPLES];
        int taken = 0;
        long begin = System.nanoTime();
        do {
            operation.run(caller, random);
            long end = System.nanoTime();
            if (taken == samples.length) {
                samples = Arrays.copyOf(samples, 2 * taken);
            }
            samples[taken++] = end - begin;
            begin = end;
        } while (begin - until < 0);
        return Arrays.copyOf(samples, taken);
    }
}
