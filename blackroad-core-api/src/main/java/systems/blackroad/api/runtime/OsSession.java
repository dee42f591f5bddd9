package systems.blackroad.api.runtime;

import java.util.concurrent.Flow;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;

/**
 * A handle on one session that sends commands as one actor, under a client id of its own. Thread-safe; holds nothing that
 * must be closed.
 */
public interface OsSession {

    /** The session. */
    SessionId id();

    /**
     * Applies commands, whole or not at all, with a new command id. Blocks and throws as {@link OsRuntime#execute} does; when
     * the answer was lost it repeats with the same id, at most three times.
     */
    CommandOutcome execute(OsCommand... commands);

    /** The newest state, as the store has it now. One round trip. */
    OsState state();

    /** The session's stream from its present state on, as {@link OsRuntime#stream} gives it. */
    Flow.Publisher<SessionFrame> stream();
}
