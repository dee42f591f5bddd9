/**
 * When schedules are due: pure arithmetic on instants and zones.
 *
 * <p>The engine calls this package, which reads no clock, no store and no default zone.
 */
@NullMarked
package systems.blackroad.operator.internal.schedule;

import org.jspecify.annotations.NullMarked;
