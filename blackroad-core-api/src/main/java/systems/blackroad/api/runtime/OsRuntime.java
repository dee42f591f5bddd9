package systems.blackroad.api.runtime;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;

/**
 * Sessions and windows over a storage: the one interface that an application holds. Thread-safe; any number of runtimes,
 * on any number of nodes, may serve the same sessions. It keeps no state that it cannot lose.
 *
 * <p>Blocking methods wait at most the storage's call timeout for each round trip. They throw {@link RefusedException} when
 * certainly nothing happened, and {@link systems.blackroad.api.error.UnknownOutcomeException} when the store's answer was
 * lost; repeat then with the same command id.
 */
public interface OsRuntime extends AutoCloseable {

    /**
     * Opens a new session for the actor, under a fresh id. One round trip.
     *
     * @return a handle that sends commands as {@code actor}
     * @throws RefusedException with the code of the limit that {@code opening} exceeds
     */
    OsSession open(Actor actor, OpenSession opening);

    /**
     * Opens a session under {@code session}, or finds the one that the same user opened under this id before. One or two
     * round trips.
     *
     * @throws RefusedException with code {@code SESSION_EXISTS} if another user has a session of this id
     */
    OsSession open(SessionId session, Actor actor, OpenSession opening);

    /**
     * A handle that sends commands to an existing session as {@code actor}. One round trip.
     *
     * @throws RefusedException with code {@code SESSION_NOT_FOUND}
     */
    OsSession attach(SessionId session, Actor actor);

    /**
     * Applies a command list: waits for {@link #submit} and returns its outcome.
     *
     * @throws RefusedException with code {@code SESSION_NOT_FOUND}, {@code SESSION_NEWER}, {@code COMMAND_ID_REUSED}, {@code
     *     COMMAND_TOO_OLD}, {@code OVERLOADED} or {@code SHUTTING_DOWN}
     */
    CommandOutcome execute(SessionId session, CommandRequest request);

    /**
     * Applies a command list: decides it on the session's newest state, appends the events, and decides anew if another
     * node was faster. Commands of one session are applied in the order in which they were submitted here. Does not block.
     *
     * @return completes on a thread of the runtime's executor, with the outcome or with the exception that {@link #execute}
     *     throws
     */
    CompletionStage<CommandOutcome> submit(SessionId session, CommandRequest request);

    /** The session's newest state, as the store has it now. One round trip; writes nothing. */
    Optional<OsState> findState(SessionId session);

    /**
     * The session's state as it was at {@code revision}. Every revision is kept for 24 hours, and the last 1,000 for as long
     * as the session. One round trip, and one more for each thousand events after the snapshot that is nearest.
     *
     * @param revision from 1
     * @throws RefusedException with code {@code REVISION_NOT_KEPT} if it lies beyond the head or before what is kept
     */
    Optional<OsState> findState(SessionId session, long revision);

    /**
     * Deletes an ended session: its events and snapshots go for good, and its id cannot be used again for at least 7 days.
     * One round trip.
     *
     * @return whether it is deleted now; not if it is live or unknown
     */
    boolean delete(SessionId session);

    /**
     * The session's newest state.
     *
     * @throws RefusedException with code {@code SESSION_NOT_FOUND}
     */
    OsState requireState(SessionId session);

    /**
     * The session's head: its owner, status, revision and epoch. One round trip.
     *
     * @throws RefusedException with code {@code SESSION_NOT_FOUND}
     */
    SessionHead requireHead(SessionId session);

    /**
     * The session's events as they happen, on every node, each once and in order, beginning after {@code position}. Each
     * subscriber has a bounded buffer; one that falls behind gets a snapshot instead of the backlog and slows nobody.
     * Publishing ends with {@link SessionFrame.Closed}; {@code onError} gets {@code SESSION_NOT_FOUND} at the start.
     *
     * @param position the last position that the subscriber saw, or null for none
     */
    Flow.Publisher<SessionFrame> stream(SessionId session, @Nullable StreamPosition position);

    /**
     * Shows those who watch the session, on every node that shares a {@link HintChannel}, where {@code client} drags or
     * resizes a window. At most 20 gestures a second of one client go out; of more, the latest. Nothing is written; end the
     * gesture with a command. Costs a round trip only if nobody watches the session here and this node does not know it.
     *
     * @throws RefusedException with code {@code SESSION_NOT_FOUND}, {@code SESSION_ENDED} or {@code WINDOW_NOT_FOUND}, by the
     *     last state that this node knows
     */
    void gesture(SessionId session, Actor actor, ClientId client, Gesture gesture);

    /**
     * Counts someone among those who watch the session, until the presence is closed or its beats stop. Subscribers see a
     * change of the list within a second, on nodes that share a {@link HintChannel} too. Blocks nowhere and checks nothing:
     * whether the actor may watch is the application's affair.
     *
     * @throws RefusedException with code {@code OVERLOADED} if 256 watch the session already
     */
    Presence join(SessionId session, Actor actor, Device device);

    /** Those who watch the session, as far as this node hears of them, at most 256; the longest first. Blocks nowhere. */
    List<Viewer> presence(SessionId session);

    /**
     * Sessions by the time they opened, the newest first. One round trip.
     *
     * @param user only this user's, or null for all
     * @param after the {@code next} of an earlier page, or null for the first
     * @param limit 1 to {@value Page#MAX_LIMIT}
     */
    Page<SessionHead> sessions(@Nullable UserId user, @Nullable String after, int limit);

    /**
     * Ends streams, waits for what was submitted, and stops the runtime's threads; idempotent, at most 10 s. The storage
     * stays open.
     */
    @Override
    void close();
}
