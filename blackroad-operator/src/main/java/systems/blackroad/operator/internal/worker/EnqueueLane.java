package systems.blackroad.operator.internal.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;

/**
 * Lets callers that enqueue at the same moment share a commit. Whoever holds the lock calls the store for all that wait; a lone
 * caller goes straight through on its own thread. Thread-safe.
 */
final class EnqueueLane {

    private static final int ROOM = 10_000;

    private final JobStore store;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(ROOM);
    private final ReentrantLock lock = new ReentrantLock();

    EnqueueLane(JobStore store) {
        this.store = store;
    }

    private static final class Waiting {

        private final NewJob job;
        private volatile @Nullable EnqueueOutcome outcome;
        private volatile @Nullable RuntimeException failure;

        Waiting(NewJob job) {
            this.job = job;
        }

        boolean isAnswered() {
            return outcome != null || failure != null;
        }

        EnqueueOutcome result() {
            EnqueueOutcome known = outcome;
            if (known != null) {
                return known;
            }
            RuntimeException thrown = failure;
            throw thrown == null ? new IllegalStateException("job " + job.id() + " was not answered") : thrown;
        }
    }

    /**
     * Enqueues one job.
     *
     * @throws RefusedException with code {@code OVERLOADED} if ten thousand callers wait already; nothing was done
     */
    EnqueueOutcome enqueue(NewJob job) {
        Waiting mine = new Waiting(job);
        if (!queue.offer(mine)) {
            throw new RefusedException(
                    ErrorCode.OVERLOADED,
                    "job " + job.id() + " was not enqueued, " + ROOM + " callers wait already; try again later");
        }
        while (!mine.isAnswered()) {
            lock.lock();
            try {
                if (!mine.isAnswered()) {
                    commit();
                }
            } finally {
                lock.unlock();
            }
        }
        return mine.result();
    }

    private void commit() {
        List<Waiting> batch = new ArrayList<>();
        queue.drainTo(batch, JobStore.MAX_BATCH);
        try {
            List<EnqueueOutcome> outcomes =
                    store.enqueue(batch.stream().map(waiting -> waiting.job).toList(), null);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).outcome = outcomes.get(i);
            }
        } catch (RuntimeException e) {
            batch.forEach(waiting -> waiting.failure = e);
        } finally {
            for (Waiting waiting : batch) {
                if (!waiting.isAnswered()) {
                    waiting.failure =
                            new IllegalStateException("the enqueue of job " + waiting.job.id() + " was cut off");
                }
            }
        }
    }
}
