/**
 * What the library keeps as bytes: payloads that a store does not interpret, the codec that makes them, and the limits
 * within which documents are read.
 *
 * <p>The runtime and the job engine call this package; an application touches it only to bring its own codec. No JSON
 * library's type appears here.
 */
@NullMarked
package systems.blackroad.api.codec;

import org.jspecify.annotations.NullMarked;
