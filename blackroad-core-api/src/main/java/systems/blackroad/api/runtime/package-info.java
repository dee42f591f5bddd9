/**
 * The interfaces that an application holds: sessions and windows, and the registering and scheduling of jobs.
 *
 * <p>{@code systems.blackroad.core} and {@code systems.blackroad.operator} build the implementations.
 */
@NullMarked
package systems.blackroad.api.runtime;

import org.jspecify.annotations.NullMarked;
