/**
 * The JSON of the wire and of stored documents, written field by field and read strictly.
 *
 * <p>{@code OsJson} and the session runtime call this package. No class is ever chosen by a name in a document.
 */
@NullMarked
package systems.blackroad.core.internal.json;

import org.jspecify.annotations.NullMarked;
