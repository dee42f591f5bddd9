package systems.blackroad.host;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.runtime.Device;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.Presence;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;

/**
 * All open event streams of this host, their heartbeats and their ends: when the token expires, when the sign-in ends (at
 * once on this host, with the next heartbeat on others), likewise when a session is no longer shared with the watcher, with
 * the next heartbeat when the watcher no longer acts in the owner's place, and when the host stops. One timer thread for
 * all. Thread-safe.
 */
final class StreamHub implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    private static final String REVOKED = "ACCESS_REVOKED";
    private static final int MAX_STREAMS = 2_000;
    private static final int MAX_PER_USER = 32;

    private final Map<SessionStream, Watch> open = new ConcurrentHashMap<>();
    private final Map<SessionStream, Presence> present = new ConcurrentHashMap<>();
    private final OsRuntime runtime;
    private final AccessControl access;
    private final Desktops desktops;
    private final Shares shares;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean closing;

    StreamHub(
            OsRuntime runtime,
            AccessControl access,
            Desktops desktops,
            Shares shares,
            InstantSource clock,
            Duration heartbeat) {
        this.runtime = runtime;
        this.access = access;
        this.desktops = desktops;
        this.shares = shares;
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = Executors.defaultThreadFactory().newThread(work);
            thread.setName("blackroad-streams-1");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.scheduleAtFixedRate(this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Who watches what.
     *
     * @param caller the watcher
     * @param session what is watched
     * @param shared whether it is another's session, which may be watched no longer than its owner or the log say
     */
    record Watch(Caller caller, SessionId session, boolean shared) {}

    /**
     * What is served.
     *
     * @param frames the session's
     * @param device what the watcher watches with
     */
    record Feed(Flow.Publisher<SessionFrame> frames, Device device) {}

    /**
     * Answers the request with the frames of {@code feed} until they, the caller's token or the host end. Returns at once;
     * no thread waits for the stream.
     */
    void serve(Context ctx, Watch watch, Feed feed) {
        Caller caller = watch.caller();
        admit(caller);
        ctx.status(200).contentType("text/event-stream; charset=utf-8");
        ctx.header("X-Accel-Buffering", "no");
        ctx.future(() -> {
            SessionStream stream = new SessionStream(output(ctx), begun -> join(begun, watch, feed.device()));
            // Before a heartbeat can find the stream: until the container has its listener, it refuses what is written.
            output(ctx).setWriteListener(stream.outlet());
            open.put(stream, watch);
            ScheduledFuture<?> expiry = timer.schedule(
                    () -> stream.end("TOKEN_EXPIRED"),
                    Duration.between(clock.instant(), caller.until()).toMillis(),
                    TimeUnit.MILLISECONDS);
            CompletableFuture<Void> ended = stream.done().whenComplete((nothing, failure) -> {
                expiry.cancel(false);
                open.remove(stream);
                leave(stream);
            });
            feed.frames().subscribe(stream);
            if (isRevoked(watch)) {
                stream.end(REVOKED);
            }
            if (closing) {
                stream.end(ErrorCode.SHUTTING_DOWN.name());
            }
            return ended;
        });
    }

    /**
     * Lists the watcher among the session's viewers, once the stream is served: the news of an earlier arrival could be
     * told before the stream listens, and is told once. A full list is no reason to refuse the stream.
     */
    private void join(SessionStream stream, Watch watch, Device device) {
        try {
            present.put(stream, runtime.join(watch.session(), watch.caller().actor(), device));
        } catch (RefusedException e) {
            LOG.info("A watcher of session {} is not listed: {}", watch.session(), e.getMessage());
        }
        if (stream.done().isDone()) {
            leave(stream);
        }
    }

    private void leave(SessionStream stream) {
        Presence left = present.remove(stream);
        if (left != null) {
            left.close();
        }
    }

    /** How many streams are open. */
    int size() {
        return open.size();
    }

    /** Ends the streams of a sign-in that has ended. */
    void endFamily(String family) {
        open.forEach((stream, watch) -> {
            if (watch.caller().family().equals(family)) {
                stream.end("SIGNED_OUT");
            }
        });
    }

    /** Ends the streams of a user with whom the session is no longer shared. */
    void endShared(SessionId session, UserId user) {
        open.forEach((stream, watch) -> {
            if (watch.shared()
                    && watch.session().equals(session)
                    && watch.caller().user().id().equals(user)) {
                stream.end(REVOKED);
            }
        });
    }

    private boolean isRevoked(Watch watch) {
        return watch.shared() && !desktops.mayWatch(watch.session(), watch.caller(), shares);
    }

    /** Tells every client that the host is stopping, and waits at most two seconds until they have been told. */
    @Override
    public void close() {
        closing = true;
        open.keySet().forEach(stream -> stream.end(ErrorCode.SHUTTING_DOWN.name()));
        CompletableFuture<?>[] ends =
                open.keySet().stream().map(SessionStream::done).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                .join();
        timer.shutdownNow();
    }

    private void admit(Caller caller) {
        if (closing) {
            throw Problem.of(ErrorCode.SHUTTING_DOWN, "the host is stopping; connect again in a moment")
                    .exception();
        }
        long own = open.values().stream()
                .filter(other -> other.caller().user().id().equals(caller.user().id()))
                .count();
        if (own >= MAX_PER_USER || open.size() >= MAX_STREAMS) {
            throw Problem.of(
                            429,
                            "RATE_LIMITED",
                            "too many open event streams: at most " + MAX_PER_USER + " for a user and " + MAX_STREAMS
                                    + " for this host; close one")
                    .exception();
        }
    }

    /** What the timer does with each heartbeat; tests, too. */
    void beat() {
        try {
            open.keySet().forEach(SessionStream::heartbeat);
            present.values().forEach(Presence::beat);
            open.values().stream()
                    .map(Watch::caller)
                    .distinct()
                    .filter(caller -> !access.isLive(caller))
                    .forEach(caller -> endFamily(caller.family()));
            open.values().stream()
                    .distinct()
                    .filter(this::isRevoked)
                    .forEach(watch ->
                            endShared(watch.session(), watch.caller().user().id()));
        } catch (BlackRoadException e) {
            LOG.warn("The sign-ins behind the event streams cannot be checked; the next heartbeat tries again", e);
        } catch (RuntimeException e) {
            LOG.error("Event streams could not be kept alive; the next heartbeat tries again", e);
        }
    }

    private static ServletOutputStream output(Context ctx) {
        try {
            return ctx.res().getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
