/**
 * Windows as immutable values: what they are called, where they stand, what state they are in.
 *
 * <p>Everything here is pure; applications read these values and put them into commands.
 */
@NullMarked
package systems.blackroad.api.window;

import org.jspecify.annotations.NullMarked;
