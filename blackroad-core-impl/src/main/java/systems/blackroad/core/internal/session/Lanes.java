package systems.blackroad.core.internal.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.store.Append;

/**
 * The queues of commands, one for each session that has any. Thread-safe. A lane has at most one runner at a time; the
 * one whose offer finds it idle becomes that, and stays until {@link #take} gives it nothing more.
 */
final class Lanes {

    static final int MAX_WAITING = 2_048;
    static final int MAX_WAITING_IN_ALL = 32_768;
    private static final int MAX_ROUND = 256;

    private final ConcurrentMap<SessionId, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Adds to the session's lane.
     *
     * @return whether the caller must run the lane now
     * @throws RefusedException with code {@code OVERLOADED} if the lane, or all of them together, are full
     */
    boolean offer(SessionId session, Pending pending) {
        if (waiting.incrementAndGet() > MAX_WAITING_IN_ALL) {
            waiting.decrementAndGet();
            throw overloaded(MAX_WAITING_IN_ALL + " command lists wait in this runtime");
        }
        boolean[] result = new boolean[2];
        lanes.compute(session, (id, present) -> {
            Lane lane = present == null ? new Lane() : present;
            result[0] = lane.queue.size() < MAX_WAITING;
            if (result[0]) {
                lane.queue.add(pending);
                result[1] = !lane.running;
                lane.running = true;
            }
            return lane;
        });
        if (!result[0]) {
            waiting.decrementAndGet();
            throw overloaded(MAX_WAITING + " command lists wait for session " + session);
        }
        return result[1];
    }

    /**
     * What the runner decides next: as much as one append may hold; nothing, and the lane is idle again.
     */
    List<Pending> take(SessionId session) {
        List<Pending> round = new ArrayList<>();
        lanes.compute(session, (id, lane) -> {
            if (lane == null || lane.queue.isEmpty()) {
                return null;
            }
            int commands = 0;
            while (!lane.queue.isEmpty() && round.size() < MAX_ROUND) {
                Pending next = lane.queue.peek();
                commands += next.request.commands().size();
                if (!round.isEmpty() && commands > Append.MAX_EVENTS) {
                    break;
                }
                round.add(lane.queue.poll());
            }
            return lane;
        });
        waiting.addAndGet(-round.size());
        return round;
    }

    /** Puts what the runner took, and did not decide, before all that waits. */
    void putBack(SessionId session, List<Pending> round) {
        waiting.addAndGet(round.size());
        lanes.computeIfPresent(session, (id, lane) -> {
            for (int i = round.size() - 1; i >= 0; i--) {
                lane.queue.addFirst(round.get(i));
            }
            return lane;
        });
    }

    /** Takes all that waits, of every session; for closing. */
    List<Pending> takeAll() {
        List<Pending> all = new ArrayList<>();
        for (SessionId session : lanes.keySet()) {
            lanes.computeIfPresent(session, (id, lane) -> {
                all.addAll(lane.queue);
                lane.queue.clear();
                return lane;
            });
        }
        waiting.addAndGet(-all.size());
        return all;
    }

    int size() {
        return lanes.size();
    }

    private static RefusedException overloaded(String found) {
        return new RefusedException(ErrorCode.OVERLOADED, found + ", which is the limit; send the command again later");
    }

    /** Touched only inside {@code compute} of its own key. */
    private static final class Lane {
        private final ArrayDeque<Pending> queue = new ArrayDeque<>();
        private boolean running;
    }
}
