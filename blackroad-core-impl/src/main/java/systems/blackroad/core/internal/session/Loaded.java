package systems.blackroad.core.internal.session;

import java.util.List;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.store.SessionHead;

/**
 * A session as it was read.
 *
 * @param image the newest image, or the newest that this version of the library understands
 * @param head the head as it was read
 * @param follows whether {@code events} lead from the image that the reader had to this one
 * @param events what happened since, if it follows
 * @param newer whether the log goes on with events that this version of the library does not know
 */
record Loaded(SessionImage image, SessionHead head, boolean follows, List<RecordedEvent> events, boolean newer) {}
