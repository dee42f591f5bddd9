/**
 * Jobs as immutable values: what work is called, when it is due, how it is retried, and how it went.
 *
 * <p>Applications describe their work with these types and read it back with them; running it is the business of {@code
 * systems.blackroad.operator}.
 */
@NullMarked
package systems.blackroad.api.job;

import org.jspecify.annotations.NullMarked;
