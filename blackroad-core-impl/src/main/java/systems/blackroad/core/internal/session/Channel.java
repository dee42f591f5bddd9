package systems.blackroad.core.internal.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionFrame.Reason;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.SessionHead;

/**
 * What the subscribers of one session share: the state that the last published event led to, and the frames. Its tasks run
 * one after another, on the executor; only they touch the image, the frames and the subscribers.
 */
final class Channel {

    private static final int MAX_BATCHES = 256;
    private static final int MAX_SIGNALS = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

    private final SessionId session;
    private final SessionLoader loader;
    private final Replay replay;
    private final SharedFrames frames;
    private final Counters counters;
    private final SerialTasks tasks;
    /** Batches of local events among the tasks. */
    private final AtomicInteger batches = new AtomicInteger();
    /** Signals among the tasks. */
    private final AtomicInteger signals = new AtomicInteger();
    /** Whether a refresh is among the tasks. */
    private final AtomicBoolean refreshing = new AtomicBoolean();
    /** Those who wait to be let in, with one read for all of them. */
    private final ConcurrentLinkedQueue<Joining> joining = new ConcurrentLinkedQueue<>();

    private final Set<StreamSubscription> subscribers = new LinkedHashSet<>();
    /** Written by tasks only. */
    private volatile @Nullable SessionImage image;
    /** When the head was last looked at, by the ticker; for the poll. */
    private volatile long lookedAt;

    private boolean newer;

    Channel(SessionId session, SessionLoader loader, Replay replay, Workers workers, Counters counters, long now) {
        this.session = session;
        this.loader = loader;
        this.replay = replay;
        this.frames = new SharedFrames(replay.maxEvents());
        this.counters = counters;
        this.tasks = new SerialTasks(workers, this::failed);
        this.lookedAt = now;
    }

    private record Joining(
            StreamSubscription subscriber, @Nullable StreamPosition position) {}

    /** Adds a subscriber that stands at {@code position}. */
    void join(StreamSubscription subscriber, @Nullable StreamPosition position) {
        joining.add(new Joining(subscriber, position));
        tasks.add(this::admit);
    }

    void leave(StreamSubscription subscriber) {
        tasks.add(() -> subscribers.remove(subscriber));
    }

    /** Gives a subscriber that is owed a snapshot, and has asked for a frame, the state as it is now. */
    void catchUp(StreamSubscription subscriber) {
        tasks.add(() -> settle(subscriber));
    }

    /** Publishes events that this node knows of; where too many wait, one read takes their place. */
    void publish(String epoch, List<RecordedEvent> events) {
        if (batches.incrementAndGet() > MAX_BATCHES) {
            batches.decrementAndGet();
            refresh();
            return;
        }
        tasks.add(() -> {
            batches.decrementAndGet();
            published(epoch, events);
        });
    }

    /** Shows a signal to those who watch now; drops it where too many wait. */
    void show(SessionSignal signal) {
        if (signals.incrementAndGet() > MAX_SIGNALS) {
            signals.decrementAndGet();
            return;
        }
        tasks.add(() -> {
            signals.decrementAndGet();
            SessionFrame.Transient frame = new SessionFrame.Transient(signal);
            subscribers.forEach(subscriber -> subscriber.show(frame));
        });
    }

    Optional<SessionImage> lastKnown() {
        return Optional.ofNullable(image);
    }

    /** Reads what is new in the store, once for all that ask while it has not begun. */
    void refresh() {
        if (refreshing.compareAndSet(false, true)) {
            tasks.add(() -> {
                refreshing.set(false);
                refreshed();
            });
        }
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

    private void failed(RuntimeException e) {
        counters.failedRefreshes.increment();
        LOG.warn("The stream of session {} could not go on for now; the poll tries again", session, e);
    }

    /** Lets in all who wait, after one read. */
    private void admit() {
        List<Joining> waiting = new ArrayList<>();
        for (Joining next = joining.poll(); next != null; next = joining.poll()) {
            if (!next.subscriber().isDone()) {
                waiting.add(next);
            }
        }
        if (waiting.isEmpty()) {
            return;
        }
        try {
            refreshed();
        } catch (RuntimeException e) {
            waiting.forEach(each -> each.subscriber().fail(e));
            return;
        }
        for (Joining each : waiting) {
            try {
                joined(each.subscriber(), each.position());
            } catch (RuntimeException e) {
                subscribers.remove(each.subscriber());
                each.subscriber().fail(e);
            }
        }
    }

    private void joined(StreamSubscription subscriber, @Nullable StreamPosition position) {
        SessionImage now = image;
        if (now == null) {
            subscriber.fail(
                    new RefusedException(ErrorCode.SESSION_NOT_FOUND, "no session " + session + "; open it first"));
            return;
        }
        List<SessionFrame> first = new ArrayList<>();
        Optional<Reason> reason = replay.begin(session, now, position, frames, first);
        subscribers.add(subscriber);
        first.forEach(subscriber::offer);
        reason.ifPresent(subscriber::replace);
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
            frames.restart();
            end(ErrorCode.SESSION_NOT_FOUND);
            return;
        }
        SessionImage now = loaded.get().image();
        if (before != null && loaded.get().follows()) {
            send(before, loaded.get().events());
        } else {
            restart(before, now);
        }
        newer = loaded.get().newer();
        if (newer) {
            end(ErrorCode.SESSION_NEWER);
        }
    }

    /** Goes on from an image to which no events lead: everyone gets it whole. */
    private void restart(@Nullable SessionImage before, SessionImage now) {
        image = now;
        frames.restart();
        Reason why = reason(before, now);
        subscribers.forEach(subscriber -> subscriber.replace(why));
        if (now.state().status() == SessionStatus.ENDED) {
            end(ErrorCode.SESSION_ENDED);
        }
    }

    private static Reason reason(@Nullable SessionImage before, SessionImage now) {
        if (before == null) {
            return Reason.TRIMMED;
        }
        if (!before.epoch().equals(now.epoch())) {
            return Reason.EPOCH;
        }
        return now.revision() < before.revision() ? Reason.FUTURE : Reason.TRIMMED;
    }

    private void send(SessionImage from, List<RecordedEvent> events) {
        SessionImage at = from;
        for (RecordedEvent event : events) {
            at = at.after(List.of(event));
            image = at;
            SessionFrame frame = frames.next(at.epoch(), event);
            subscribers.forEach(subscriber -> subscriber.offer(frame));
        }
        if (at.state().status() == SessionStatus.ENDED) {
            end(ErrorCode.SESSION_ENDED);
        }
    }

    private void settle(StreamSubscription subscriber) {
        SessionImage now = image;
        if (now != null) {
            subscriber.settle(why -> frames.snapshot(now, why));
        }
    }

    private void end(ErrorCode code) {
        subscribers.forEach(subscriber -> {
            settle(subscriber);
            subscriber.close(code);
        });
        subscribers.clear();
    }
}
