package systems.blackroad.operator.internal.engine;

import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.runtime.OperatorLoad;
import systems.blackroad.api.store.ClaimedJob;

/** What an engine asks of its shell. Times are the shell's, in nanoseconds. */
public sealed interface Effect
        permits StoreRequest,
                Effect.Start,
                Effect.Stop,
                Effect.Forget,
                Effect.WakeAt,
                Effect.LeaseUntil,
                Effect.NodeChanged,
                Effect.LoadChanged,
                Effect.Warn,
                Effect.Drained {

    /**
     * Run a job's handler.
     *
     * @param job what to run
     */
    record Start(ClaimedJob job) implements Effect {

        /** The run. */
        public RunKey key() {
            return new RunKey(job.id(), job.token());
        }
    }

    /**
     * Tell a handler to stop.
     *
     * @param run which
     * @param interrupt whether to interrupt its thread too
     * @param lost whether the run's lease is gone, so that nothing it reports counts
     */
    record Stop(RunKey run, boolean interrupt, boolean lost) implements Effect {}

    /**
     * A run is over: its handler has ended, and nothing of it will be asked for or told any more.
     *
     * @param run which
     */
    record Forget(RunKey run) implements Effect {}

    /**
     * Call the engine again, with or without an input; replaces the last such wish.
     *
     * @param at when at the latest; {@link Long#MAX_VALUE} for never
     */
    record WakeAt(long at) implements Effect {}

    /**
     * The node's lease has changed.
     *
     * @param at until when it is valid
     */
    record LeaseUntil(long at) implements Effect {}

    /**
     * The engine goes on as a new incarnation.
     *
     * @param node which
     */
    record NodeChanged(NodeId node) implements Effect {}

    /**
     * Handlers have started or ended, or were given up.
     *
     * @param load how many run now
     */
    record LoadChanged(OperatorLoad load) implements Effect {}

    /**
     * Something an operator of the node should read; at most one a second.
     *
     * @param text what
     */
    record Warn(String text) implements Effect {}

    /**
     * The drain is over, and the engine does nothing any more.
     *
     * @param complete whether every handler ended in time
     */
    record Drained(boolean complete) implements Effect {}
}
