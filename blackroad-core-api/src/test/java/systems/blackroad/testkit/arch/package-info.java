/** The rules of the house as executable checks. Each module's {@code ArchitectureTest} runs them on its classes. */
@NullMarked
package systems.blackroad.testkit.arch;

import org.jspecify.annotations.NullMarked;
