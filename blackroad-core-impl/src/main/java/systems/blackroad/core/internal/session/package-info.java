/**
 * The session runtime: lanes that decide, a committer that appends, a cache, snapshots, and streams.
 *
 * <p>{@code RuntimeBuilder} calls this package. A session's commands pass one lane; appends of different sessions share
 * round trips; what was appended is handed to the streams; the store's compare-and-set alone decides who was first.
 */
@NullMarked
package systems.blackroad.core.internal.session;

import org.jspecify.annotations.NullMarked;
