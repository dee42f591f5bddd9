/**
 * The failures of the library: one root, two kinds, and the list of stable codes.
 *
 * <p>Applications catch these types; every other package of the library throws them. A failed call either certainly had
 * no effect ({@link systems.blackroad.api.error.RefusedException}) or may have had one ({@link
 * systems.blackroad.api.error.UnknownOutcomeException}). Programmer errors are the JDK's own exceptions.
 */
@NullMarked
package systems.blackroad.api.error;

import org.jspecify.annotations.NullMarked;
