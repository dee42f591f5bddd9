package systems.blackroad.core.internal.session;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionFrame.Reason;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.window.WindowId;

/**
 * One subscriber's bounded buffer and demand. Thread-safe; signals go out one at a time, on the executor, never under the
 * lock. At most {@value #MAX_BYTES} bytes of encoded events wait. A snapshot never waits: it is owed, and made when the
 * subscriber asks, so that one that cannot keep up holds nothing.
 */
final class StreamSubscription implements Flow.Subscription {

    /** The most bytes of encoded frames that wait for one subscriber: 64 KiB. */
    static final int MAX_BYTES = 65_536;
    /** The most windows whose latest gesture waits for one subscriber. */
    static final int MAX_PASSING = 16;

    private static final Logger LOG = LoggerFactory.getLogger(StreamSubscription.class);

    private final Flow.Subscriber<? super SessionFrame> subscriber;
    private final int bufferSize;
    private final Workers workers;
    private final Counters counters;
    private final Runnable onLeave;
    private final Consumer<StreamSubscription> onStarved;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<SessionFrame> buffer = new ArrayDeque<>();
    /** The latest gesture of each window; guarded by {@link #lock}. */
    private final Map<WindowId, SessionFrame> passing = new LinkedHashMap<>();
    /** The list of viewers that is to be shown; guarded by {@link #lock}. */
    private @Nullable SessionFrame viewers;
    /** Bytes of the events in the buffer; guarded by {@link #lock}. */
    private int bytes;
    /** Why a snapshot must come before anything else, or null if none must; guarded by {@link #lock}. */
    private @Nullable Reason owed;
    /** The snapshot was asked for; guarded by {@link #lock}. */
    private boolean asked;
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

    /**
     * Whom a subscription calls, never under its lock.
     *
     * @param onLeave when it hears no more
     * @param onStarved when it is owed a snapshot and asks for a frame: it needs {@link #settle}
     */
    record Exits(Runnable onLeave, Consumer<StreamSubscription> onStarved) {}

    StreamSubscription(
            Flow.Subscriber<? super SessionFrame> subscriber,
            int bufferSize,
            Workers workers,
            Counters counters,
            Exits exits) {
        this.subscriber = subscriber;
        this.bufferSize = bufferSize;
        this.workers = workers;
        this.counters = counters;
        this.onLeave = exits.onLeave();
        this.onStarved = exits.onStarved();
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

    /** Adds an event, or drops it with all that wait if they are too many. */
    void offer(SessionFrame frame) {
        int size = weight(frame);
        lock.lock();
        try {
            if (done || finishing || owed != null) {
                return;
            }
            passing.clear();
            if (buffer.size() < bufferSize && bytes + size <= MAX_BYTES) {
                buffer.add(frame);
                bytes += size;
            } else {
                owe(Reason.LAGGED);
                counters.lagged.increment();
            }
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /**
     * Shows a signal when nothing else waits. Of gestures only the latest of a window waits, and any event drops them all;
     * the latest list of viewers waits as long as it must.
     */
    void show(SessionFrame.Transient frame) {
        if (frame.signal() instanceof SessionSignal.WindowGesture moving) {
            show(moving.gesture().window(), frame);
            return;
        }
        lock.lock();
        try {
            viewers = frame;
        } finally {
            lock.unlock();
        }
        schedule();
    }

    private void show(WindowId window, SessionFrame frame) {
        lock.lock();
        try {
            boolean isIdle = !done && !finishing && owed == null && buffer.isEmpty();
            if (!isIdle || (passing.size() >= MAX_PASSING && !passing.containsKey(window))) {
                return;
            }
            passing.put(window, frame);
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /** Replaces all that waits by a snapshot, which comes when the subscriber asks. */
    void replace(Reason why) {
        lock.lock();
        try {
            if (done || finishing) {
                return;
            }
            owe(why);
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /** Gives the snapshot that is owed, if one is. */
    void settle(Function<Reason, SessionFrame.Snapshot> snapshots) {
        lock.lock();
        try {
            if (done || finishing || owed == null) {
                return;
            }
            buffer.add(snapshots.apply(owed));
            owed = null;
            asked = false;
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
                clear();
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

    /** How many bytes of encoded events wait. */
    int bufferedBytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        lock.lock();
        try {
            done = true;
            clear();
        } finally {
            lock.unlock();
        }
    }

    /** A snapshot goes out as soon as it is here, and the other frames are small and come once. */
    private static int weight(SessionFrame frame) {
        return frame instanceof SessionFrame.Event ? SharedFrames.size(frame) : 0;
    }

    /** Called under the lock. */
    private void owe(Reason why) {
        clear();
        owed = why;
    }

    /** Called under the lock. */
    private void clear() {
        buffer.clear();
        passing.clear();
        bytes = 0;
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
        boolean ask = false;
        lock.lock();
        try {
            if (done) {
                return false;
            }
            if (demand > 0 && !buffer.isEmpty()) {
                frame = buffer.remove();
                bytes -= weight(frame);
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            } else if (owed != null && demand > 0 && !asked && !finishing) {
                asked = true;
                ask = true;
            } else if (demand > 0 && !passing.isEmpty()) {
                Iterator<SessionFrame> first = passing.values().iterator();
                frame = first.next();
                first.remove();
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            } else if (demand > 0 && viewers != null && owed == null && !finishing) {
                frame = viewers;
                viewers = null;
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
        if (ask) {
            onStarved.accept(this);
        } else if (frame != null) {
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
