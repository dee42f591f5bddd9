package systems.blackroad.operator.internal.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.RunKey;
import systems.blackroad.operator.internal.engine.StoreRequest;

/** What passes between an engine and the network: it is held against the room that the node has, and bent by a defect. */
final class Wire {

    /** What an engine's count of the handlers that ended is for. */
    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(50);
    /** What is older lets nobody ask for more, unless 200 a second end. */
    private static final long LATELY = TimeUnit.SECONDS.toNanos(10);

    private final @Nullable Defect defect;
    /** The exchanges under way as the engine sent them, by number. */
    private final Map<Long, Exchange> underWay = new TreeMap<>();

    /** The runs that were given and have neither begun nor an end under way. */
    private final Set<RunKey> waiting = new LinkedHashSet<>();

    /** When handlers ended, the latest first. */
    private final Deque<Long> ends = new ArrayDeque<>();

    private long lastSent;
    private long lastAnswered;

    Wire(@Nullable Defect defect) {
        this.defect = defect;
    }

    /** The engine goes on as another incarnation. */
    void startOver() {
        underWay.clear();
        waiting.clear();
        lastSent = 0;
        lastAnswered = 0;
    }

    /** A handler begins. */
    void started(RunKey run) {
        waiting.remove(run);
    }

    /** A run is over. */
    void forgotten(RunKey run) {
        waiting.remove(run);
    }

    /** A handler ended. */
    void ended(long now) {
        ends.addFirst(now);
    }

    /** What is sent for {@code request}, of a node that runs {@code running} handlers. */
    StoreRequest send(StoreRequest request, int running, long now) {
        if (request instanceof StoreRequest.Trade trade) {
            trade.exchange().settlements().forEach(end -> waiting.remove(new RunKey(end.job(), end.token())));
            Exchange sent = bent(trade.exchange());
            underWay.put(sent.sequence(), trade.exchange());
            int room = Cluster.SETTINGS.slots() + ahead(now) - running - waiting.size();
            int wished = wished() - limit(trade.exchange()) + limit(sent);
            // A repeat asks for what there was room for when it was sent first.
            boolean asks = limit(sent) > 0 && sent.sequence() > lastSent;
            Promise.NO_MORE_THAN_ROOM.require(
                    !asks || wished <= room, "%s asks for %s jobs, with room for %s", sent, wished, room);
            lastSent = Math.max(lastSent, sent.sequence());
            return new StoreRequest.Trade(sent);
        }
        return request instanceof StoreRequest.Beat beat ? new StoreRequest.Beat(bent(beat.heartbeat())) : request;
    }

    /**
     * The most that may wait for a slot. An engine counts the ends since some moment, before the first of them, until a moment
     * that is one window ago at most, and takes as many of them as make up for one window.
     */
    private int ahead(long now) {
        while (!ends.isEmpty() && now - ends.getLast() > LATELY) {
            ends.removeLast();
        }
        long most = 0;
        int count = 0;
        for (long end : ends) {
            count++;
            most = Math.max(most, count * WINDOW / Math.max(WINDOW, now - end - WINDOW));
        }
        return (int) most;
    }

    /** What the engine is told when {@code input} comes. */
    Input receive(Input input) {
        if (input instanceof Input.Traded traded) {
            Exchange own = answered(traded.sent());
            if (own == null) {
                return traded;
            }
            lastAnswered = Math.max(lastAnswered, own.sequence());
            traded.result().claimed().forEach(job -> waiting.add(new RunKey(job.id(), job.token())));
            return new Input.Traded(own, traded.result());
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
        int forgotten = forgotten();
        return wish == null || forgotten == 0
                ? exchange
                : new Exchange(
                        exchange.node(),
                        exchange.pipe(),
                        exchange.sequence(),
                        exchange.settlements(),
                        new Claim(wish.types(), wish.limit() + forgotten, wish.suspects(), wish.queues()));
    }

    /** How many jobs the node has that it does not think of. */
    private int forgotten() {
        if (defect == Defect.FORGETS_WHAT_IT_ASKED_FOR) {
            return wished();
        }
        return defect == Defect.FORGETS_WHAT_WAITS ? waiting.size() : 0;
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
