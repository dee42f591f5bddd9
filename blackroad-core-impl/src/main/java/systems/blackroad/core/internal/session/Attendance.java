package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.runtime.Device;
import systems.blackroad.api.runtime.Presence;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.runtime.Viewer;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;

/**
 * Who watches which session, here and on the nodes that this one hears of. Thread-safe. Changes of a list are told together,
 * with the next poll.
 */
final class Attendance {

    static final int MAX_VIEWERS = 256;
    static final int MAX_SESSIONS = 65_536;
    static final Duration LAPSE = Duration.ofSeconds(Presence.BEAT_SECONDS).multipliedBy(Presence.BEATS_MISSED);

    private final FreshIds ids;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Voices voices;
    /** The maps inside change only within {@code compute} of their key. */
    private final ConcurrentMap<SessionId, Map<String, Seen>> sessions = new ConcurrentHashMap<>();
    /** Sessions whose list is another than was told; only keys that were in {@link #sessions} are added. */
    private final Set<SessionId> news = ConcurrentHashMap.newKeySet();

    /**
     * Whom it tells.
     *
     * @param here subscribers on this node
     * @param there other nodes: a viewer that is here, or no longer
     */
    record Voices(BiConsumer<SessionId, SessionSignal> here, Elsewhere there) {}

    /** See {@link Voices}. */
    @FunctionalInterface
    interface Elsewhere {
        void tell(SessionId session, Viewer viewer, boolean present);
    }

    private record Seen(Viewer viewer, long at) {}

    Attendance(FreshIds ids, InstantSource clock, LongSupplier ticker, Voices voices) {
        this.ids = ids;
        this.clock = clock;
        this.ticker = ticker;
        this.voices = voices;
    }

    Presence join(SessionId session, UserId user, Device device) {
        Viewer viewer = new Viewer(ids.next(), user, device, clock.instant());
        if (!heard(session, viewer)) {
            throw new RefusedException(
                    ErrorCode.OVERLOADED,
                    MAX_VIEWERS + " viewers of session " + session + " are listed, which is the limit; join later");
        }
        voices.there().tell(session, viewer, true);
        return new Place(session, viewer);
    }

    /** A viewer is there; answers whether there was room in the list. */
    boolean heard(SessionId session, Viewer viewer) {
        if (!sessions.containsKey(session) && sessions.size() >= MAX_SESSIONS) {
            return false;
        }
        long now = ticker.getAsLong();
        AtomicBoolean listed = new AtomicBoolean();
        sessions.compute(session, (id, present) -> {
            Map<String, Seen> viewers = present == null ? new HashMap<>() : present;
            if (viewers.containsKey(viewer.id()) || viewers.size() < MAX_VIEWERS) {
                listed.set(true);
                if (viewers.put(viewer.id(), new Seen(viewer, now)) == null) {
                    news.add(session);
                }
            }
            return viewers;
        });
        return listed.get();
    }

    /** A viewer is gone. */
    void gone(SessionId session, Viewer viewer) {
        sessions.computeIfPresent(session, (id, viewers) -> {
            if (viewers.remove(viewer.id()) != null) {
                news.add(session);
            }
            return viewers.isEmpty() ? null : viewers;
        });
    }

    /** Forgets viewers whose beats stopped, and tells of every list that changed. */
    void review() {
        long now = ticker.getAsLong();
        for (SessionId session : sessions.keySet()) {
            sessions.computeIfPresent(session, (id, viewers) -> {
                if (viewers.values().removeIf(seen -> now - seen.at() >= LAPSE.toNanos())) {
                    news.add(session);
                }
                return viewers.isEmpty() ? null : viewers;
            });
        }
        for (SessionId session : List.copyOf(news)) {
            news.remove(session);
            List<Viewer> all = present(session);
            voices.here()
                    .accept(
                            session,
                            new SessionSignal.Viewers(
                                    all.size(),
                                    all.subList(0, Math.min(all.size(), SessionSignal.Viewers.MAX_LISTED))));
        }
    }

    /** Those who are there now, the longest first. */
    List<Viewer> present(SessionId session) {
        long now = ticker.getAsLong();
        Map<String, Seen> copy = new HashMap<>();
        sessions.computeIfPresent(session, (id, viewers) -> {
            copy.putAll(viewers);
            return viewers;
        });
        return copy.values().stream()
                .filter(seen -> now - seen.at() < LAPSE.toNanos())
                .map(Seen::viewer)
                .sorted(Comparator.comparing(Viewer::since).thenComparing(Viewer::id))
                .toList();
    }

    private final class Place implements Presence {

        private final SessionId session;
        private final Viewer viewer;
        private final AtomicBoolean left = new AtomicBoolean();

        Place(SessionId session, Viewer viewer) {
            this.session = session;
            this.viewer = viewer;
        }

        @Override
        public Viewer viewer() {
            return viewer;
        }

        @Override
        public void beat() {
            if (!left.get() && heard(session, viewer)) {
                voices.there().tell(session, viewer, true);
            }
        }

        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                gone(session, viewer);
                voices.there().tell(session, viewer, false);
            }
        }
    }
}
