package systems.blackroad.examples.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;

/**
 * The one writer: takes all callers that wait, decides their changes in order, writes them as one frame, and answers them
 * once it is synced. Who comes while it syncs is in the next frame; who comes while nobody waits is written at once.
 * Thread-safe; one lock, never held across input or output.
 */
final class GroupCommit {

    /*
     * What a caller is told when something goes wrong:
     *
     *  - Refused, if its change was never taken into a frame: too many wait, it is too large, its time was up or its
     *    thread was interrupted while it waited in line, the store is closed or has failed.
     *  - Unknown, if it was. A write or a sync that fails may have left the frame on the disk or not, and nobody can tell
     *    until the file is read again: the system may report a failed sync once and drop the pages, so trying again
     *    proves nothing. The same holds for a change whose caller stopped waiting. Decisions that wrote nothing are
     *    unknown too, since they may rest on others in the same frame.
     *
     * After such a failure everything is refused, reads too, until the file is opened again. A read would show the state
     * without the frame, and its caller would take that as the answer to what became of it.
     */

    /** The most callers that wait; a further one is refused. They also never wait with more than one frame's bytes. */
    static final int MAX_WAITING = 1024;

    /** The most bytes of the callers of one frame, which has a record of its own. */
    private static final long MAX_CALL = LogFile.MAX_BODY - LogRecords.TIME_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final Path path;
    private final Journal journal;
    private final SessionIndex index;
    private final Hints hints;
    private final InstantSource clock;
    private final Thread writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    /** Who waits, with how many bytes in all, and whether and why no more come; guarded by {@link #lock}. */
    private final Deque<Caller<?>> waiting = new ArrayDeque<>();

    private long waitingBytes;
    private boolean closing;
    private @Nullable Throwable failure;

    private GroupCommit(Path path, Journal journal, SessionIndex index, Hints hints, InstantSource clock) {
        this.clock = clock;
        this.path = path;
        this.journal = journal;
        this.index = index;
        this.hints = hints;
        this.writer = new Thread(this::run, "blackroad-file-writer-1");
        this.writer.setDaemon(true);
    }

    static GroupCommit start(Path path, Journal journal, SessionIndex index, Hints hints, InstantSource clock) {
        GroupCommit started = new GroupCommit(path, journal, index, hints, clock);
        started.writer.start();
        return started;
    }

