package systems.blackroad.core.internal.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;

/**
 * Tells new commands from repeated ones. Thread-safe.
 *
 * <p>A command that had events left its id in their rows, so the log knows what was applied. A command that was rejected
 * or changed nothing left no trace and needs none: deciding it anew cannot apply anything twice. Hence:
 *
 * <ul>
 *   <li>a sequence above its client's highest applied one is certainly not in the log; it is decided, without looking;
 *   <li>at or below it, the log is asked. There with the same body, it answers its first outcome; with another body it is
 *       refused with {@code COMMAND_ID_REUSED};
 *   <li>not there, it was never applied if the log is whole: it was rejected, changed nothing, or was overtaken by a later
 *       command of the same client (two threads of one handle, two requests of one tab), and is decided;
 *   <li>not there in a log whose beginning was trimmed, nothing can be said: {@code COMMAND_TOO_OLD};
 *   <li>a client that is not remembered is taken for a new one, once the log was asked; ids are random and of 128 bits, so
 *       that the only repeats missed are older than both the kept log and the last {@value ClientLedger#MAX_CLIENTS}
 *       clients.
 * </ul>
 *
 * <p>What is read here may be older than the append that follows. That is safe: whoever applies the same command
 * meanwhile moves the head, so that the append is a conflict and the question is asked again.
 */
final class Judge {

    private final SessionStore store;

    Judge(SessionStore store) {
        this.store = store;
    }

    /**
     * The events of {@code pending} if it was applied before; nothing if it must be decided.
     *
     * @throws RefusedException with code {@code COMMAND_ID_REUSED} or {@code COMMAND_TOO_OLD}
     */
    Optional<List<RecordedEvent>> find(SessionId session, @Nullable SessionImage image, Pending pending) {
        CommandId id = pending.request.id();
        if (image == null || image.ledger().isCertainlyNew(id)) {
            return Optional.empty();
        }
        List<StoredEvent> stored = store.findCommand(session, id);
        if (stored.isEmpty()) {
            if (image.ledger().knows(id.client()) && isTrimmed(session)) {
                throw new RefusedException(
                        ErrorCode.COMMAND_TOO_OLD,
                        "command " + id + " of session " + session
                                + " lies before the kept log, so that a repeat cannot be told from a new command;"
                                + " read the state and send what is still wanted under a new sequence");
            }
            return Optional.empty();
        }
        requireSameBody(session, id, pending, stored.get(0).bodyHash());
        return Optional.of(stored.stream()
                .map(event -> SessionLoader.recorded(session, event).orElseThrow(() -> newer(session)))
                .toList());
    }

    /** Refuses another body under an id that is in use. */
    static void requireSameBody(SessionId session, CommandId id, Pending pending, String usedHash) {
        if (!usedHash.equals(pending.bodyHash)) {
            throw new RefusedException(
                    ErrorCode.COMMAND_ID_REUSED,
                    "command " + id + " of session " + session
                            + " was applied before with another body; count the sequence up for a new command");
        }
    }

    static RefusedException newer(SessionId session) {
        return new RefusedException(
                ErrorCode.SESSION_NEWER,
                "log of session " + session
                        + " holds events that this version of the library does not know; it is read-only here, upgrade"
                        + " this node");
    }

    private boolean isTrimmed(SessionId session) {
        return store.read(session, 0, SessionStore.NO_SNAPSHOT, 1)
                .map(SessionSlice::events)
                .filter(events -> events.isEmpty() || events.get(0).revision() > 1)
                .isPresent();
    }
}
