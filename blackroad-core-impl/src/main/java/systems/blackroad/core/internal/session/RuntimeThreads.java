package systems.blackroad.core.internal.session;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the threads that a runtime owns. */
public final class RuntimeThreads {

    private static final String PREFIX = "blackroad-runtime-";
    private static final int MAX_THREADS = 32;
    private static final int MAX_TASKS = 65_536;

    private RuntimeThreads() {}

    /** Virtual threads where the platform has them, else a pool of at most {@value #MAX_THREADS} daemon threads. */
    public static ExecutorService executor() {
        return Runtime.version().feature() >= 21 ? virtual() : pool();
    }

    static ExecutorService pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_TASKS), daemons(PREFIX));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** By reflection, since the library is compiled for a release that does not have them. */
    private static ExecutorService virtual() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> virtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Object named = lookup.findVirtual(virtual, "name", methodType(virtual, String.class, long.class))
                    .invoke(
                            lookup.findStatic(Thread.class, "ofVirtual", methodType(virtual))
                                    .invoke(),
                            PREFIX,
                            1L);
            ThreadFactory factory =
                    (ThreadFactory) lookup.findVirtual(builder, "factory", methodType(ThreadFactory.class))
                            .invoke(named);
            return (ExecutorService) lookup.findStatic(
                            Executors.class,
                            "newThreadPerTaskExecutor",
                            methodType(ExecutorService.class, ThreadFactory.class))
                    .invoke(factory);
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "Java " + Runtime.version() + " should have virtual threads; pass an executor to the builder", e);
        }
    }

    /** A timer with one daemon thread. */
    public static PollTimer timer() {
        return (period, task) -> {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons(PREFIX + "poll-"));
            timer.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
            return timer::shutdownNow;
        };
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs a task again and again. */
    @FunctionalInterface
    public interface PollTimer {
        /** Starts; running what it returns stops it. The task throws nothing. */
        Runnable every(Duration period, Runnable task);
    }
}
