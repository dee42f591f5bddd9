/**
 * How the operator turns payloads and results into JSON unless the application brings its own codec.
 *
 * <p>The operator's builder calls this package. Jackson's types stay inside it.
 */
@NullMarked
package systems.blackroad.operator.internal.codec;

import org.jspecify.annotations.NullMarked;
