package systems.blackroad.core.internal.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionFrame.Reason;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.SessionHead;

/**
 * What the subscribers of one session share: the state that the last published event led to. Its tasks run one after
 * another, on the executor; only they touch the image and the subscribers.
 */
final class Channel {

    private static final int MAX_BATCHES = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

    private final SessionId session;
    private final SessionLoader loader;
    private final Replay replay;
    private final Workers workers;
    private final Counters counters;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    /** Batches of local events among the tasks; guarded by {@link #lock}. */
    private int batches;
    /** Whether a refresh is among the tasks; guarded by {@link #lock}. */
    private boolean refreshing;
    /** Guarded by {@link #lock}. */
    private boolean running;

    private final Set<StreamSubscription> subscribers = new LinkedHashSet<>();
    /** Written by tasks only. */
    private volatile @Nullable SessionImage image;
    /** When the head was last looked at, by the ticker; for the poll. */
    private volatile long lookedAt;

    private SessionFrame.@Nullable Snapshot shared;
    private boolean newer;

    Channel(SessionId session, SessionLoader loader, Replay replay, Workers workers, Counters counters, long now) {
        this.session = session;
        this.loader = loader;
        this.replay = replay;
        this.workers = workers;
        this.counters = counters;
        this.lookedAt = now;
    }

    /** Adds a subscriber that stands at {@code position}. */
    void join(StreamSubscription subscriber, @Nullable StreamPosition position) {
        add(() -> {
            try {
                joined(subscriber, position);
            } catch (RuntimeException e) {
                subscribers.remove(subscriber);
                subscriber.fail(e);
            }
        });
    }

    void leave(StreamSubscription subscriber) {
        add(() -> subscribers.remove(subscriber));
    }

    /** Publishes events that this node knows of; where too many wait, one read takes their place. */
    void publish(String epoch, List<RecordedEvent> events) {
        boolean full;
        lock.lock();
        try {
            full = batches >= MAX_BATCHES;
            batches += full ? 0 : 1;
        } finally {
            lock.unlock();
        }
        if (full) {
            refresh();
            return;
        }
        add(() -> {
            lock.lock();
            try {
                batches--;
            } finally {
                lock.unlock();
            }
            published(epoch, events);
        });
    }

    /** Reads what is new in the store, once for all that ask while it has not begun. */
    void refresh() {
        lock.lock();
        try {
            if (refreshing) {
                return;
            }
            refreshing = true;
        } finally {
            lock.unlock();
        }
        add(() -> {
            lock.lock();
            try {
                refreshing = false;
            } finally {
                lock.unlock();
            }
            refreshed();
        });
    }

    /** Whether the head tells of something that was not published here. */
    boolean differs(@Nullable SessionHead head) {
        SessionImage seen = image;
        return head == null
                || seen == null
                || seen.revision() != head.revision()
                || !seen.epoch().equals(head.epoch());
    }

    long lookedAt() {
        return lookedAt;
    }

    void lookedAt(long now) {
        lookedAt = now;
    }

    private void add(Runnable task) {
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
        while (true) {
            Runnable task;
            lock.lock();
            try {
                task = tasks.poll();
                running = task != null;
            } finally {
                lock.unlock();
            }
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                counters.failedRefreshes.increment();
                LOG.warn("The stream of session {} could not go on for now; the poll tries again", session, e);
            }
        }
    }

    private void joined(StreamSubscription subscriber, @Nullable StreamPosition position) {
        if (subscriber.isDone()) {
            return;
        }
        refreshed();
        SessionImage now = image;
        if (now == null) {
            subscriber.fail(
                    new RefusedException(ErrorCode.SESSION_NOT_FOUND, "no session " + session + "; open it first"));
            return;
        }
        List<SessionFrame> first = new ArrayList<>();
        Optional<Reason> reason = replay.begin(session, now, position, first);
        reason.ifPresent(why -> first.add(new SessionFrame.Snapshot(now.epoch(), now.state(), why)));
        subscribers.add(subscriber);
        first.forEach(frame -> offer(subscriber, frame));
        if (newer) {
            end(ErrorCode.SESSION_NEWER);
        } else if (now.state().status() == SessionStatus.ENDED) {
            end(ErrorCode.SESSION_ENDED);
        }
    }

    private void published(String epoch, List<RecordedEvent> events) {
        SessionImage now = image;
        if (now == null || subscribers.isEmpty()) {
            return;
        }
        List<RecordedEvent> news = events.stream()
                .filter(event -> event.revision() > now.revision())
                .toList();
        if (news.isEmpty() && now.epoch().equals(epoch)) {
            return;
        }
        if (!now.epoch().equals(epoch) || news.get(0).revision() != now.revision() + 1) {
            refreshed();
            return;
        }
        send(now, news);
    }

    /** Reads what is new and publishes it. */
    private void refreshed() {
        SessionImage before = image;
        Optional<Loaded> loaded = loader.load(session, before);
        if (loaded.isEmpty()) {
            image = null;
            end(ErrorCode.SESSION_NOT_FOUND);
            return;
        }
        SessionImage now = loaded.get().image();
        if (before != null && loaded.get().follows()) {
            send(before, loaded.get().events());
        } else {
            image = now;
            Reason why = before == null || before.epoch().equals(now.epoch()) ? Reason.TRIMMED : Reason.EPOCH;
            SessionFrame.Snapshot frame = new SessionFrame.Snapshot(now.epoch(), now.state(), why);
            subscribers.forEach(subscriber -> offer(subscriber, frame));
            if (now.state().status() == SessionStatus.ENDED) {
                end(ErrorCode.SESSION_ENDED);
            }
        }
        newer = loaded.get().newer();
        if (newer) {
            end(ErrorCode.SESSION_NEWER);
        }
    }

    private void send(SessionImage from, List<RecordedEvent> events) {
        for (RecordedEvent event : events) {
            from = from.after(List.of(event));
            image = from;
            SessionFrame frame = new SessionFrame.Event(from.epoch(), event);
            subscribers.forEach(subscriber -> offer(subscriber, frame));
        }
        if (from.state().status() == SessionStatus.ENDED) {
            end(ErrorCode.SESSION_ENDED);
        }
    }

    private void offer(StreamSubscription subscriber, SessionFrame frame) {
        subscriber.offer(frame, this::whole);
    }

    /** The snapshot for those who lag, one for all at the same revision. */
    private SessionFrame whole() {
        SessionImage now = image;
        if (now == null) {
            throw new IllegalStateException("session " + session + " has no state to send");
        }
        if (shared == null
                || shared.state().revision() != now.revision()
                || !shared.epoch().equals(now.epoch())) {
            shared = new SessionFrame.Snapshot(now.epoch(), now.state(), Reason.LAGGED);
        }
        return shared;
    }

    private void end(ErrorCode code) {
        subscribers.forEach(subscriber -> subscriber.close(code));
        subscribers.clear();
    }
}
