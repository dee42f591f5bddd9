/**
 * The pure core: commands are decided into events, events evolve the state, nothing else happens.
 *
 * <p>{@code OsLogic} and the session runtime call this package. Nothing here reads a clock, makes an id or does I/O.
 */
@NullMarked
package systems.blackroad.core.internal.logic;

import org.jspecify.annotations.NullMarked;
