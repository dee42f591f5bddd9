package systems.blackroad.operator.internal.engine;

import java.util.List;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.LeaseNote;

/** Something that happened outside the engine. */
public sealed interface Input {

    /** A timer that the engine had set, or none: it looks at its timers in any case. */
    record Woken() implements Input {}

    /** Jobs may have become claimable. */
    record Hinted() implements Input {}

    /** Everything is to be looked at now, whatever the timers say. */
    record Urged() implements Input {}

    /** The store answered a heartbeat, which was sent at {@code sentAt}. */
    record HeartbeatAnswered(Heartbeat request, long sentAt, HeartbeatResult result) implements Input {}

    /** A heartbeat was refused, or its answer lost. */
    record HeartbeatFailed(Heartbeat request) implements Input {}

    /** The store answered an exchange. */
    record ExchangeAnswered(Exchange request, ExchangeResult result) implements Input {}

    /** An exchange was refused, or its answer lost. */
    record ExchangeFailed(Exchange request) implements Input {}

    /** The store answered notes of the incarnation {@code node}. */
    record NotesAnswered(NodeId node, List<LeaseNote> notes, List<Acceptance> results) implements Input {}

    /** Notes of the incarnation {@code node} were refused, or their answer lost. */
    record NotesFailed(NodeId node, List<LeaseNote> notes) implements Input {}

    /** A rescue put back so many jobs. */
    record RescueAnswered(int jobs) implements Input {}

    /** A rescue was refused, or its answer lost. */
    record RescueFailed() implements Input {}

    /** The store named the schedules that are due. */
    record DueRead(DueSchedules due) implements Input {}

    /** The store answered ticks; {@code passed} of them passed here. */
    record TicksAnswered(int passed) implements Input {}

    /** Reading schedules or passing ticks was refused, or the answer lost. */
    record SchedulesFailed() implements Input {}

    /** Running jobs said something. */
    record Noted(List<LeaseNote> notes) implements Input {}

    /** A handler ended. */
    record RunEnded(JobId job, long token, RunResult result) implements Input {}

    /** The node is to end in good order: it claims no more and waits for its runs. */
    record DrainAsked() implements Input {}

    /** The node is to end now: what still runs goes back. */
    record DrainExpired() implements Input {}

    /** The store was told that the node leaves, or could not be told. */
    record LeaveAnswered(NodeId node) implements Input {}
}
