package systems.blackroad.proof;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandOutcome.Applied;
import systems.blackroad.api.runtime.CommandRequest;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;

/** A worker's calls, each written down before it is made and when it is answered, as {@link SessionHistory#read} says. Thread-safe. */
final class Calls {

    private static final int REPEATS = 5;

    /** What a store that is away, or a runtime that ends, may refuse; any other refusal of these calls is wrong. */
    private static final Set<ErrorCode> EXPECTED =
            Set.of(ErrorCode.STORE_UNAVAILABLE, ErrorCode.STORE_UNKNOWN, ErrorCode.OVERLOADED, ErrorCode.SHUTTING_DOWN);

    private final OsRuntime runtime;
    private final Journal journal;
    private final CountDownLatch quiet;
    private final AtomicLong numbers = new AtomicLong();

    /**
     * Nothing asked yet.
     *
     * @param quiet at 0 when nothing more is to be sent, not even again
     */
    Calls(OsRuntime runtime, Journal journal, CountDownLatch quiet) {
        this.runtime = runtime;
        this.journal = journal;
        this.quiet = quiet;
    }

    /** Reads a session's newest state. */
    OsState read(SessionId session) {
        long call = numbers.incrementAndGet();
        journal.write("I", call, session, "", System.nanoTime(), "");
        try {
            OsState state = runtime.requireState(session);
            journal.write("R", call, state.revision(), System.nanoTime());
            return state;
        } catch (RefusedException e) {
            noteRefusal(call, e);
            throw e;
        }
    }

    /**
     * Sends a command as a careful client does: after a lost answer again, with the same id.
     *
     * @param leave whether to leave it to another worker to send it again
     */
    void send(SessionId session, CommandId id, Move move, boolean leave) {
        long call = numbers.incrementAndGet();
        journal.write("I", call, session, id, System.nanoTime(), move);
        if (!repeat(call, session, id, move, leave ? 1 : REPEATS) && leave) {
            journal.write("U", call);
        }
    }

    /** Sends again what another worker sent, with the same id. */
    void sendAgain(SessionId session, CommandId id, Move move) {
        long call = numbers.incrementAndGet();
        journal.write("T", call, session, id, System.nanoTime(), move);
        repeat(call, session, id, move, REPEATS);
    }

    private boolean repeat(long call, SessionId session, CommandId id, Move move, int attempts) {
        CommandRequest request = CommandRequest.of(Actor.of(SessionWorker.USER), id, move.command());
        for (int attempt = 1; attempt <= attempts && quiet.getCount() > 0; attempt++) {
            try {
                answered(call, runtime.execute(session, request));
                return true;
            } catch (UnknownOutcomeException e) {
                Processes.note("attempt " + attempt + ": " + e.getMessage());
            } catch (RefusedException e) {
                noteRefusal(call, e);
            }
        }
        return false;
    }

    private void answered(long call, CommandOutcome outcome) {
        long now = System.nanoTime();
        if (outcome instanceof Applied applied) {
            long first = applied.events().get(0).revision();
            journal.write("W", call, first, applied.revision(), now, applied.repeated() ? 1 : 0);
        } else {
            journal.write("R", call, outcome.revision(), now);
        }
    }

    private void noteRefusal(long call, BlackRoadException refusal) {
        Processes.note("refused: " + refusal.getMessage());
        if (!EXPECTED.contains(refusal.code())) {
            journal.write("X", call, refusal.code());
        }
    }
}
