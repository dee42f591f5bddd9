/** The operator: applications register job types with it and run them on one or many nodes. */
@NullMarked
package systems.blackroad.operator;

import org.jspecify.annotations.NullMarked;
