package systems.blackroad.operator.internal.engine;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/**
 * One claimed job here, from its claim until its handler has ended and its lease is gone, whichever is later. It waits for a
 * slot if it was claimed ahead, is active while its handler runs, and held while its lease is this node's; a verdict waits
 * to be written while it is held.
 */
final class Run {

    /** Why a handler was told to stop; of several reasons the lower one counts. */
    enum Reason {
        CANCEL,
        TIMEOUT,
        DRAIN
    }

    /** Where a run's notes are: a verdict must not overtake them. */
    enum Notes {
        NONE,
        WAITING,
        UNDER_WAY
    }

    final RunKey key;
    final ClaimedJob job;
    /** Counts the claims of this engine. */
    final long number;
    /** When its attempt has taken too long; known once its handler begins. */
    long deadline = Long.MAX_VALUE;

    boolean active;
    boolean held = true;
    Notes notes = Notes.NONE;

    @Nullable
    Verdict verdict;
    /** Whether an exchange that has no answer yet settles it. */
    boolean settling;

    @Nullable
    Reason reason;

    boolean interrupted;
    /** When to interrupt the handler. */
    long interruptAt = Long.MAX_VALUE;
    /** When to end the run without its handler. */
    long abandonAt = Long.MAX_VALUE;

    Run(ClaimedJob job, long number) {
        this.key = new RunKey(job.id(), job.token());
        this.job = job;
        this.number = number;
    }

    boolean isGone() {
        return !active && !held;
    }

    /** Whether its handler decides still how it ends. */
    boolean isOpen() {
        return active && held && verdict == null;
    }

    /** Whether its handler runs on though nothing waits for it any more. */
    boolean isLost() {
        return active && !isOpen();
    }

    /** Whether it waits for a slot. */
    boolean isWaiting() {
        return !active && held && verdict == null;
    }

    boolean isReady() {
        return held && verdict != null && notes == Notes.NONE && !settling;
    }

    Settlement settlement() {
        if (verdict == null) {
            throw new IllegalStateException("run " + key + " has no verdict yet");
        }
        return new Settlement(job.id(), job.token(), verdict);
    }

    /** When something is to be done about it if nothing else happens. */
    long wakeAt() {
        if (!isOpen()) {
            return Long.MAX_VALUE;
        }
        if (interrupted) {
            return Math.max(abandonAt, deadline);
        }
        return reason == null || reason == Reason.DRAIN ? Math.min(deadline, interruptAt) : interruptAt;
    }
}
