/**
 * Sessions as immutable values: a user's desktop, the commands that change it, and the limits it obeys.
 *
 * <p>Everything here is pure; the runtime's interfaces are in {@code systems.blackroad.api.runtime}.
 */
@NullMarked
package systems.blackroad.api.session;

import org.jspecify.annotations.NullMarked;
