/**
 * The engine as a state machine without I/O, clock or threads: inputs go in, effects come out. The worker and the simulation in
 * the tests are two shells around it.
 */
@NullMarked
package systems.blackroad.operator.internal.engine;

import org.jspecify.annotations.NullMarked;
