package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.core.internal.json.LinkMessage;

/**
 * The streams of all sessions that someone watches. Thread-safe. Events of this node are handed in; those of other nodes
 * are found when a hint says so, and at the latest by the poll, which looks at each watched head within 5 s.
 */
final class StreamHub {

    static final Duration POLL_PERIOD = Duration.ofMillis(500);
    static final Duration MAX_AGE = Duration.ofMillis(4_500);
    static final int MAX_SUBSCRIBERS = 65_536;
    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);

    private final SessionStore store;
    private final Settings settings;
    private final Workers workers;
    private final Counters counters;
    private final SessionLoader loader;
    private final Replay replay;
    private final ConcurrentMap<SessionId, Watched> channels = new ConcurrentHashMap<>();
    private final Set<StreamSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    /** Watched sessions whose head is to be looked at; only keys of {@link #channels} are added. */
    private final Set<SessionId> suspects = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean closed;
    private final NodeLink link;
    private final Gestures gestures;
    private final Attendance attendance;
    private final HintSubscription hints;
    private final Runnable stopPoll;

    StreamHub(SessionStore store, Settings settings, Workers workers, Counters counters) {
        this.store = store;
        this.settings = settings;
        this.workers = workers;
        this.counters = counters;
        this.loader = new SessionLoader(store);
        this.replay = new Replay(store, settings.bufferSize() - 1);
        this.link = new NodeLink(
                settings.hintChannel(),
                settings.ids().next(),
                workers,
                new NodeLink.Ears(this::hinted, this::show, this::heard));
        this.gestures = new Gestures(settings.ticker(), (session, signal) -> {
            show(session, signal);
            link.signal(session, signal);
        });
        this.attendance = new Attendance(
                settings.ids(), settings.clock(), settings.ticker(), new Attendance.Voices(this::show, link::beat));
        link.listen();
        this.hints = store.hints(this::hinted);
        this.stopPoll = settings.timer().every(POLL_PERIOD, this::poll);
    }

    /** A publisher of the session's frames after {@code position}. */
    Flow.Publisher<SessionFrame> stream(SessionId session, @Nullable StreamPosition position) {
        return subscriber -> subscribe(session, position, Objects.requireNonNull(subscriber, "subscriber"));
    }

    /** Events of {@code session} stand in the log. */
    void publish(SessionId session, String epoch, List<RecordedEvent> events) {
        Watched watched = channels.get(session);
        if (watched != null && !events.isEmpty()) {
            watched.channel.publish(epoch, events);
        }
        gestures.overtaken(session);
        link.changed(session);
    }

    /** Someone here drags or resizes a window. */
    void gesture(SessionId session, SessionSignal.WindowGesture gesture) {
        gestures.take(session, gesture);
    }

    /** The session as its stream last showed it, if someone watches it here. */
    Optional<SessionImage> lastKnown(SessionId session) {
        return Optional.ofNullable(channels.get(session)).flatMap(watched -> watched.channel.lastKnown());
    }

    /** Who watches which session. */
    Attendance attendance() {
        return attendance;
    }

    private void heard(SessionId session, LinkMessage.Beat beat) {
        if (beat.present()) {
            attendance.heard(session, beat.viewer());
        } else {
            attendance.gone(session, beat.viewer());
        }
    }

    /** For how many sessions gestures are paced. */
    int gesturing() {
        return gestures.size();
    }

    private void show(SessionId session, SessionSignal signal) {
        Watched watched = channels.get(session);
        if (watched != null) {
            watched.channel.show(signal);
        }
    }

    /** Something happened to {@code session} that must be read. */
    void changed(SessionId session) {
        Watched watched = channels.get(session);
        if (watched != null) {
            watched.channel.refresh();
        }
    }

    /** Ends every stream. */
    void close() {
        closed = true;
        stopPoll.run();
        hints.close();
        link.close();
        subscriptions.forEach(subscription -> subscription.close(ErrorCode.SHUTTING_DOWN));
    }

    /** The sessions that someone watches here. */
    Set<SessionId> watchedSessions() {
        return Set.copyOf(channels.keySet());
    }

    int watched() {
        return channels.size();
    }

    private void subscribe(
            SessionId session, @Nullable StreamPosition position, Flow.Subscriber<? super SessionFrame> subscriber) {
        Membership membership = new Membership(session);
        StreamSubscription subscription = new StreamSubscription(
                subscriber,
                settings.bufferSize(),
                workers,
                counters,
                new StreamSubscription.Exits(membership, membership::catchUp));
        boolean full = subscriptions.size() >= MAX_SUBSCRIBERS;
        if (!full) {
            membership.enter(subscription);
        }
        if (!subscription.start()) {
            return;
        }
        if (full) {
            subscription.fail(new RefusedException(
                    ErrorCode.OVERLOADED,
                    MAX_SUBSCRIBERS + " subscribers watch sessions here, which is the limit; subscribe again later"));
        } else if (closed) {
            subscription.close(ErrorCode.SHUTTING_DOWN);
        } else {
            membership.channel().join(subscription, position);
        }
    }

    private void hinted(Set<String> keys) {
        if (keys.isEmpty()) {
            suspects.addAll(channels.keySet());
        }
        for (String key : keys) {
            try {
                SessionId session = SessionId.of(key);
                if (channels.containsKey(session)) {
                    suspects.add(session);
                }
            } catch (IllegalArgumentException e) {
                LOG.warn("The store hinted at a key that is no session id, of {} chars", key.length(), e);
            }
        }
        look();
    }

    private void poll() {
        try {
            gestures.flush();
            attendance.review();
            long now = settings.ticker().getAsLong();
            channels.forEach((session, watched) -> {
                if (now - watched.channel.lookedAt() >= MAX_AGE.toNanos()) {
                    suspects.add(session);
                }
            });
            look();
        } catch (RuntimeException e) {
            counters.failedRefreshes.increment();
            LOG.warn("A poll of watched sessions failed; the next one follows", e);
        }
    }

    private void look() {
        if (!suspects.isEmpty() && looking.compareAndSet(false, true)) {
            workers.run(this::lookAtSuspects);
        }
    }

    private void lookAtSuspects() {
        try {
            while (!closed && !suspects.isEmpty()) {
                List<SessionId> slice = new ArrayList<>();
                suspects.stream().limit(SessionStore.MAX_BATCH).forEach(slice::add);
                slice.forEach(suspects::remove);
                lookAt(slice);
            }
        } catch (RuntimeException e) {
            counters.failedRefreshes.increment();
            LOG.warn("The heads of watched sessions could not be read; the poll tries again", e);
        } finally {
            looking.set(false);
        }
        look();
    }

    private void lookAt(List<SessionId> sessions) {
        long now = settings.ticker().getAsLong();
        Map<SessionId, SessionHead> heads = store.heads(Set.copyOf(sessions));
        for (SessionId session : sessions) {
            Watched watched = channels.get(session);
            if (watched != null) {
                watched.channel.lookedAt(now);
                if (watched.channel.differs(heads.get(session))) {
                    watched.channel.refresh();
                }
            }
        }
    }

    /** A channel and how many it serves; the count changes only inside {@code compute} of its key. */
    private static final class Watched {
        private final Channel channel;
        private int members;

        Watched(Channel channel) {
            this.channel = channel;
        }
    }

    /** One subscriber's place in its session's channel; run when it leaves, as often as one likes. */
    private final class Membership implements Runnable {

        private final SessionId session;
        private final AtomicBoolean left = new AtomicBoolean(true);
        private volatile @Nullable Channel channel;
        private volatile @Nullable StreamSubscription subscription;

        Membership(SessionId session) {
            this.session = session;
        }

        void enter(StreamSubscription joining) {
            subscription = joining;
            subscriptions.add(joining);
            Watched watched = channels.compute(session, (id, present) -> {
                Watched entry = present == null
                        ? new Watched(new Channel(
                                id,
                                loader,
                                replay,
                                workers,
                                counters,
                                settings.ticker().getAsLong()))
                        : present;
                entry.members++;
                return entry;
            });
            channel = watched.channel;
            left.set(false);
        }

        void catchUp(StreamSubscription lagging) {
            channel().catchUp(lagging);
        }

        Channel channel() {
            return Objects.requireNonNull(channel, "channel");
        }

        @Override
        public void run() {
            if (!left.compareAndSet(false, true)) {
                return;
            }
            StreamSubscription leaving = Objects.requireNonNull(subscription, "subscription");
            subscriptions.remove(leaving);
            channel().leave(leaving);
            channels.computeIfPresent(session, (id, watched) -> {
                watched.members--;
                return watched.members == 0 ? null : watched;
            });
        }
    }
}
