package systems.blackroad.operator.internal.simulation;

import java.util.TreeMap;
import java.util.TreeSet;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.operator.internal.engine.Effect;
import systems.blackroad.operator.internal.engine.StoreRequest;

/**
 * The course of events as one number: each effect of each engine, byte for byte, in order, with its time. Immutable sets and
 * maps are written in the order of their keys, since their own differs from one process to the next.
 */
final class Trace {

    private long hash = Hash.START;

    void add(long now, String node, Effect effect) {
        add(now + " " + node + " ");
        if (effect instanceof StoreRequest.Beat beat) {
            add(text(beat.heartbeat()));
        } else if (effect instanceof StoreRequest.Trade trade) {
            add(text(trade.exchange()));
        } else {
            add(effect.toString());
        }
        add("\n");
    }

    private static String text(Heartbeat beat) {
        TreeMap<String, Long> held = new TreeMap<>();
        beat.held().forEach((job, token) -> held.put(job.value(), token));
        return "beat " + beat.node() + " " + beat.lease() + " " + beat.through() + " " + held;
    }

    private static String text(Exchange exchange) {
        Claim wish = exchange.wish();
        String claim = wish == null
                ? "nothing"
                : new TreeSet<>(wish.types()) + " " + wish.limit() + (wish.suspects() ? " with a suspect" : "");
        return "trade " + exchange.node() + " " + exchange.sequence() + " " + exchange.settlements() + " for " + claim;
    }

    private void add(String text) {
        hash = Hash.of(hash, text);
    }

    long hash() {
        return hash;
    }
}
