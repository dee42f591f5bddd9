package systems.blackroad.core.internal.session;

import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;

/** A handle of one actor on one session. Thread-safe. */
final class SessionHandle implements OsSession {

    private final SessionRuntime runtime;
    private final SessionId id;
    private final Actor actor;
    private final ClientId client;
    /** The sequence last used. */
    private final AtomicLong sequence;

    SessionHandle(SessionRuntime runtime, SessionId id, Actor actor, ClientId client, AtomicLong sequence) {
        this.runtime = runtime;
        this.id = id;
        this.actor = actor;
        this.client = client;
        this.sequence = sequence;
    }

    @Override
    public SessionId id() {
        return id;
    }

    @Override
    public CommandOutcome execute(OsCommand... commands) {
        CommandId command = new CommandId(client, sequence.incrementAndGet());
        CommandRequest request = new CommandRequest(actor, command, List.of(commands), null, null);
        return SessionRuntime.repeatedly(() -> runtime.execute(id, request));
    }

    @Override
    public OsState state() {
        return runtime.requireState(id);
    }

    @Override
    public Flow.Publisher<SessionFrame> stream() {
        return runtime.stream(id, null);
    }

    @Override
    public String toString() {
        return "session " + id + " as " + actor.user();
    }
}
