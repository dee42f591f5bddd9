package systems.blackroad.api.store;

import java.util.List;
import systems.blackroad.api.session.SessionId;

/** What a session that asked for one of its user's slots was told. */
public sealed interface SlotOutcome {

    /**
     * The slot was free and is reserved now, until {@link SessionSlots#RESERVATION} has passed or it is confirmed.
     *
     * @param slot its number, from 1 to the limit
     */
    record Granted(int slot) implements SlotOutcome {}

    /**
     * The session had a slot already, reserved or confirmed; a reservation begins anew.
     *
     * @param slot its number, from 1; above the limit if that was larger before
     */
    record Held(int slot) implements SlotOutcome {}

    /**
     * Every slot is taken; nothing was reserved.
     *
     * @param holders the sessions that have slots 1 to the limit, in the order of their numbers; whoever among them has
     *     ended without freeing its slot may be made to free it now
     */
    record Full(List<SessionId> holders) implements SlotOutcome {

        /** Copies the list. */
        public Full {
            holders = List.copyOf(holders);
        }
    }
}
