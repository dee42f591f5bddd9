/**
 * The job engine as a state machine without I/O: inputs and the time go in, effects come out. No clock, no thread and no
 * store is touched here, so that a simulation can run a whole cluster of engines in one thread.
 *
 * <p>The shell in {@code systems.blackroad.operator.internal.worker} carries the effects out.
 */
@NullMarked
package systems.blackroad.operator.internal.engine;

import org.jspecify.annotations.NullMarked;
