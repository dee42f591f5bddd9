/**
 * The shell around the engine: threads, store calls and handlers. The operator puts it together.
 */
@NullMarked
package systems.blackroad.operator.internal.worker;

import org.jspecify.annotations.NullMarked;
