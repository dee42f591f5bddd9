package systems.blackroad.core.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.session.OsState;
import systems.blackroad.core.OsLogic;

/** A subscriber that keeps what it is given, folds it to a state, and notes when signals overlap. */
class Probe implements Flow.Subscriber<SessionFrame> {

    private final long first;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<SessionFrame> frames = new ArrayList<>();
    private final AtomicBoolean inside = new AtomicBoolean();
    final CountDownLatch ended = new CountDownLatch(1);
    volatile boolean overlapped;
    volatile boolean completed;
    volatile @Nullable Throwable error;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable OsState state;

    /** A probe that requests {@code first} frames at once; 0 for none. */
    Probe(long first) {
        this.first = first;
    }

    static Probe unbounded() {
        return new Probe(Long.MAX_VALUE);
    }

    static Probe of(Flow.Publisher<SessionFrame> publisher) {
        Probe probe = unbounded();
        publisher.subscribe(probe);
        return probe;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (first > 0) {
            given.request(first);
        }
    }

    @Override
    public void onNext(SessionFrame frame) {
        overlapped |= !inside.compareAndSet(false, true);
        if (frame instanceof SessionFrame.Snapshot snapshot) {
            state = snapshot.state();
        } else if (frame instanceof SessionFrame.Event event && state != null) {
            state = OsLogic.evolve(state, event.event().event());
        }
        lock.lock();
        try {
            frames.add(frame);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        inside.set(false);
    }

    @Override
    public void onError(Throwable reason) {
        overlapped |= inside.get();
        error = reason;
        ended.countDown();
    }

    @Override
    public void onComplete() {
        overlapped |= inside.get();
        completed = true;
        ended.countDown();
    }

    Flow.Subscription subscription() {
        Flow.Subscription given = subscription;
        if (given == null) {
            throw new IllegalStateException("not subscribed");
        }
        return given;
    }

    @Nullable
    OsState state() {
        return state;
    }

    List<SessionFrame> frames() {
        lock.lock();
        try {
            return List.copyOf(frames);
        } finally {
            lock.unlock();
        }
    }

    /** The revisions of the events, in order. */
    List<Long> revisions() {
        return frames().stream()
                .filter(SessionFrame.Event.class::isInstance)
                .map(frame -> ((SessionFrame.Event) frame).event().revision())
                .toList();
    }

    List<SessionFrame.Reason> reasons() {
        return frames().stream()
                .filter(SessionFrame.Snapshot.class::isInstance)
                .map(frame -> ((SessionFrame.Snapshot) frame).reason())
                .toList();
    }

    /** Waits for a frame of a real other thread, at most 20 s; answers whether it came. */
    boolean await(Predicate<List<SessionFrame>> condition) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(20);
        lock.lock();
        try {
            while (!condition.test(frames) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return condition.test(frames);
        } finally {
            lock.unlock();
        }
    }
}
