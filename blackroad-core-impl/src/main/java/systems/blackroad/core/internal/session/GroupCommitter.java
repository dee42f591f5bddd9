package systems.blackroad.core.internal.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.SessionStore;

/**
 * Sends appends of different sessions to the store together. Thread-safe.
 *
 * <p>While no batch is under way, an append goes straight through on the thread that brings it, so that an idle system pays
 * nothing. What arrives meanwhile waits, and goes together as soon as the batch is back and was answered: the busier the
 * store, the larger the batches. Those who were answered are likely to send their next append at once, so the next batch
 * waits for as many of them, but for at most {@value #GATHER_NANOS} ns; PostgreSQL's {@code commit_delay} does the same.
 * Where {@value #SECOND_FROM} wait although one batch is under way, a second goes beside it. Each append has a result of its
 * own; a call that fails, fails all that it carried.
 */
final class GroupCommitter {

    /** Less than a disk takes to write, and enough for those who were answered to come back. */
    static final long GATHER_NANOS = 200_000;

    /** How many wait before a second batch is worth its share of the processors. */
    static final int SECOND_FROM = 16;

    private static final int MAX_IN_FLIGHT = 2;
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
    private static final int MAX_WAITING = 16_384;
    private static final Comparator<Entry> BY_SESSION =
            Comparator.comparing(entry -> entry.append().session().value());

    private final SessionStore store;
    private final Workers workers;
    private final Counters counters;
    private final long gatherNanos;
    private final ReentrantLock lock = new ReentrantLock();
    /** As many wait as {@link #gathering} says. */
    private final Condition gathered = lock.newCondition();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    /** Guarded by {@link #lock}. */
    private int inFlight;
    /** How many the one thread that gathers waits for; guarded by {@link #lock}. */
    private int gathering = Integer.MAX_VALUE;

    GroupCommitter(SessionStore store, Workers workers, Counters counters) {
        this(store, workers, counters, GATHER_NANOS);
    }

    GroupCommitter(SessionStore store, Workers workers, Counters counters, long gatherNanos) {
        this.store = store;
        this.workers = workers;
        this.counters = counters;
        this.gatherNanos = gatherNanos;
    }

    /**
     * What became of an append.
     *
     * @param result the store's answer, or null
     * @param failure what the store threw instead, or null
     */
    record Answer(@Nullable AppendResult result, @Nullable RuntimeException failure) {}

    /** Sends {@code append} now or with the next batch; {@code answer} is called once, on whichever thread sends it. */
    void submit(Append append, Consumer<Answer> answer) {
        Entry entry = new Entry(append, answer);
        Way way = way(entry);
        if (way == Way.STRAIGHT) {
            sendStraight(entry);
        } else if (way == Way.SECOND_BATCH) {
            workers.run(this::sendWaiting);
        } else if (way == Way.REFUSED) {
            answer.accept(new Answer(
                    null,
                    new RefusedException(
                            ErrorCode.OVERLOADED,
                            MAX_WAITING + " appends wait for the store, which is the limit; send the command again"
                                    + " later")));
        }
    }

    /** What becomes of an append that arrives. */
    private enum Way {
        STRAIGHT,
        WAITING,
        SECOND_BATCH,
        REFUSED
    }

    private Way way(Entry entry) {
        lock.lock();
        try {
            if (inFlight == 0) {
                inFlight = 1;
                return Way.STRAIGHT;
            }
            if (waiting.size() == MAX_WAITING) {
                return Way.REFUSED;
            }
            waiting.add(entry);
            if (waiting.size() >= gathering) {
                gathered.signal();
            }
            if (inFlight == MAX_IN_FLIGHT || waiting.size() < SECOND_FROM) {
                return Way.WAITING;
            }
            inFlight++;
            return Way.SECOND_BATCH;
        } finally {
            lock.unlock();
        }
    }

    /** One append on the thread that brought it, which leaves what waits to another thread. */
    private void sendStraight(Entry entry) {
        Answer answer = answers(List.of(entry)).get(0);
        if (goesOn()) {
            workers.run(this::sendWaiting);
        }
        tell(entry, answer);
    }

    /** Whatever becomes of one answer, the others go out and the batches go on. */
    private static void tell(Entry entry, Answer answer) {
        try {
            entry.answer().accept(answer);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "The answer to an append of session {} was not taken",
                    entry.append().session(),
                    e);
        }
    }

    /** Batch after batch until nothing waits; a thread wakes for the first of them only. */
    private void sendWaiting() {
        for (List<Entry> batch = next(); !batch.isEmpty(); batch = next()) {
            List<Answer> answers = answers(batch);
            for (int i = 0; i < batch.size(); i++) {
                tell(batch.get(i), answers.get(i));
            }
            gather(batch.size());
        }
    }

    /** Waits for as many as were just answered; not beside another batch, during which enough arrive. */
    private void gather(int answered) {
        lock.lock();
        try {
            long left = inFlight == 1 ? gatherNanos : 0;
            gathering = answered;
            while (waiting.size() < answered && left > 0) {
                left = gathered.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gathering = Integer.MAX_VALUE;
            lock.unlock();
        }
    }

    /** Whether anything waits; if nothing does, one batch less is in flight. */
    private boolean goesOn() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                inFlight--;
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private List<Answer> answers(List<Entry> batch) {
        counters.batches.increment();
        counters.appends.add(batch.size());
        List<Answer> answers = new ArrayList<>(batch.size());
        try {
            List<AppendResult> results =
                    store.append(batch.stream().map(Entry::append).toList());
            if (results.size() != batch.size()) {
                throw new IllegalStateException(
                        "the store answered " + results.size() + " results to " + batch.size() + " appends");
            }
            results.forEach(result -> answers.add(new Answer(result, null)));
        } catch (RuntimeException | Error e) {
            RuntimeException failure = e instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("the store failed while it appended", e);
            answers.clear();
            batch.forEach(entry -> answers.add(new Answer(null, failure)));
        }
        return answers;
    }

    /** The next batch, or none and one batch less in flight. */
    private List<Entry> next() {
        List<Entry> next = new ArrayList<>();
        lock.lock();
        try {
            while (next.size() < SessionStore.MAX_BATCH && !waiting.isEmpty()) {
                next.add(waiting.poll());
            }
            if (next.isEmpty()) {
                inFlight--;
            }
        } finally {
            lock.unlock();
        }
        next.sort(BY_SESSION);
        return next;
    }

    private record Entry(Append append, Consumer<Answer> answer) {}
}
