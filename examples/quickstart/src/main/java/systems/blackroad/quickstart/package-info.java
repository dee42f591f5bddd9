/** The smallest program that opens a session and drives its windows. */
@NullMarked
package systems.blackroad.quickstart;

import org.jspecify.annotations.NullMarked;
