package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.SessionSlots;
import systems.blackroad.api.store.SlotOutcome;

/**
 * The numbered slots of each user: a row a slot, unique by user and number and by user and session, so that whoever is
 * late to a number inserts nothing and looks again.
 */
final class SessionSlotRows {

    /** How often a slot is looked for; each time others took the one that was free. */
    private static final int LOOKS = SessionSlots.MAX_SLOTS + 1;

    private static final String TAKEN =
            "select slot, session, free_at from {ns}_session_slot where owner = :owner" + " order by slot{lock}";

    private static final String TAKE = "{insert new} {ns}_session_slot (owner, slot, session, free_at)"
            + " values (:owner, :slot, :session, :until){or nothing}";

    private static final String TAKE_OVER = "update {ns}_session_slot set session = :session, free_at = :until"
            + " where owner = :owner and slot = :slot";

    private static final String FREE = "delete from {ns}_session_slot where owner = :owner and session = :session";

    /** Looked up for each head, since a planner without statistics would join by hashes; in the order of locks. */
    private static final String OF_HEADS = "select h.owner, h.session, (select s.slot from {ns}_session_slot s"
            + " where s.owner = h.owner and s.session = h.session) as slot from {ns}_session_head h"
            + " where h.session {in:ids} order by h.owner, slot";

    private final Database db;

    SessionSlotRows(Database db) {
        this.db = db;
    }

    /** A slot that is taken, for good if {@code freeAt} is null. */
    private record Slot(
            int number, String session, @Nullable Long freeAt) {}

    /** A session and its slot, or null if it has none. */
    private record Held(
            String owner, String session, @Nullable Long slot) {}

    SlotOutcome reserve(UserId user, SessionId session, int limit) {
        if (limit < 1 || limit > SessionSlots.MAX_SLOTS) {
            throw new IllegalArgumentException(
                    "limit of slots must be 1 to " + SessionSlots.MAX_SLOTS + ", got " + limit);
        }
        return db.write(handle -> {
            for (int look = 0; look < LOOKS; look++) {
                Optional<SlotOutcome> outcome = tryReserve(handle, user.value(), session.value(), limit);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            throw new RefusedException(
                    ErrorCode.STORE_REFUSED,
                    "others took each slot of user " + user + " that was free, " + LOOKS
                            + " times; nothing was reserved, ask again");
        });
    }

    private Optional<SlotOutcome> tryReserve(Handle handle, String user, String session, int limit) {
        Map<Integer, Slot> taken = new HashMap<>();
        db.query(handle, TAKEN)
                .bind("owner", user)
                .map((row, context) -> new Slot(row.getInt(1), row.getString(2), JobRows.number(row, "free_at")))
                .forEach(slot -> taken.put(slot.number(), slot));
        long now = db.query(handle, "select {now}").mapTo(Long.class).one();
        long until = now + SessionSlots.RESERVATION.toMillis();
        for (Slot own : taken.values()) {
            if (own.session().equals(session)) {
                if (own.freeAt() != null) {
                    write(handle, TAKE_OVER, user, new Slot(own.number(), session, until));
                }
                return Optional.of(new SlotOutcome.Held(own.number()));
            }
        }
        List<SessionId> holders = new ArrayList<>();
        for (int number = 1; number <= limit; number++) {
            Slot slot = taken.get(number);
            if (slot == null || slot.freeAt() != null && slot.freeAt() <= now) {
                String statement = slot == null ? TAKE : TAKE_OVER;
                int written = write(handle, statement, user, new Slot(number, session, until));
                return written > 0 ? Optional.of(new SlotOutcome.Granted(number)) : Optional.empty();
            }
            holders.add(SessionId.of(slot.session()));
        }
        return Optional.of(new SlotOutcome.Full(holders));
    }

    private int write(Handle handle, String statement, String user, Slot slot) {
        return db.update(handle, statement)
                .bind("owner", user)
                .bind("slot", slot.number())
                .bind("session", slot.session())
                .bind("until", slot.freeAt())
                .execute();
    }

    boolean confirm(UserId user, SessionId session) {
        return db.writeOnce(handle -> db.update(
                                handle,
                                "update {ns}_session_slot set free_at = null where owner = :owner and session = :session")
                        .bind("owner", user.value())
                        .bind("session", session.value())
                        .execute())
                > 0;
    }

    void free(UserId user, SessionId session) {
        db.writeOnce(handle -> db.update(handle, FREE)
                .bind("owner", user.value())
                .bind("session", session.value())
                .execute());
    }

    /** Frees the slots of sessions in the transaction that deletes these. */
    static void free(Database db, Handle handle, List<String> sessions) {
        PreparedBatch freed = handle.prepareBatch(db.sql(FREE));
        db.query(handle, OF_HEADS, "ids", sessions)
                .map((row, context) -> new Held(row.getString(1), row.getString(2), JobRows.number(row, "slot")))
                .filter(held -> held.slot() != null)
                .forEach(held -> freed.bind("owner", held.owner())
                        .bind("session", held.session())
                        .add());
        freed.execute();
    }
}
