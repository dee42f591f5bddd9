/** Runs the program as a reader would, in this process and as a module in one of its own. */
@NullMarked
package systems.blackroad.quickstart;

import org.jspecify.annotations.NullMarked;
