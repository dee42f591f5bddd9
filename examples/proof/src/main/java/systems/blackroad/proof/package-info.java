/** The fault harness: kills and stops workers, then checks their histories. */
@NullMarked
package systems.blackroad.proof;

import org.jspecify.annotations.NullMarked;
