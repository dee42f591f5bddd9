package systems.blackroad.core.internal.session;

import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.runtime.SessionFrame;

/**
 * One subscriber's bounded buffer and demand. Thread-safe; signals go out one at a time, on the executor, never under the
 * lock.
 */
final class StreamSubscription implements Flow.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(StreamSubscription.class);

    private final Flow.Subscriber<? super SessionFrame> subscriber;
    private final int bufferSize;
    private final Workers workers;
    private final Counters counters;
    private final Runnable onLeave;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<SessionFrame> buffer = new ArrayDeque<>();
    /** Signals that wait for the one that drains; it begins at one, for the drain that {@link #start} begins. */
    private final AtomicInteger work = new AtomicInteger(1);
    /** Guarded by {@link #lock}. */
    private long demand;
    /** No frame comes after those in the buffer; guarded by {@link #lock}. */
    private boolean finishing;
    /** Ends the stream in place of completion; guarded by {@link #lock}. */
    private @Nullable Throwable error;
    /** No signal may go out any more; guarded by {@link #lock}. */
    private boolean done;

    StreamSubscription(
            Flow.Subscriber<? super SessionFrame> subscriber,
            int bufferSize,
            Workers workers,
            Counters counters,
            Runnable onLeave) {
        this.subscriber = subscriber;
        this.bufferSize = bufferSize;
        this.workers = workers;
        this.counters = counters;
        this.onLeave = onLeave;
    }

    /** Gives the subscriber its subscription; until this returns, nothing else is signalled. Answers whether it took it. */
    boolean start() {
        try {
            subscriber.onSubscribe(this);
        } catch (RuntimeException e) {
            broken(e);
            return false;
        }
        workers.run(this::drain);
        return true;
    }

    /** Adds a frame, or in place of a full buffer the snapshot that {@code whole} makes of all up to this frame. */
    void offer(SessionFrame frame, Supplier<SessionFrame> whole) {
        lock.lock();
        try {
            if (done || finishing) {
                return;
            }
            if (buffer.size() < bufferSize) {
                buffer.add(frame);
            } else {
                buffer.clear();
                buffer.add(whole.get());
                counters.lagged.increment();
            }
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /** Ends the stream in good order, after what is buffered. */
    void close(ErrorCode code) {
        lock.lock();
        try {
            if (!done && !finishing) {
                finishing = true;
                buffer.add(new SessionFrame.Closed(code));
            }
        } finally {
            lock.unlock();
        }
        schedule();
        onLeave.run();
    }

    /** Ends the stream with an error, at once. */
    void fail(Throwable reason) {
        lock.lock();
        try {
            if (!done && error == null) {
                finishing = true;
                error = reason;
                buffer.clear();
            }
        } finally {
            lock.unlock();
        }
        schedule();
        onLeave.run();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            fail(new IllegalArgumentException("a subscriber must request at least 1 frame, got " + count));
            return;
        }
        lock.lock();
        try {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
        } finally {
            lock.unlock();
        }
        schedule();
    }

    @Override
    public void cancel() {
        stop();
        onLeave.run();
    }

    /** Whether no signal can go out any more. */
    boolean isDone() {
        lock.lock();
        try {
            return done;
        } finally {
            lock.unlock();
        }
    }

    int buffered() {
        lock.lock();
        try {
            return buffer.size();
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        lock.lock();
        try {
            done = true;
            buffer.clear();
        } finally {
            lock.unlock();
        }
    }

    private void schedule() {
        if (work.getAndIncrement() == 0) {
            workers.run(this::drain);
        }
    }

    /** Runs with {@link #work} at one or more, and until it is zero. */
    private void drain() {
        int handled = work.get();
        while (handled != 0) {
            try {
                while (signal()) {
                    // Each turn signals one frame.
                }
            } catch (RuntimeException e) {
                broken(e);
            }
            handled = work.addAndGet(-handled);
        }
    }

    /** Signals the next thing that may be signalled, and answers whether there may be more. */
    private boolean signal() {
        SessionFrame frame = null;
        Throwable failure = null;
        lock.lock();
        try {
            if (done) {
                return false;
            }
            if (demand > 0 && !buffer.isEmpty()) {
                frame = buffer.poll();
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            } else if (finishing && buffer.isEmpty()) {
                done = true;
                failure = error;
            } else {
                return false;
            }
        } finally {
            lock.unlock();
        }
        if (frame != null) {
            subscriber.onNext(frame);
        } else if (failure != null) {
            subscriber.onError(failure);
        } else {
            subscriber.onComplete();
        }
        return frame != null;
    }

    private void broken(RuntimeException e) {
        counters.failedSubscribers.increment();
        LOG.warn(
                "Subscriber {} failed; its stream is cancelled",
                subscriber.getClass().getName(),
                e);
        cancel();
    }
}
