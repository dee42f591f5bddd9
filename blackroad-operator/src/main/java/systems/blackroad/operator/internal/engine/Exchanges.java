package systems.blackroad.operator.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Settlement;

/**
 * The node's one exchange in flight: settlements gather while it is away and leave with the next, together with a claim for the
 * free slots. An exchange that failed is repeated word for word, so that a claim whose answer was lost is answered again.
 */
final class Exchanges {

    private final Backoff backoff;
    private final Deque<Settlement> waiting = new ArrayDeque<>();
    private @Nullable Exchange current;
    private boolean away;
    private long sequence;
    private long answered;

    Exchanges(RandomGenerator random) {
        this.backoff = new Backoff(random);
    }

    void settle(Settlement settlement) {
        waiting.add(settlement);
    }

    boolean isAway() {
        return away;
    }

    /** Whether none is away, and none waits to be repeated. */
    boolean isIdle() {
        return current == null;
    }

    /** Whether everything that ended here has been written. */
    boolean isSettled() {
        return waiting.isEmpty() && current == null;
    }

    /** The highest sequence whose answer is here. */
    long through() {
        return answered;
    }

    /** The tokens of runs that have ended and may not be settled yet: the node still holds their leases. */
    Map<JobId, Long> unsettled() {
        Map<JobId, Long> held = new HashMap<>();
        waiting.forEach(settlement -> held.put(settlement.job(), settlement.token()));
        if (current != null) {
            current.settlements().forEach(settlement -> held.put(settlement.job(), settlement.token()));
        }
        return held;
    }

    /** Sends the failed exchange again, if there is one and its time has come; returns whether there is one. */
    boolean repeat(long now, List<Effect> effects) {
        if (current != null && !away && backoff.allows(now)) {
            away = true;
            effects.add(new Effect.SendExchange(current));
        }
        return current != null;
    }

    /** Sends what waits, as far as {@code notes} let it, with {@code claim}; nothing if there is neither. */
    boolean send(NodeId node, @Nullable Claim claim, Notebook notes, List<Effect> effects) {
        List<Settlement> leaving = new ArrayList<>();
        List<Settlement> staying = new ArrayList<>();
        while (!waiting.isEmpty() && leaving.size() < Exchange.MAX_SETTLEMENTS) {
            Settlement settlement = waiting.remove();
            (notes.holds(settlement.job()) ? staying : leaving).add(settlement);
        }
        for (int i = staying.size() - 1; i >= 0; i--) {
            waiting.addFirst(staying.get(i));
        }
        if (leaving.isEmpty() && claim == null) {
            return false;
        }
        sequence++;
        current = new Exchange(node, sequence, leaving, claim);
        away = true;
        effects.add(new Effect.SendExchange(current));
        return true;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    boolean isCurrent(Exchange request) {
        return request.equals(current);
    }

    void succeeded() {
        answered = sequence;
        current = null;
        away = false;
        backoff.succeeded();
    }

    void failed(long now) {
        away = false;
        backoff.failed(now);
    }

    long nextTimer() {
        return current != null && !away ? backoff.until() : Long.MAX_VALUE;
    }
}
