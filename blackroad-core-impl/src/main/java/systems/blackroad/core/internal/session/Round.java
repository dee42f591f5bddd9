package systems.blackroad.core.internal.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.SessionHead;

/**
 * One round of a lane: takes what waits, decides it, appends it, and answers. Not thread-safe, but handed from thread to
 * thread; at most one touches it at a time.
 *
 * <p>Nothing is answered before the store confirmed the image that it was decided on: by accepting the append, or, where
 * there is nothing to append, by a read that finds the head where the image has it. A conflict is decided anew on what
 * the log holds then. When the store's answer is lost, the log is read: commands whose events stand are found there by
 * their ids, the others are decided anew; the lost append cannot land later, unless the head stands where it stood, and
 * then the new append of the same commands conflicts with it.
 */
final class Round {

    static final int MAX_TRIES = 50;
    private static final int MAX_UNKNOWN = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private final Desk desk;
    private final SessionId session;
    private List<Pending> pendings;
    private @Nullable SessionImage image;
    private boolean confirmed;
    private int tries;
    private int unknown;
    private boolean ended;

    Round(Desk desk, SessionId session, List<Pending> pendings) {
        this.desk = desk;
        this.session = session;
        this.pendings = pendings;
    }

    /** Begins; the round goes on by itself and ends by calling {@link Desk#ended}. */
    void begin() {
        guarded(() -> {
            Optional<SessionImage> cached = desk.cache().find(session);
            image = cached.orElse(null);
            if (cached.isEmpty() && !pendings.get(0).creating) {
                reload();
            }
            step();
        });
    }

    private void step() {
        while (true) {
            Draft draft = new Draft(desk.settings(), desk.judge(), session, image);
            pendings.forEach(draft::decide);
            if (!draft.left().isEmpty()) {
                pendings = pendings.subList(0, pendings.size() - draft.left().size());
                desk.putBack(session, draft.left());
            }
            if (!draft.isEmpty()) {
                desk.committer().submit(draft.append(), answer -> guarded(() -> answered(draft, answer)));
                return;
            }
            if (confirmed) {
                end();
                return;
            }
            SessionImage before = image;
            reload();
            if (before != null && image != null && image.isAt(before)) {
                end();
                return;
            }
        }
    }

    private void answered(Draft draft, GroupCommitter.Answer answer) {
        if (answer.result() instanceof AppendResult.Appended appended) {
            SessionImage before = image;
            SessionImage after = draft.image(appended.head().epoch());
            desk.cache().keep(session, after);
            end();
            desk.appended(session, before, after, draft.events());
        } else if (answer.result() instanceof AppendResult.Expired expired) {
            expire(expired.head());
        } else if (answer.result() instanceof AppendResult.Conflict conflict) {
            conflicted(conflict);
        } else if (answer.failure() instanceof RefusedException refused) {
            fail(refused);
        } else {
            desk.counters().unknownOutcomes.increment();
            unknown++;
            draft.accepted().forEach(Pending::sent);
            again(answer.failure());
        }
    }

    private void conflicted(AppendResult.Conflict conflict) {
        desk.counters().conflicts.increment();
        SessionHead actual = conflict.actual();
        if (actual != null && actual.status() == SessionStatus.DELETED) {
            fail(new RefusedException(
                    ErrorCode.SESSION_ENDED,
                    "session " + session + " has ended and was deleted; open another, under another id"));
        } else {
            again(null);
        }
    }

    /** The session's deadline has come: ends it, and then decides anew, on what is ended by this node or another. */
    private void expire(SessionHead head) {
        Append end = desk.expiry().end(head);
        desk.committer()
                .submit(
                        end,
                        answer -> guarded(() -> {
                            if (answer.result() instanceof AppendResult.Appended appended) {
                                desk.expiry().ended(end, appended.head());
                            }
                            again(answer.failure());
                        }));
    }

    /** Reads and decides anew, on a thread that keeps no other session waiting. */
    private void again(@Nullable RuntimeException lost) {
        tries++;
        if (unknown > MAX_UNKNOWN) {
            fail(lost(lost));
        } else if (tries >= MAX_TRIES) {
            fail(new RefusedException(
                    ErrorCode.OVERLOADED,
                    "other nodes were faster " + tries + " times in a row on session " + session
                            + "; send the command again later"));
        } else {
            desk.workers()
                    .run(() -> guarded(() -> {
                        try {
                            reload();
                        } catch (RuntimeException e) {
                            if (lost == null) {
                                throw e;
                            }
                            lost.addSuppressed(e);
                            fail(lost(lost));
                            return;
                        }
                        step();
                    }));
        }
    }

    private void reload() {
        Optional<Loaded> loaded = desk.loader().load(session, image);
        image = loaded.map(Loaded::image).orElse(null);
        confirmed = true;
        if (loaded.isEmpty()) {
            desk.cache().forget(session);
            return;
        }
        if (loaded.get().newer()) {
            throw Judge.newer(session);
        }
        desk.cache().keep(session, loaded.get().image());
        desk.read(session, loaded.get());
    }

    private UnknownOutcomeException lost(@Nullable RuntimeException cause) {
        return new UnknownOutcomeException(
                ErrorCode.STORE_UNKNOWN,
                "the store did not answer whether commands of session " + session
                        + " were appended; send them again under the same ids",
                cause);
    }

    private void fail(RuntimeException reason) {
        desk.cache().forget(session);
        pendings.forEach(Pending::undecided);
        pendings.forEach(pending -> pending.failed(reason));
        end();
    }

    private void end() {
        ended = true;
        desk.ended(session, pendings);
    }

    /** Whatever goes wrong, the lane goes on. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            if (ended || !(e instanceof RefusedException)) {
                LOG.warn("A round of session {} failed{}", session, ended ? " after its answers were out" : "", e);
            }
            if (!ended) {
                fail(
                        e instanceof RuntimeException failure
                                ? failure
                                : new IllegalStateException(
                                        "commands of session " + session + " could not be worked off", e));
            }
        }
    }
}
