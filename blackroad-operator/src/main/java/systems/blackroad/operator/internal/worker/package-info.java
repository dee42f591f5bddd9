/** The shell around the engine: threads, store calls and handlers. Called by the builder of the operator only. */
@NullMarked
package systems.blackroad.operator.internal.worker;

import org.jspecify.annotations.NullMarked;
