package systems.blackroad.operator.internal.engine;

import java.util.List;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.Tick;

/** A call of the store that the shell is to make, and answer with an {@link Input}. */
public sealed interface StoreRequest extends Effect {

    /**
     * Renew the lease.
     *
     * @param heartbeat what to send
     */
    record Beat(Heartbeat heartbeat) implements StoreRequest {}

    /**
     * Settle and claim.
     *
     * @param exchange what to send
     */
    record Trade(Exchange exchange) implements StoreRequest {}

    /**
     * Write what the handlers of some runs reported.
     *
     * @param runs whose notes to collect and send
     */
    record Note(List<RunKey> runs) implements StoreRequest {}

    /**
     * Put back the jobs of dead nodes.
     *
     * @param limit the most jobs
     */
    record Rescue(int limit) implements StoreRequest {}

    /**
     * Read which schedules are due.
     *
     * @param limit the most schedules
     */
    record ReadDue(int limit) implements StoreRequest {}

    /**
     * Pass ticks.
     *
     * @param ticks what to send
     */
    record Pass(List<Tick> ticks) implements StoreRequest {}

    /**
     * Delete finished jobs whose period is over.
     *
     * @param retention how long they stay
     * @param limit the most jobs
     */
    record Purge(Retention retention, int limit) implements StoreRequest {}

    /**
     * Give back everything for good.
     *
     * @param node the incarnation that leaves
     */
    record Leave(NodeId node) implements StoreRequest {}
}
