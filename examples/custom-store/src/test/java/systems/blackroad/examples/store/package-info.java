/** The store is held to the published contract, killed, cut and damaged here. */
@NullMarked
package systems.blackroad.examples.store;

import org.jspecify.annotations.NullMarked;
