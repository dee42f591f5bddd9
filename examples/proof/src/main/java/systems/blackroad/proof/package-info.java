/**
 * The proof harness: worker processes that work on one storage and write down what they were promised, faults that hit them,
 * and checkers that compare the promises with what the storage holds afterwards.
 *
 * <p>{@link systems.blackroad.proof.Proof} is the program; the tests of this module call the same parts.
 */
@NullMarked
package systems.blackroad.proof;

import org.jspecify.annotations.NullMarked;
