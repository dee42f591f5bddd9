package systems.blackroad.operator.internal.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that an operator starts. */
final class HandlerThreads {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerThreads.class);
    private static final int VIRTUAL_SINCE = 21;
    private static final long IDLE_SECONDS = 10;

    private HandlerThreads() {}

    /** A virtual thread for each handler on Java 21 and newer, else at most {@code count} daemon threads. */
    static ExecutorService forHandlers(int count) {
        return Runtime.version().feature() >= VIRTUAL_SINCE
                ? virtual("blackroad-job-")
                : bounded(count, count, "blackroad-job-");
    }

    /** At most {@code count} daemon threads, which end when idle, before {@code waiting} tasks. */
    static ExecutorService bounded(int count, int waiting, String prefix) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), factory(prefix));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static ThreadFactory factory(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** By name, since this code also runs where virtual threads do not exist. */
    private static ExecutorService virtual(String prefix) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle make = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle name =
                    lookup.findVirtual(ofVirtual, "name", MethodType.methodType(ofVirtual, String.class, long.class));
            MethodHandle build = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            MethodHandle perTask = lookup.findStatic(
                    Executors.class,
                    "newThreadPerTaskExecutor",
                    MethodType.methodType(ExecutorService.class, ThreadFactory.class));
            Object named = name.invoke(make.invoke(), prefix, 1L);
            return (ExecutorService) perTask.invoke((ThreadFactory) build.invoke(named));
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "virtual threads must exist on Java " + Runtime.version().feature() + "; pass an executor", e);
        }
    }

    /** Whether {@code task} was taken; not, for example, where no more threads can be made, which is an error. */
    static boolean tryExecute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RuntimeException | Error e) {
            LOG.debug("An executor takes nothing", e);
            return false;
        }
    }
}
