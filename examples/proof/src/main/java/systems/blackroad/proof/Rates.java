package systems.blackroad.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.store.Face;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.core.BlackRoad;
import systems.blackroad.operator.BlackRoadJobs;

/** Measures acknowledged window commands and jobs per second on one storage, for reports; asserts nothing. */
final class Rates {

    private static final int BATCH = 500;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration MEASURED = Duration.ofSeconds(5);

    private Rates() {}

    /** Measures and prints, at 1, 8 and 64 callers. */
    static void print(Storage storage) throws InterruptedException {
        for (Face face : storage.faces()) {
            System.out.println("face " + face.name() + " of " + face.kind() + " at class " + face.durability());
        }
        for (int callers : new int[] {1, 8, 64}) {
            System.out.println(commands(storage, callers));
        }
        for (int callers : new int[] {1, 8, 64}) {
            System.out.println(enqueues(storage, callers));
        }
        System.out.println(jobs(storage, 20_000));
    }

    /** One session for each caller, twenty windows, one of them moved again and again. */
    private static String commands(Storage storage, int callers) throws InterruptedException {
        try (OsRuntime runtime = BlackRoad.runtime(storage).build()) {
            return run("window commands", callers, caller -> {
                OsSession session = runtime.open(Actor.of(UserId.of("rates")), OpenSession.empty());
                List<WindowId> windows = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    session.execute(OpenWindow.of("rates"));
                }
                session.state().windows().forEach(window -> windows.add(window.id()));
                Random random = new Random(caller);
                return () -> session.execute(new MoveWindow(
                        windows.get(random.nextInt(windows.size())),
                        new Position(random.nextInt(4000), random.nextInt(2000))));
            });
        }
    }

    private static String enqueues(Storage storage, int callers) throws InterruptedException {
        JobType<String> later = JobType.named("rates-kept", String.class).handledBy((payload, context) -> null);
        try (Operator operator = BlackRoadJobs.operator(storage).register(later).build()) {
            return run("enqueues one by one", callers, caller -> () -> operator.enqueue(later, "payload"));
        }
    }

    /** From the first claim to the last completion of jobs that all wait at the start; each does nothing. */
    private static String jobs(Storage storage, int count) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(count);
        JobType<String> type = JobType.named("rates-run", String.class).handledBy((payload, context) -> {
            done.countDown();
            return null;
        });
        try (Operator operator = BlackRoadJobs.operator(storage)
                .register(type)
                .maxConcurrentJobs(200)
                .build()) {
            long enqueueStart = System.nanoTime();
            for (int i = 0; i < count; i += BATCH) {
                List<JobRequest<String>> batch = new ArrayList<>();
                for (int j = 0; j < BATCH; j++) {
                    batch.add(JobRequest.of(type, "payload"));
                }
                operator.enqueue(batch, null);
            }
            long drainStart = System.nanoTime();
            operator.start();
            done.await();
            long end = System.nanoTime();
            return String.format(
                    "%d jobs: enqueued in batches of %d at %,.0f/s, run at %,.0f/s",
                    count, BATCH, count * 1e9 / (drainStart - enqueueStart), count * 1e9 / (end - drainStart));
        }
    }

    private interface Caller {
        Runnable prepare(int number);
    }

    private static String run(String what, int callers, Caller caller) throws InterruptedException {
        LongAdder counted = new LongAdder();
        AtomicLong from = new AtomicLong(Long.MAX_VALUE);
        AtomicLong until = new AtomicLong(Long.MAX_VALUE);
        List<Thread> threads = new ArrayList<>();
        List<long[]> latencies = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(callers);
        for (int i = 0; i < callers; i++) {
            int number = i;
            long[] samples = new long[1 << 17];
            latencies.add(samples);
            Thread thread = new Thread(
                    () -> {
                        Runnable call = caller.prepare(number);
                        ready.countDown();
                        int taken = 0;
                        long begin = System.nanoTime();
                        while (begin < until.get()) {
                            call.run();
                            long end = System.nanoTime();
                            if (begin >= from.get() && end < until.get()) {
                                counted.increment();
                                samples[taken++ & (samples.length - 1)] = end - begin;
                            }
                            begin = end;
                        }
                    },
                    "rates-" + i);
            threads.add(thread);
            thread.start();
        }
        ready.await();
        long start = System.nanoTime() + WARM_UP.toNanos();
        until.set(start + MEASURED.toNanos());
        from.set(start);
        for (Thread thread : threads) {
            thread.join();
        }
        long[] sorted = latencies.stream()
                .flatMapToLong(Arrays::stream)
                .filter(nanos -> nanos > 0)
                .sorted()
                .toArray();
        return String.format(
                "%s, %d callers: %,.0f/s, p50 %.2f ms, p99 %.2f ms",
                what, callers, counted.sum() * 1e9 / MEASURED.toNanos(), at(sorted, 0.50), at(sorted, 0.99));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }
}
