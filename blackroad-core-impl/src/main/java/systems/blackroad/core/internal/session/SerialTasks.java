package systems.blackroad.core.internal.session;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs tasks one after another on the executor, in the order in which they were added. Thread-safe. */
final class SerialTasks {

    private final Workers workers;
    private final Consumer<RuntimeException> onFailure;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    /** Guarded by {@link #lock}. */
    private boolean running;

    /** A task that throws is told to {@code onFailure}; those after it run all the same. */
    SerialTasks(Workers workers, Consumer<RuntimeException> onFailure) {
        this.workers = workers;
        this.onFailure = onFailure;
    }

    void add(Runnable task) {
        boolean start;
        lock.lock();
        try {
            tasks.add(task);
            start = !running;
            running = true;
        } finally {
            lock.unlock();
        }
        if (start) {
            workers.run(this::work);
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                onFailure.accept(e);
            }
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            running = task != null;
            return task;
        } finally {
            lock.unlock();
        }
    }
}
