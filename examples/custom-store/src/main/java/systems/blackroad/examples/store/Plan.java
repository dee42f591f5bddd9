package systems.blackroad.examples.store;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.AppendResult.Conflict;
import systems.blackroad.api.store.AppendResult.Expired;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SlotOutcome;

/**
 * The next frame while it is filled: each caller's change is decided on what the file holds and on what the callers
 * before it put into the same frame, all at one instant of store time. For the writer's thread only.
 */
final class Plan {

    private final SessionIndex index;
    private final Instant now;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<SessionId, Facts> planned = new HashMap<>();
    private final Set<SessionId> forgotten = new HashSet<>();
    private final Map<UserId, UserSlots> slots = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private String epoch;
    private boolean changedAll;

    Plan(SessionIndex index, Instant now) {
        this.index = index;
        this.now = now;
        this.epoch = index.epoch();
    }

    AppendResult append(Append append, byte[] record) {
        Facts facts = facts(append.session());
        if (facts == null && append.expectedRevision() != 0) {
            return new Conflict(null);
        }
        if (facts != null) {
            boolean expired = facts.isExpired(now);
            if (expired && !append.onlyIfExpired()) {
                return new Expired(facts.head());
            }
            boolean fits = append.expectedRevision() == facts.head().revision()
                    && facts.head().epoch().equals(append.expectedEpoch())
                    && facts.is(SessionStatus.LIVE)
                    && expired == append.onlyIfExpired();
            if (!fits) {
                return new Conflict(facts.head());
            }
        }
        Facts next = facts == null
                ? Facts.opened(append.session(), append.user(), append.events(), epoch, now)
                        .bounded(append.terms(), now)
                : facts;
        next = next.appended(append.statusAfter(), append.events(), now);
        plan(next, record);
        if (facts == null) {
            body.writeBytes(LogRecords.terms(append.session(), append.terms()));
        }
        changed.add(append.session().value());
        return new Appended(next.head());
    }

    boolean keep(SessionId session, String madeIn, long revision, byte[] record) {
        Facts facts = facts(session);
        boolean kept = facts != null
                && !facts.is(SessionStatus.DELETED)
                && facts.head().epoch().equals(madeIn)
                && revision <= facts.head().revision()
                && revision > facts.newest();
        if (facts != null && kept) {
            plan(facts.kept(revision), record);
        }
        return kept;
    }

    boolean touch(SessionId session) {
        Facts facts = facts(session);
        boolean live = facts != null && facts.is(SessionStatus.LIVE) && !facts.isExpired(now);
        if (facts != null && live) {
            plan(facts.touched(now), LogRecords.touched(session));
        }
        return live;
    }

    long trim(SessionId session, String readIn, long upTo, Duration keep) {
        Facts facts = facts(session);
        if (facts == null || facts.is(SessionStatus.DELETED)) {
            return 0;
        }
        if (facts.older() == 0 || !facts.head().epoch().equals(readIn)) {
            return facts.first();
        }
        long first = Math.max(facts.first(), index.firstYoung(session, Math.min(upTo, facts.older()), keep, now));
        if (first > facts.first()) {
            plan(facts.trimmed(first), LogRecords.trimmed(session, first));
        }
        return first;
    }

    boolean delete(SessionId session) {
        Facts facts = facts(session);
        if (facts != null && facts.is(SessionStatus.ENDED)) {
            settle(facts.head().user(), session, false);
            plan(facts.deleted(now), LogRecords.deleted(session));
            return true;
        }
        return facts != null && facts.is(SessionStatus.DELETED);
    }

    int purge(Duration endedFor, int limit) {
        for (SessionId session : index.since(SessionStatus.DELETED, SessionStore.TOMBSTONE, now, limit)) {
            planned.remove(session);
            forgotten.add(session);
            body.writeBytes(LogRecords.forgotten(session));
        }
        int purged = 0;
        for (SessionId session : index.since(SessionStatus.ENDED, endedFor, now, limit)) {
            Facts facts = facts(session);
            if (facts != null && facts.is(SessionStatus.ENDED)) {
                delete(session);
                purged++;
            }
        }
        return purged;
    }

    SlotOutcome reserve(UserId user, SessionId session, int limit) {
        UserSlots own = slots(user);
        OptionalInt held = own.numberOf(session);
        if (held.isPresent()) {
            if (!own.isConfirmed(held.getAsInt())) {
                put(user, held.getAsInt(), session, UserSlots.lapse(now));
            }
            return new SlotOutcome.Held(held.getAsInt());
        }
        SlotOutcome outcome = own.choose(limit, now);
        if (outcome instanceof SlotOutcome.Granted granted) {
            put(user, granted.slot(), session, UserSlots.lapse(now));
        }
        return outcome;
    }

    /** Confirms, or frees, the session's slot; answers whether it had one. */
    boolean settle(UserId user, SessionId session, boolean confirmed) {
        OptionalInt held = slots(user).numberOf(session);
        held.ifPresent(number -> put(user, number, session, confirmed ? Long.MAX_VALUE : 0));
        return held.isPresent();
    }

    /** Gives every session a new epoch; always true. */
    boolean begin(String newEpoch, byte[] record) {
        epoch = newEpoch;
        changedAll = true;
        body.writeBytes(record);
        return true;
    }

    private void put(UserId user, int number, SessionId session, long freeAt) {
        slots(user).put(number, session, freeAt);
        body.writeBytes(LogRecords.slot(user, number, session, freeAt));
    }

    private UserSlots slots(UserId user) {
        return slots.computeIfAbsent(user, index::slots);
    }

    private void plan(Facts next, byte[] record) {
        planned.put(next.head().id(), next);
        forgotten.remove(next.head().id());
        body.writeBytes(record);
    }

    private @Nullable Facts facts(SessionId session) {
        Facts facts = planned.get(session);
        if (facts == null && !forgotten.contains(session)) {
            facts = index.facts(session);
        }
        return facts == null ? null : facts.under(epoch);
    }

    /** What is to be written, beginning with its time; empty if no decision changed anything. */
    byte[] body() {
        if (body.size() == 0) {
            return new byte[0];
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream(body.size() + LogRecords.TIME_BYTES);
        whole.writeBytes(LogRecords.time(now));
        whole.writeBytes(body.toByteArray());
        return whole.toByteArray();
    }

    /** Whom listeners hear of: nothing changed, these sessions, or (empty and true) all. */
    Set<String> changed() {
        return changedAll ? Set.of() : Set.copyOf(changed);
    }

    boolean concernsListeners() {
        return changedAll || !changed.isEmpty();
    }
}
