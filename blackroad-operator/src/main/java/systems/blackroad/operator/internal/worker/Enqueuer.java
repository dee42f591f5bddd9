package systems.blackroad.operator.internal.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;

/*
 * Group commit by following. Whoever finds nobody at the store goes there, on its own thread, with its own job alone. Who
 * comes meanwhile waits in line; when the one at the store returns, the first in line goes with everything that waits, up to
 * a batch, and wakes the others with their outcomes. An idle store is reached without delay, and a busy one gets few large
 * commits. A job with a unique key goes alone, since it may have to wait there for whoever holds the key.
 */
/** Enqueues single jobs of many threads in shared commits. Thread-safe; its lock is never held during a store call. */
final class Enqueuer {

    private static final int MAX_WAITING = 10_000;

    private final JobStore store;
    private final ReentrantLock lock = new ReentrantLock();
    /** Who waits for the store, in order; guarded by {@link #lock}. */
    private final Deque<Caller> line = new ArrayDeque<>();
    /** Whether someone is at the store, or was chosen to go; guarded by {@link #lock}. */
    private boolean taken;

    Enqueuer(JobStore store) {
        this.store = store;
    }

    /** One caller and its job; guarded by the lock. */
    private static final class Caller {
        private final NewJob job;
        private final Condition change;
        private boolean chosen;
        private @Nullable EnqueueOutcome outcome;
        private @Nullable RuntimeException failure;

        private Caller(NewJob job, Condition change) {
            this.job = job;
            this.change = change;
        }

        private boolean isDone() {
            return outcome != null || failure != null;
        }
    }

    EnqueueOutcome enqueue(NewJob job) {
        if (job.unique() != null) {
            return store.enqueue(List.of(job), null).get(0);
        }
        Caller me = new Caller(job, lock.newCondition());
        List<Caller> batch = join(me);
        if (!batch.isEmpty()) {
            serve(batch);
        }
        if (me.failure != null) {
            throw me.failure;
        }
        if (me.outcome == null) {
            throw new IllegalStateException("job " + job.id() + " was served without an outcome");
        }
        return me.outcome;
    }

    /** How many callers stand in line now. */
    int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the caller is served, or returns whom it is to serve, itself first. */
    private List<Caller> join(Caller me) {
        lock.lock();
        try {
            if (line.size() >= MAX_WAITING) {
                throw new RefusedException(
                        ErrorCode.OVERLOADED,
                        MAX_WAITING + " callers wait to enqueue already; job " + me.job.id()
                                + " was not taken in, enqueue it again later");
            }
            line.add(me);
            if (!taken) {
                taken = true;
                me.chosen = true;
            }
            while (!me.chosen && !me.isDone()) {
                me.change.awaitUninterruptibly();
            }
            if (!me.chosen) {
                return List.of();
            }
            List<Caller> batch = new ArrayList<>();
            while (!line.isEmpty() && batch.size() < JobStore.MAX_BATCH) {
                batch.add(line.remove());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void serve(List<Caller> batch) {
        List<Served> served = List.of();
        try {
            served = call(batch.stream().map(caller -> caller.job).toList());
        } finally {
            lock.lock();
            try {
                hand(batch, served);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Gives the callers what became of their jobs, and the store to the next in line; under the lock. */
    private void hand(List<Caller> batch, List<Served> served) {
        for (int i = 0; i < batch.size(); i++) {
            Caller caller = batch.get(i);
            if (i < served.size()) {
                caller.outcome = served.get(i).outcome();
                caller.failure = served.get(i).failure();
            } else {
                caller.failure = new UnknownOutcomeException(
                        ErrorCode.STORE_UNKNOWN,
                        "the enqueue of job " + caller.job.id() + " ended without an answer; repeat it under its id",
                        null);
            }
            caller.change.signal();
        }
        Caller next = line.peek();
        taken = next != null;
        if (next != null) {
            next.chosen = true;
            next.change.signal();
        }
    }

    /** What became of one job. */
    private record Served(
            @Nullable EnqueueOutcome outcome, @Nullable RuntimeException failure) {}

    /** Makes the call; a batch that is refused for its content is enqueued one by one, so that only the bad one fails. */
    private List<Served> call(List<NewJob> jobs) {
        try {
            return store.enqueue(jobs, null).stream()
                    .map(outcome -> new Served(outcome, null))
                    .toList();
        } catch (RuntimeException e) {
            return jobs.size() > 1 && isOfContent(e)
                    ? jobs.stream().map(job -> call(List.of(job)).get(0)).toList()
                    : jobs.stream().map(job -> new Served(null, e)).toList();
        }
    }

    private static boolean isOfContent(RuntimeException e) {
        return e instanceof IllegalArgumentException
                || (e instanceof RefusedException refused
                        && (refused.code() == ErrorCode.STORE_REFUSED || refused.code() == ErrorCode.INVALID_VALUE));
    }
}
