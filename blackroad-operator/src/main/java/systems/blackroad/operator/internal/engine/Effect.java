package systems.blackroad.operator.internal.engine;

import java.util.List;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.Tick;

/** Something that the engine wants done. Every request to the store is answered by exactly one input, whatever happens. */
public sealed interface Effect {

    /** Call {@code JobStore.heartbeat}. */
    record SendHeartbeat(Heartbeat request) implements Effect {}

    /** Call {@code JobStore.exchange}. */
    record SendExchange(Exchange request) implements Effect {}

    /** Call {@code JobStore.note}. */
    record SendNotes(NodeId node, List<LeaseNote> notes) implements Effect {}

    /** Call {@code JobStore.rescue}. */
    record SendRescue(int limit) implements Effect {}

    /** Call {@code JobStore.dueSchedules}. */
    record ReadDue(int limit) implements Effect {}

    /** Call {@code JobStore.tick}. */
    record SendTicks(List<Tick> ticks) implements Effect {}

    /** Call {@code JobStore.leave}. */
    record SendLeave(NodeId node) implements Effect {}

    /** Run the handler of a job. */
    record StartRun(ClaimedJob job) implements Effect {}

    /** Tell a handler to stop: its context says cancelled. */
    record CancelRun(JobId job, long token) implements Effect {}

    /** Interrupt a handler's thread. */
    record InterruptRun(JobId job, long token) implements Effect {}

    /** Tell a handler that its lease is lost: its context says cancelled, and no longer valid; interrupt its thread. */
    record RevokeRun(JobId job, long token) implements Effect {}

    /** Contexts of this incarnation are valid until then. */
    record ExtendLease(long until) implements Effect {}

    /** Come back with {@code Woken} at that time; replaces the timer set before. */
    record WakeAt(long time) implements Effect {}

    /** Say something to people; at most one line a second is printed. */
    record Report(String text) implements Effect {}

    /** The node has ended in good order. */
    record Drained() implements Effect {}
}
