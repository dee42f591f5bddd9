/**
 * Storage in the memory of this process, for tests and trials: it is found as a service under the scheme {@code memory}
 * and lives until its last instance is closed.
 */
@NullMarked
package systems.blackroad.core.internal.memory;

import org.jspecify.annotations.NullMarked;
