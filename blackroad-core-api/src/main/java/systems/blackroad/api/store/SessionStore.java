package systems.blackroad.api.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;

/**
 * Where sessions are kept: a gapless log of events per session, the newest two snapshots of each, and when it expires.
 * Thread-safe; every method may block, up to the call timeout. The numbered rules are in {@code
 * docs/reference/store-contract.md}.
 *
 * <p>A session is live, then ended, then deleted, never back. What concerns its life (activity, deadlines, retention) is
 * judged by the store's clock, inside the statement.
 *
 * <p>Every method throws {@link systems.blackroad.api.error.RefusedException} ({@code STORE_UNAVAILABLE}, {@code
 * STORE_REFUSED}) when certainly nothing was written, and {@link systems.blackroad.api.error.UnknownOutcomeException}
 * ({@code STORE_UNKNOWN}) when the answer was lost; reading methods only the first.
 */
public interface SessionStore extends SessionSlots {

    /** The most sessions in one batch. */
    int MAX_BATCH = 256;

    /** The most events that one read returns. */
    int MAX_READ = 1000;

    /** As {@code snapshotUpTo}: no snapshot. */
    long NO_SNAPSHOT = 0;

    /** As {@code snapshotUpTo}: the newest snapshot. */
    long NEWEST_SNAPSHOT = Long.MAX_VALUE;

    /** How long the id of a deleted session stays taken; afterwards {@link #purge} forgets it. */
    Duration TOMBSTONE = Duration.ofDays(7);

    /** What an acknowledged write survives. */
    Durability durability();

    /**
     * Adds events to logs, each append atomic and a compare-and-set of its own: it stands if the log ends at its expected
     * revision in its expected epoch and the session is live, and else it is a conflict; an expected epoch of null fits only
     * a session that does not exist. Of callers that race on one
     * revision exactly one wins. A live session whose deadline has come takes nothing but an append that is only for an
     * expired one, and else answers {@link AppendResult.Expired}; so a session expires by exactly one append. An append is
     * activity. The batch costs one round trip where the store can, and one commit. When the answer is
     * lost, read the session: the events stand if those at their revisions carry their command id.
     *
     * @param batch 1 to {@value #MAX_BATCH} appends, at most one per session
     * @return a result for each append, in order; what is acknowledged here is as durable as {@link #durability()} says
     */
    List<AppendResult> append(List<Append> batch);

    /**
     * Reads a session's head, and from its log what follows {@code afterRevision}, all of one moment. One round trip. Of a
     * deleted session there is the head alone.
     *
     * @param afterRevision the last revision that the caller has, 0 or more; 0 for none
     * @param snapshotUpTo begins at the newest kept snapshot that lies beyond {@code afterRevision} and not beyond this
     *     revision, if there is one; {@link #NO_SNAPSHOT} for none, {@link #NEWEST_SNAPSHOT} for the newest. One less than
     *     the revision of a snapshot that cannot be read steps over it
     * @param maxEvents 0 to {@value #MAX_READ}; 0 reads the head alone (and the snapshot)
     * @return nothing if there is no such session
     */
    Optional<SessionSlice> read(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents);

    /** The heads of those {@code sessions} that exist, deleted ones too; at most {@value #MAX_BATCH}. One round trip. */
    Map<SessionId, SessionHead> heads(Set<SessionId> sessions);

    /** The events of {@code command} in the session's retained log, ascending; none if it is not there. One round trip. */
    List<StoredEvent> findCommand(SessionId session, CommandId command);

    /**
     * Sessions by the time of their first event, the newest first, without deleted ones. One round trip.
     *
     * @param user only this user's, or null for all
     * @param after the {@code next} of an earlier page, or null for the first
     * @param limit 1 to {@value Page#MAX_LIMIT}
     * @throws IllegalArgumentException if {@code after} is no such text
     */
    Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit);

    /**
     * Records that {@code sessions} are active now, which puts their deadlines off; their revisions stay. One that has
     * ended, or whose deadline has come, is left as it is. One round trip, whatever the number.
     *
     * @param sessions at most {@value #MAX_BATCH}
     * @return those that are live
     */
    Set<SessionId> touch(Set<SessionId> sessions);

    /**
     * Live sessions whose deadline has come, the longest overdue first. Any node may ask, and then append to each what ends
     * it, only if it expired; one of them succeeds. One round trip where the store can.
     *
     * @param limit 1 to {@value #MAX_BATCH}
     */
    List<SessionHead> expired(int limit);

    /**
     * Keeps {@code snapshot} if it was made in the session's epoch, is newer than those kept and not beyond the session's
     * head; else does nothing. The two newest snapshots are kept. One round trip where the store can, else up to six.
     *
     * @param epoch the epoch in which the snapshot's events were read
     * @return whether it is kept now
     */
    boolean saveSnapshot(SessionId session, String epoch, SessionSnapshot snapshot);

    /**
     * Drops the earliest events of a log that are no longer needed: up to {@code upTo}, to the older of two kept snapshots
     * and to the first event that is not older than {@code keep}, whichever comes first; under another epoch than the
     * session's, or without two snapshots, none. The state at every revision from the older snapshot on can still be read.
     * One round trip where the store can, else up to six.
     *
     * @param upTo the last revision that may go, 0 or more
     * @param keep how old an event must be at least, by its time and the store's clock; not negative
     * @return the first revision that is retained; 0 if there is no such session or it is deleted
     */
    long trim(SessionId session, String epoch, long upTo, Duration keep);

    /**
     * Deletes an ended session: its events, its snapshots and its user's slot for it go, its head stays, as {@code DELETED},
     * so that no late append can create it anew. The slot is freed with the rest or, where that is not one write, before.
     * Live sessions are left as they are. One round trip where the store can, else up to six.
     *
     * @return whether the session is deleted now, also if it was before
     */
    boolean delete(SessionId session);

    /**
     * Deletes sessions that ended at least {@code endedFor} ago, as {@link #delete} does, and forgets those that were
     * deleted at least {@link #TOMBSTONE} ago; at most {@code limit} of each, the longest ago first. One round trip where
     * the store can.
     *
     * @param endedFor not negative
     * @param limit 1 to {@value #MAX_BATCH}
     * @return how many it deleted; {@code limit} if there may be more
     */
    int purge(Duration endedFor, int limit);

    /**
     * Registers a listener for appends of any node, as far as the store can tell. Hints may be lost, late or repeated.
     *
     * @return the registration
     */
    HintSubscription hints(HintListener listener);

    /** Gives every session a new epoch, as after a restore from a backup. One round trip where the store can. */
    void newEpoch();
}
