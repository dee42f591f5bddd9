package systems.blackroad.core.internal.session;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.HintChannel;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.core.internal.logic.Decider;
import systems.blackroad.testkit.ManualClock;

/** A runtime on a store, with its time in the test's hands; on a direct executor all happens on the test's thread. */
final class Node implements AutoCloseable {

    static final Actor ADA = Actor.of(UserId.of("ada"));
    static final Actor BOB = Actor.of(UserId.of("bob"));
    static final SessionId SESSION = SessionId.of("desk");

    private static final Life ENDLESS = new Life(SessionTerms.ENDLESS, null, Duration.ofDays(30));

    final ManualClock clock = new ManualClock();
    final SessionRuntime runtime;
    private final AtomicLong nanos = new AtomicLong();
    private final List<Runnable> polls = new CopyOnWriteArrayList<>();
    boolean pollStopped;

    Node(SessionStore store) {
        this(store, Runnable::run, 16);
    }

    Node(SessionStore store, @Nullable Executor executor, int bufferSize) {
        this(store, executor, bufferSize, ENDLESS, null);
    }

    Node(SessionStore store, @Nullable Executor executor, int bufferSize, Life life) {
        this(store, executor, bufferSize, life, null);
    }

    Node(SessionStore store, @Nullable Executor executor, int bufferSize, @Nullable HintChannel channel) {
        this(store, executor, bufferSize, ENDLESS, channel);
    }

    private Node(
            SessionStore store, @Nullable Executor executor, int bufferSize, Life life, @Nullable HintChannel channel) {
        runtime = new SessionRuntime(
                store,
                new Settings(
                        new Decider(SessionLimits.builder().maxWindows(1000).build()),
                        executor,
                        clock,
                        nanos::get,
                        new FreshIds(new Random(System.identityHashCode(this))),
                        10,
                        bufferSize,
                        life,
                        (period, task) -> {
                            polls.add(task);
                            return () -> pollStopped = true;
                        },
                        channel));
    }

    /** Lets time pass, without a poll. */
    void pass(Duration passed) {
        nanos.addAndGet(passed.toNanos());
    }

    /** Lets time pass and polls once. */
    void pollAfter(Duration passed) {
        nanos.addAndGet(passed.toNanos());
        polls.forEach(Runnable::run);
    }

    void open() {
        runtime.open(SESSION, ADA, SessionCommand.OpenSession.empty());
    }

    CommandOutcome send(String client, long sequence, OsCommand... commands) {
        return runtime.execute(SESSION, request(client, sequence, commands));
    }

    static CommandRequest request(String client, long sequence, OsCommand... commands) {
        return CommandRequest.of(ADA, new CommandId(ClientId.of(client), sequence), commands);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
