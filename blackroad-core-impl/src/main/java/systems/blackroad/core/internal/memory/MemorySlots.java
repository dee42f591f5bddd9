package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionSlots;
import systems.blackroad.api.store.SlotOutcome;

/** The numbered slots of all users. Not thread-safe: guarded by its store's lock. */
final class MemorySlots {

    private final Map<UserId, NavigableMap<Integer, Slot>> slots = new HashMap<>();

    /**
     * A slot that is taken.
     *
     * @param session by whom
     * @param freeAt from when on anyone may take it; far away once it is confirmed
     */
    private record Slot(SessionId session, Instant freeAt) {}

    SlotOutcome reserve(UserId user, SessionId session, int limit, Instant now) {
        NavigableMap<Integer, Slot> taken = slots.computeIfAbsent(user, absent -> new TreeMap<>());
        OptionalInt own = numberOf(taken, session);
        Slot reserved = new Slot(session, now.plus(SessionSlots.RESERVATION));
        if (own.isPresent()) {
            taken.computeIfPresent(
                    own.getAsInt(), (number, slot) -> slot.freeAt().equals(Instant.MAX) ? slot : reserved);
            return new SlotOutcome.Held(own.getAsInt());
        }
        List<SessionId> holders = new ArrayList<>();
        for (int number = 1; number <= limit; number++) {
            Slot slot = taken.get(number);
            if (slot == null || !now.isBefore(slot.freeAt())) {
                taken.put(number, reserved);
                return new SlotOutcome.Granted(number);
            }
            holders.add(slot.session());
        }
        return new SlotOutcome.Full(holders);
    }

    boolean confirm(UserId user, SessionId session) {
        NavigableMap<Integer, Slot> taken = slots.getOrDefault(user, new TreeMap<>());
        OptionalInt own = numberOf(taken, session);
        own.ifPresent(number -> taken.put(number, new Slot(session, Instant.MAX)));
        return own.isPresent();
    }

    void free(UserId user, SessionId session) {
        slots.computeIfPresent(user, (owner, taken) -> {
            taken.values().removeIf(slot -> slot.session().equals(session));
            return taken.isEmpty() ? null : taken;
        });
    }

    private static OptionalInt numberOf(NavigableMap<Integer, Slot> taken, SessionId session) {
        return taken.entrySet().stream()
                .filter(entry -> entry.getValue().session().equals(session))
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }
}
