package systems.blackroad.operator.internal.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.StoreRequest;

/** What passes between an engine and the network: it is held against the room that the node has, and bent by a defect. */
final class Wire {

    /** The engine looks back as far as its last window of 50 ms, which two of them cover wherever it begins. */
    private static final long LATELY = TimeUnit.MILLISECONDS.toNanos(100);

    private final @Nullable Defect defect;
    /** The exchanges under way as the engine sent them, by number. */
    private final Map<Long, Exchange> underWay = new TreeMap<>();

    private final Deque<Long> ends = new ArrayDeque<>();
    private int mostEnded;
    private long lastAnswered;

    Wire(@Nullable Defect defect) {
        this.defect = defect;
    }

    /** The engine goes on as another incarnation. */
    void startOver() {
        underWay.clear();
        lastAnswered = 0;
    }

    /** A handler ended. */
    void ended(long now) {
        ends.add(now);
        while (now - ends.element() > LATELY) {
            ends.remove();
        }
        mostEnded = Math.max(mostEnded, ends.size());
    }

    /** What is sent for {@code request}, of a node that runs {@code running} handlers. */
    StoreRequest send(StoreRequest request, int running) {
        if (request instanceof StoreRequest.Trade trade) {
            Exchange sent = bent(trade.exchange());
            underWay.put(sent.sequence(), trade.exchange());
            int room = Cluster.SETTINGS.slots() + mostEnded - running;
            int wished = wished() - limit(trade.exchange()) + limit(sent);
            Promise.NO_MORE_THAN_ROOM.require(
                    wished <= room || limit(sent) == 0, "%s asks for %s jobs, with room for %s", sent, wished, room);
            return new StoreRequest.Trade(sent);
        }
        return request instanceof StoreRequest.Beat beat ? new StoreRequest.Beat(bent(beat.heartbeat())) : request;
    }

    /** What the engine is told when {@code input} comes. */
    Input receive(Input input) {
        if (input instanceof Input.Traded traded) {
            Exchange own = answered(traded.sent());
            lastAnswered = own == null ? lastAnswered : Math.max(lastAnswered, own.sequence());
            return own == null ? traded : new Input.Traded(own, traded.result());
        } else if (input instanceof Input.Failed failed && failed.request() instanceof StoreRequest.Trade trade) {
            Exchange own = answered(trade.exchange());
            return own == null
                    ? failed
                    : new Input.Failed(new StoreRequest.Trade(own), failed.failure(), failed.message());
        }
        return input;
    }

    private @Nullable Exchange answered(Exchange sent) {
        Exchange own = underWay.get(sent.sequence());
        return own != null && own.node().equals(sent.node()) ? underWay.remove(sent.sequence()) : null;
    }

    private int wished() {
        return underWay.values().stream().mapToInt(Wire::limit).sum();
    }

    private static int limit(Exchange exchange) {
        return exchange.claim().map(Claim::limit).orElse(0);
    }

    private Exchange bent(Exchange exchange) {
        Claim wish = exchange.wish();
        if (wish == null || defect != Defect.FORGETS_WHAT_IT_ASKED_FOR) {
            return exchange;
        }
        return new Exchange(
                exchange.node(),
                exchange.sequence(),
                exchange.settlements(),
                new Claim(wish.types(), wish.limit() + wished(), wish.suspects()));
    }

    private Heartbeat bent(Heartbeat beat) {
        return defect == Defect.OVERLOOKS_EARLIER_EXCHANGES
                ? new Heartbeat(
                        beat.node(),
                        beat.host(),
                        beat.version(),
                        beat.lease(),
                        Math.max(beat.through(), lastAnswered),
                        beat.held())
                : beat;
    }
}
