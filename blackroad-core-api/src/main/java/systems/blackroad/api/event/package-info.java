/**
 * What happened in a session: immutable events that carry results, and their record in the log.
 *
 * <p>Applications read these from outcomes and streams; folding them in order gives the session's state.
 */
@NullMarked
package systems.blackroad.api.event;

import org.jspecify.annotations.NullMarked;
