package systems.blackroad.operator.internal.engine;

import java.util.List;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.Tick;

/** What an engine is told. Every {@link StoreRequest} is answered once, by its own kind of answer or by {@link Failed}. */
public sealed interface Input {

    /** What needs no further words. */
    enum Signal implements Input {
        /** Time has passed. */
        TIME,
        /** Jobs may be claimable. */
        WORK,
        /** A schedule was put. */
        SCHEDULE,
        /** Look at everything now. */
        LOOK,
        /** Notes were written. */
        NOTES_WRITTEN
    }

    /**
     * A heartbeat's answer.
     *
     * @param sent the heartbeat
     * @param result the answer
     */
    record Beaten(Heartbeat sent, HeartbeatResult result) implements Input {}

    /**
     * An exchange's answer.
     *
     * @param sent the exchange
     * @param result the answer
     */
    record Traded(Exchange sent, ExchangeResult result) implements Input {}

    /**
     * A rescue's answer.
     *
     * @param jobs how many jobs were put back
     */
    record Rescued(int jobs) implements Input {}

    /**
     * The due schedules.
     *
     * @param due the answer
     */
    record DueRead(DueSchedules due) implements Input {}

    /**
     * The answer to ticks.
     *
     * @param sent the ticks
     * @param passed for each, whether it passed
     */
    record Passed(List<Tick> sent, List<Boolean> passed) implements Input {

        /** Copies the lists. */
        public Passed {
            sent = List.copyOf(sent);
            passed = List.copyOf(passed);
        }
    }

    /**
     * A purge's answer.
     *
     * @param jobs how many jobs were deleted
     */
    record Purged(int jobs) implements Input {}

    /**
     * A node has left.
     *
     * @param node which
     */
    record Left(NodeId node) implements Input {}

    /**
     * A request failed.
     *
     * @param request which
     * @param failure how
     * @param message why
     */
    record Failed(StoreRequest request, Failure failure, String message) implements Input {}

    /** What is known of a failed request. */
    enum Failure {
        /** It had no effect, since the store is out of reach or overloaded. */
        UNAVAILABLE,
        /** It had no effect, since the store refuses it, and would again. */
        REFUSED,
        /** It may have had its effect. */
        UNKNOWN
    }

    /**
     * A handler ended.
     *
     * @param run its run
     * @param outcome how
     * @param notes whether it left notes that were not collected
     */
    record Ended(RunKey run, Outcome outcome, boolean notes) implements Input {}

    /**
     * A handler has notes to collect.
     *
     * @param run its run
     */
    record Noted(RunKey run) implements Input {}

    /**
     * Stop claiming, wait, and leave.
     *
     * @param until when to stop waiting
     */
    record Drain(long until) implements Input {}
}