    /**
     * Has {@code decision} taken on the newest state, and returns what it says once that is durable.
     *
     * @param bytes how much it may add to a frame
     * @param limit how long to wait
     */
    <T> T submit(long bytes, Duration limit, Function<Plan, T> decision) {
        Caller<T> caller = new Caller<>(bytes, decision);
        join(caller);
        try {
            return caller.answer.get(limit.toNanos(), TimeUnit.NANOSECONDS).get();
        } catch (TimeoutException e) {
            throw gaveUp(caller, "gave no answer within " + limit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gaveUp(caller, "was still at work when the caller was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("answers are values, never failures", e);
        }
    }

    private void join(Caller<?> caller) {
        if (caller.bytes > MAX_CALL) {
            throw new RefusedException(
                    ErrorCode.STORE_REFUSED,
                    "a call may write at most " + MAX_CALL + " bytes, got " + caller.bytes + "; split it");
        }
        lock.lock();
        try {
            refuseUnlessUsable();
            if (waiting.size() == MAX_WAITING || waitingBytes + caller.bytes > MAX_CALL) {
                throw new RefusedException(
                        ErrorCode.OVERLOADED,
                        waiting.size() + " callers with " + waitingBytes + " bytes wait for " + path
                                + "; try again later");
            }
            waiting.add(caller);
            waitingBytes += caller.bytes;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What to tell a caller that stops waiting: it is certain that nothing happened only while it is still in line. */
    private RuntimeException gaveUp(Caller<?> caller, String why, Exception cause) {
        boolean inLine;
        lock.lock();
        try {
            inLine = waiting.remove(caller);
            waitingBytes -= inLine ? caller.bytes : 0;
        } finally {
            lock.unlock();
        }
        return inLine
                ? new RefusedException(
                        ErrorCode.STORE_UNAVAILABLE,
                        "the writer of " + path + " " + why + "; nothing was written",
                        cause)
                : new UnknownOutcomeException(
                        ErrorCode.STORE_UNKNOWN,
                        "the writer of " + path + " " + why + "; read before you repeat",
                        cause);
    }

    /**
     * Returns if the store can be read and written.
     *
     * @throws RefusedException if it is closed or has failed
     */
    void requireUsable() {
        lock.lock();
        try {
            refuseUnlessUsable();
        } finally {
            lock.unlock();
        }
    }

    private void refuseUnlessUsable() {
        if (failure != null) {
            throw refusedAfter(failure);
        }
        if (closing) {
            throw new RefusedException(ErrorCode.SHUTTING_DOWN, "session file " + path + " is closed; open it again");
        }
    }

    private RefusedException refusedAfter(Throwable cause) {
        return new RefusedException(
                ErrorCode.STORE_UNAVAILABLE,
                "session file " + path + " could not be written, and is refused until it is closed and opened again;"
                        + " the cause was: " + cause,
                cause);
    }

    private void run() {
        List<Caller<?>> batch = List.of();
        try {
            batch = next();
            while (!batch.isEmpty()) {
                commit(batch);
                batch = next();
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(batch, e);
        }
    }

    /** All who wait now; none only when the store is closing. */
    private List<Caller<?>> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                work.awaitUninterruptibly();
            }
            List<Caller<?>> batch = new ArrayList<>(waiting);
            waiting.clear();
            waitingBytes = 0;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Caller<?>> batch) throws IOException {
        Plan plan = new Plan(index, now());
        List<Runnable> answers = new ArrayList<>(batch.size());
        for (Caller<?> caller : batch) {
            answers.add(caller.decide(plan));
        }
        byte[] body = plan.body();
        if (body.length > 0) {
            index.apply(body, journal.append(body));
        }
        answers.forEach(Runnable::run);
        if (plan.concernsListeners()) {
            hints.tell(plan.changed());
        }
    }

    /** Store time: in milliseconds. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void fail(List<Caller<?>> batch, Throwable cause) {
        LOG.error("Session file {} could not be written; it is refused until it is opened again", path, cause);
        List<Caller<?>> inLine;
        lock.lock();
        try {
            failure = cause;
            inLine = new ArrayList<>(waiting);
            waiting.clear();
            waitingBytes = 0;
        } finally {
            lock.unlock();
        }
        for (Caller<?> caller : batch) {
            caller.answer.complete(() -> {
                throw new UnknownOutcomeException(
                        ErrorCode.STORE_UNKNOWN,
                        "a write to " + path + " failed and may have happened; open it again and read",
                        cause);
            });
        }
        for (Caller<?> caller : inLine) {
            caller.answer.complete(() -> {
                throw refusedAfter(cause);
            });
        }
    }

    /** Writes what waits and stops the writer; waits at most {@code limit} for it. */
    void close(Duration limit) {
        lock.lock();
        try {
            closing = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            writer.join(Math.max(1, limit.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive()) {
            LOG.warn(
                    "The writer of {} is closed while it still writes; its callers are told that they cannot know",
                    path);
        }
    }

    /** A caller in line. Its answer is a value or a failure, made on the caller's own thread. */
    private static final class Caller<T> {

        private final long bytes;
        private final Function<Plan, T> decision;
        private final CompletableFuture<Supplier<T>> answer = new CompletableFuture<>();

        private Caller(long bytes, Function<Plan, T> decision) {
            this.bytes = bytes;
            this.decision = decision;
        }

        private Runnable decide(Plan plan) {
            T decided = decision.apply(plan);
            return () -> answer.complete(() -> decided);
        }
    }
}
