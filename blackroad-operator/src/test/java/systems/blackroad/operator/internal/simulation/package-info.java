/**
 * A cluster of engines in one thread, under a virtual clock: by seed with every fault, and small ones exhaustively; and the
 * promises that are checked all the while.
 */
@NullMarked
package systems.blackroad.operator.internal.simulation;

import org.jspecify.annotations.NullMarked;
