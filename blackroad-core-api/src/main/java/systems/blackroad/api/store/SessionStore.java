package systems.blackroad.api.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;

/**
 * Where sessions are kept: a gapless log of events per session, and the newest snapshot of each. Thread-safe; every
 * method may block, up to the call timeout. The numbered rules are in {@code docs/reference/store-contract.md}.
 *
 * <p>Every method throws {@link systems.blackroad.api.error.RefusedException} ({@code STORE_UNAVAILABLE}, {@code
 * STORE_REFUSED}) when certainly nothing was written, and {@link systems.blackroad.api.error.UnknownOutcomeException}
 * ({@code STORE_UNKNOWN}) when the answer was lost; reading methods only the first.
 */
public interface SessionStore {

    /** The most appends in one batch. */
    int MAX_BATCH = 256;

    /** The most events that one read returns. */
    int MAX_READ = 1000;

    /** What an acknowledged append survives. */
    Durability durability();

    /**
     * Adds events to logs, each append atomic and a compare-and-set of its own: it stands if the log ends at its expected
     * revision in its expected epoch and the session is live, and else it is a conflict; an expected epoch of null fits only
     * a session that does not exist. Of callers that race on one
     * revision exactly one wins. The batch costs one round trip where the store can, and one commit. When the answer is
     * lost, read the session: the events stand if those at their revisions carry their command id.
     *
     * @param batch 1 to {@value #MAX_BATCH} appends, at most one per session
     * @return a result for each append, in order; what is acknowledged here is as durable as {@link #durability()} says
     */
    List<AppendResult> append(List<Append> batch);

    /**
     * Reads a session's head, and from its log what follows {@code afterRevision}, all of one moment. One round trip.
     *
     * @param afterRevision the last revision that the caller has, 0 or more; 0 for none
     * @param withSnapshot whether to begin at the newest snapshot, if that lies beyond {@code afterRevision}
     * @param maxEvents 0 to {@value #MAX_READ}; 0 reads the head alone (and the snapshot)
     * @return nothing if there is no such session
     */
    Optional<SessionSlice> read(SessionId session, long afterRevision, boolean withSnapshot, int maxEvents);

    /** The heads of those {@code sessions} that exist; at most {@value #MAX_BATCH}. One round trip. */
    Map<SessionId, SessionHead> heads(Set<SessionId> sessions);

    /** The events of {@code command} in the session's retained log, ascending; none if it is not there. One round trip. */
    List<StoredEvent> findCommand(SessionId session, CommandId command);

    /**
     * Keeps {@code snapshot} if it is newer than the one kept and not beyond the session's head; else does nothing.
     * One round trip.
     *
     * @return whether it is kept now
     */
    boolean saveSnapshot(SessionId session, SessionSnapshot snapshot);

    /**
     * Sessions by the time of their first event, the newest first. One round trip.
     *
     * @param user only this user's, or null for all
     * @param after the {@code next} of an earlier page, or null for the first
     * @param limit 1 to {@value Page#MAX_LIMIT}
     * @throws IllegalArgumentException if {@code after} is no such text
     */
    Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit);

    /**
     * Registers a listener for appends of any node, as far as the store can tell. Hints may be lost, late or repeated.
     *
     * @return the registration
     */
    HintSubscription hints(HintListener listener);

    /** Gives every session a new epoch, as after a restore from a backup. One round trip. */
    void newEpoch();
}
