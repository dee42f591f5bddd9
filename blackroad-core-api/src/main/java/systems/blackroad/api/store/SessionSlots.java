package systems.blackroad.api.store;

import java.time.Duration;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;

/**
 * The numbered slots of each user, which bound how many sessions a user has at once: whoever opens one reserves a slot,
 * opens the session, and confirms the slot. The slots of one user are a partition of their own. Two sessions never have
 * one slot, and a session never has two, however many callers race, so that a limit of n is never n + 1. A slot whose
 * reservation lapsed without being confirmed is free to be taken, by the store's clock.
 *
 * <p>The store does not look whether a session with a slot still lives; whoever ends one frees its slot. A slot that stayed
 * nevertheless goes when its session is deleted, so that none outlives the head that tells the session's end. Methods throw
 * as those of {@link SessionStore} do, and repeating one is safe.
 */
public interface SessionSlots {

    /** The largest limit. */
    int MAX_SLOTS = 256;

    /** How long a reservation stands unless it is confirmed. */
    Duration RESERVATION = Duration.ofSeconds(10);

    /**
     * Reserves one of the user's slots 1 to {@code limit} for {@code session}, unless it has one. Slots above the limit,
     * taken while it was larger, stay with their sessions and are not counted. One round trip.
     *
     * @param limit 1 to {@value #MAX_SLOTS}
     */
    SlotOutcome reserveSlot(UserId user, SessionId session, int limit);

    /**
     * Makes the session's reservation last until it is freed. One that lapsed can still be confirmed as long as no other
     * session took its slot. One round trip.
     *
     * @return whether the session has a slot now, confirmed; if not, it is one too many
     */
    boolean confirmSlot(UserId user, SessionId session);

    /** Frees the slot of {@code session}, if it has one. One round trip. */
    void freeSlot(UserId user, SessionId session);
}
