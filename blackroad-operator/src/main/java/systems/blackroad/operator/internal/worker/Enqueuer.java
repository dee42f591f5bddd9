package systems.blackroad.operator.internal.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
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
 * commits. Those who were just answered are likely to be back at once, so that whoever goes next waits for as many as went
 * lately, for a quarter of what a call takes: without that, two halves of the callers take turns. Jobs with unique keys have a
 * line of their own, and go alone, since each may have to wait at the store for whoever holds its key: two at a time, so that
 * one that waits stops neither all others nor, by its connection, the node's heartbeats.
 */
/** Enqueues single jobs of many threads in shared commits. Thread-safe; its lock is never held during a store call. */
final class Enqueuer {

    private static final int MAX_WAITING = 10_000;
    private static final int KEYED_AT_STORE = 2;
    /** The longest wait for others, in nanoseconds. */
    private static final long MAX_GATHER = TimeUnit.MICROSECONDS.toNanos(100);

    private final JobStore store;
    private final LongSupplier ticker;
    private final int maxWaiting;
    private final long maxGather;
    private final ReentrantLock lock = new ReentrantLock();
    private final Line plain = new Line(1, JobStore.MAX_BATCH);
    private final Line keyed = new Line(KEYED_AT_STORE, 1);

    Enqueuer(JobStore store, LongSupplier ticker) {
        this(store, ticker, MAX_WAITING, MAX_GATHER);
    }

    /** With at most {@code maxWaiting} callers in each of its two lines, and waits of {@code maxGather} nanoseconds. */
    Enqueuer(JobStore store, LongSupplier ticker, int maxWaiting, long maxGather) {
        this.store = store;
        this.ticker = ticker;
        this.maxWaiting = maxWaiting;
        this.maxGather = maxGather;
    }

    /** Those who wait for the store, in order; guarded by the lock. */
    private static final class Line {
        private final Deque<Caller> waiting = new ArrayDeque<>();
        private final int width;
        private final int batch;
        private int atStore;
        /** How many went together lately. */
        private int lately = 1;
        /** How long the last call took, in nanoseconds. */
        private long took;
        /** Whoever was chosen and waits for others, or null. */
        private @Nullable Caller gathering;

        /** One of which {@code width} callers are at the store at a time, each with up to {@code batch} jobs. */
        private Line(int width, int batch) {
            this.width = width;
            this.batch = batch;
        }

        /** Lets the next one go if the store is free. */
        private void next() {
            if (atStore < width && !waiting.isEmpty()) {
                atStore++;
                Caller next = waiting.remove();
                next.chosen = true;
                next.change.signal();
            }
        }

        /** Whether as many are here as went lately, the chosen one included. */
        private boolean isGathered() {
            return waiting.size() + 1 >= Math.min(lately, batch);
        }
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
        Line line = job.unique() == null ? plain : keyed;
        Caller me = new Caller(job, lock.newCondition());
        List<Caller> batch = join(line, me);
        if (!batch.isEmpty()) {
            serve(line, batch);
        }
        if (me.failure != null) {
            throw me.failure;
        }
        if (me.outcome == null) {
            throw new IllegalStateException("job " + job.id() + " was served without an outcome");
        }
        return me.outcome;
    }

    /** How many callers stand in its lines now. */
    int waiting() {
        lock.lock();
        try {
            return plain.waiting.size() + keyed.waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the caller is served, or returns whom it is to serve, itself first. */
    private List<Caller> join(Line line, Caller me) {
        lock.lock();
        try {
            if (line.waiting.size() >= maxWaiting) {
                throw new RefusedException(
                        ErrorCode.OVERLOADED,
                        maxWaiting + " callers wait to enqueue already; job " + me.job.id()
                                + " was not taken in, enqueue it again later");
            }
            line.waiting.add(me);
            line.next();
            if (line.gathering != null && line.isGathered()) {
                line.gathering.change.signal();
            }
            while (!me.chosen && !me.isDone()) {
                me.change.awaitUninterruptibly();
            }
            if (!me.chosen) {
                return List.of();
            }
            gather(line, me);
            List<Caller> batch = new ArrayList<>(List.of(me));
            while (!line.waiting.isEmpty() && batch.size() < line.batch) {
                batch.add(line.waiting.remove());
            }
            // One that stays away is waited for a few times more, each time for one less.
            line.lately = Math.max(batch.size(), line.lately - 1);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for others, not long; under the lock, which others get meanwhile. An interrupt ends the wait, and is kept. */
    private void gather(Line line, Caller me) {
        long left = Math.min(line.took / 4, maxGather);
        line.gathering = me;
        try {
            while (left > 0 && !line.isGathered()) {
                left = me.change.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            line.gathering = null;
        }
    }

    private void serve(Line line, List<Caller> batch) {
        List<Served> served = List.of();
        long began = ticker.getAsLong();
        try {
            served = call(batch.stream().map(caller -> caller.job).toList());
        } finally {
            lock.lock();
            try {
                hand(batch, served);
                line.took = ticker.getAsLong() - began;
                line.atStore--;
                line.next();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Gives the callers what became of their jobs; under the lock. */
    private static void hand(List<Caller> batch, List<Served> served) {
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
            return jobs.size() > 1 && StoreCalls.isRefusal(e)
                    ? jobs.stream().map(job -> call(List.of(job)).get(0)).toList()
                    : jobs.stream().map(job -> new Served(null, e)).toList();
        }
    }
}
