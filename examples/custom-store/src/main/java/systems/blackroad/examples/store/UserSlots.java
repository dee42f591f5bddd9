package systems.blackroad.examples.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionSlots;
import systems.blackroad.api.store.SlotOutcome;

/** The numbered slots of one user. Not thread-safe: the index has one under its lock, and a plan copies it. */
final class UserSlots {

    private final Map<Integer, Slot> taken;

    UserSlots() {
        this(Map.of());
    }

    private UserSlots(Map<Integer, Slot> taken) {
        this.taken = new TreeMap<>(taken);
    }

    /**
     * A slot that is taken.
     *
     * @param session by whom
     * @param freeAt from which instant on, in epoch milliseconds, it may be taken; {@link Long#MAX_VALUE} once confirmed
     */
    record Slot(SessionId session, long freeAt) {}

    UserSlots copy() {
        return new UserSlots(taken);
    }

    /** Sets one slot, or frees it if {@code freeAt} is 0. */
    void put(int number, SessionId session, long freeAt) {
        if (freeAt == 0) {
            taken.remove(number);
        } else {
            taken.put(number, new Slot(session, freeAt));
        }
    }

    OptionalInt numberOf(SessionId session) {
        return taken.entrySet().stream()
                .filter(entry -> entry.getValue().session().equals(session))
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }

    boolean isConfirmed(int number) {
        Slot slot = taken.get(number);
        return slot != null && slot.freeAt() == Long.MAX_VALUE;
    }

    /** What a session that has no slot is to be told; changes nothing. */
    SlotOutcome choose(int limit, Instant now) {
        List<SessionId> holders = new ArrayList<>();
        for (int number = 1; number <= limit; number++) {
            Slot slot = taken.get(number);
            if (slot == null || slot.freeAt() <= now.toEpochMilli()) {
                return new SlotOutcome.Granted(number);
            }
            holders.add(slot.session());
        }
        return new SlotOutcome.Full(holders);
    }

    static long lapse(Instant now) {
        return now.plus(SessionSlots.RESERVATION).toEpochMilli();
    }
}
