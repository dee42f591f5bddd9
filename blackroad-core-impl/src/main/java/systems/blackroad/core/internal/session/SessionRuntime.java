package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.Device;
import systems.blackroad.api.runtime.Gesture;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.runtime.Presence;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionSignal;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.runtime.Viewer;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionStore;

/** The runtime over a session store. Thread-safe. */
public final class SessionRuntime implements OsRuntime {

    /** How often a handle sends a command whose answer was lost. */
    static final int MAX_SENDINGS = 3;

    private static final Duration MAX_WAIT = Duration.ofMinutes(10);
    private static final Duration CLOSE_COMMANDS = Duration.ofSeconds(7);
    private static final Duration CLOSE_THREADS = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(SessionRuntime.class);

    private final SessionStore store;
    private final Settings settings;
    private final @Nullable ExecutorService ownExecutor;
    private final Counters counters = new Counters();
    private final StreamHub hub;
    private final Desk desk;
    private final Activity activity = new Activity();
    private final Caretaker caretaker;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Starts a runtime. */
    public SessionRuntime(SessionStore store, Settings settings) {
        this.store = store;
        this.settings = settings;
        this.ownExecutor = settings.executor() == null ? RuntimeThreads.executor() : null;
        Workers workers =
                new Workers(settings.executor() == null ? Objects.requireNonNull(ownExecutor) : settings.executor());
        this.hub = new StreamHub(store, settings, workers, counters);
        this.desk = new Desk(store, settings, workers, counters, hub);
        this.caretaker = new Caretaker(
                store, settings, new Caretaker.Work(workers, counters, activity), desk.expiry()::endPage, this::care);
    }

    @Override
    public OsSession open(Actor actor, OpenSession opening) {
        return open(SessionId.of(settings.ids().next()), actor, opening);
    }

    @Override
    public OsSession open(SessionId session, Actor actor, OpenSession opening) {
        Objects.requireNonNull(session, "session");
        ClientId client = ClientId.of(settings.ids().next());
        CommandRequest request = CommandRequest.of(actor, new CommandId(client, 1), opening);
        desk.places()
                .within(actor.user(), session, () -> openOrThrow(session, request), () -> end(session, actor, "limit"));
        return new SessionHandle(this, session, actor, client, new AtomicLong(1));
    }

    /** Opens the session, unless it is the actor's already. */
    private void openOrThrow(SessionId session, CommandRequest request) {
        if (repeatedly(() -> execute(session, request, true)) instanceof CommandOutcome.Rejected rejected) {
            if (rejected.code() != ErrorCode.SESSION_EXISTS) {
                throw new RefusedException(rejected.code(), rejected.message());
            }
            UserId user = request.actor().user();
            if (!owner(session).equals(user)) {
                throw new RefusedException(
                        ErrorCode.SESSION_EXISTS,
                        "session " + session + " belongs to another user than " + user + "; choose another id");
            }
        }
    }

    private void end(SessionId session, Actor actor, String reason) {
        CommandId id = new CommandId(ClientId.of(settings.ids().next()), 1);
        repeatedly(() -> execute(session, CommandRequest.of(actor, id, new SessionCommand.EndSession(reason))));
    }

    /** The session's owner, who never changes. */
    private UserId owner(SessionId session) {
        return desk.cache()
                .find(session)
                .map(image -> image.state().session().userId())
                .orElseGet(() -> requireHead(session).user());
    }

    @Override
    public OsSession attach(SessionId session, Actor actor) {
        Objects.requireNonNull(actor, "actor");
        requireHead(session);
        return new SessionHandle(
                this, session, actor, ClientId.of(settings.ids().next()), new AtomicLong());
    }

    @Override
    public CommandOutcome execute(SessionId session, CommandRequest request) {
        return execute(session, request, false);
    }

