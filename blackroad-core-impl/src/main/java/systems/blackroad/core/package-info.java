/** The session runtime: applications build one and open sessions with it. */
@NullMarked
package systems.blackroad.core;

import org.jspecify.annotations.NullMarked;
