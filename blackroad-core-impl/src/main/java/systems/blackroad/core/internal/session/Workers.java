package systems.blackroad.core.internal.session;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands tasks to the runtime's executor. Thread-safe. No task is ever lost: one that is refused runs at once. */
final class Workers {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final Executor executor;

    Workers(Executor executor) {
        this.executor = executor;
    }

    void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor refused a task, which runs on the thread that brought it", e);
            task.run();
        }
    }
}