    private CommandOutcome execute(SessionId session, CommandRequest request, boolean creating) {
        Pending pending = pending(session, request, creating, false);
        desk.take(session, pending, true);
        try {
            return pending.future.get(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noAnswer(session, request, "the waiting thread was interrupted", e);
        } catch (TimeoutException e) {
            throw noAnswer(session, request, "no answer came within " + MAX_WAIT, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("command " + request.id() + " failed", e.getCause());
        }
    }

    @Override
    public CompletionStage<CommandOutcome> submit(SessionId session, CommandRequest request) {
        Pending pending = pending(session, request, false, true);
        try {
            desk.take(session, pending, false);
        } catch (RefusedException e) {
            return CompletableFuture.failedStage(e);
        }
        return pending.future.minimalCompletionStage();
    }

    private static Pending pending(SessionId session, CommandRequest request, boolean creating, boolean handedOut) {
        Objects.requireNonNull(session, "session");
        return Pending.of(request, creating, handedOut);
    }

    @Override
    public Optional<OsState> findState(SessionId session) {
        Objects.requireNonNull(session, "session");
        activity.note(session);
        Optional<Loaded> loaded =
                desk.loader().load(session, desk.cache().find(session).orElse(null));
        loaded.filter(found -> !found.newer()).ifPresent(found -> desk.cache().keep(session, found.image()));
        return loaded.map(found -> found.image().state());
    }

    @Override
    public Optional<OsState> findState(SessionId session, long revision) {
        Objects.requireNonNull(session, "session");
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be at least 1, got " + revision);
        }
        activity.note(session);
        return desk.loader().loadAt(session, revision);
    }

    @Override
    public boolean delete(SessionId session) {
        boolean deleted = store.delete(Objects.requireNonNull(session, "session"));
        if (deleted) {
            desk.cache().forget(session);
            hub.changed(session);
        }
        return deleted;
    }

    @Override
    public OsState requireState(SessionId session) {
        return findState(session).orElseThrow(() -> notFound(session));
    }

    @Override
    public SessionHead requireHead(SessionId session) {
        SessionHead head = store.heads(Set.of(session)).get(session);
        if (head == null) {
            throw notFound(session);
        }
        return head;
    }

    @Override
    public Flow.Publisher<SessionFrame> stream(SessionId session, @Nullable StreamPosition position) {
        return hub.stream(Objects.requireNonNull(session, "session"), position);
    }

    @Override
    public void gesture(SessionId session, Actor actor, ClientId client, Gesture gesture) {
        SessionSignal.WindowGesture signal = new SessionSignal.WindowGesture(client, actor.user(), gesture);
        OsState known = hub.lastKnown(session)
                .or(() -> desk.cache().find(session))
                .map(SessionImage::state)
                .orElseGet(() -> requireState(session));
        if (known.status() == SessionStatus.ENDED) {
            throw new RefusedException(ErrorCode.SESSION_ENDED, "session " + session + " has ended; open a new one");
        }
        if (known.zIndex(gesture.window()) < 0) {
            throw new RefusedException(
                    ErrorCode.WINDOW_NOT_FOUND,
                    "session " + session + " has no window " + gesture.window() + "; read its state");
        }
        hub.gesture(session, signal);
    }

    @Override
    public Presence join(SessionId session, Actor actor, Device device) {
        return hub.attendance().join(session, actor.user(), device);
    }

    @Override
    public List<Viewer> presence(SessionId session) {
        return hub.attendance().present(session);
    }

    @Override
    public Page<SessionHead> sessions(@Nullable UserId user, @Nullable String after, int limit) {
        return store.list(user, after, Page.requireLimit(limit));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        caretaker.close();
        hub.close();
        desk.close(CLOSE_COMMANDS.toNanos());
        if (ownExecutor != null) {
            stop(ownExecutor);
        }
        LOG.info("Runtime closed: {}", counters);
    }

    private void care() {
        hub.watchedSessions().forEach(activity::note);
        desk.evict();
    }

    /** Sends again while the answer is lost, at most {@value #MAX_SENDINGS} times in all. */
    static CommandOutcome repeatedly(Supplier<CommandOutcome> sending) {
        for (int sent = 1; ; sent++) {
            try {
                return sending.get();
            } catch (UnknownOutcomeException e) {
                if (sent == MAX_SENDINGS || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    /** How many sessions' images are in memory. */
    int cached() {
        return desk.cache().size();
    }

    Counters counters() {
        return counters;
    }

    StreamHub hub() {
        return hub;
    }

    private static void stop(ExecutorService executor) {
        executor.shutdown();
        List<Runnable> left = List.of();
        try {
            if (!executor.awaitTermination(CLOSE_THREADS.toNanos(), TimeUnit.NANOSECONDS)) {
                left = executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left = executor.shutdownNow();
        }
        if (!left.isEmpty()) {
            LOG.warn("{} tasks of the closing runtime did not run", left.size());
        }
    }

    private static RefusedException notFound(SessionId session) {
        return new RefusedException(ErrorCode.SESSION_NOT_FOUND, "no session " + session + "; open it first");
    }

    private static UnknownOutcomeException noAnswer(
            SessionId session, CommandRequest request, String reason, Exception cause) {
        return new UnknownOutcomeException(
                ErrorCode.STORE_UNKNOWN,
                "command " + request.id() + " of session " + session + ": " + reason
                        + "; send it again under the same id",
                cause);
    }
}
