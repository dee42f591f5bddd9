package systems.blackroad.api.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;

/**
 * Events to add to one session's log, if the log still ends where the caller thinks.
 *
 * @param session the session
 * @param user who owns it; kept when the session is created, ignored later
 * @param expectedRevision the revision that the events were decided on; 0 creates the session
 * @param expectedEpoch the epoch that revision was read in, or null when creating
 * @param statusAfter the session's status once the events stand: live or ended
 * @param events 1 to {@value #MAX_EVENTS}, numbered from {@code expectedRevision + 1} without gaps
 * @param terms how long the session may live; kept when it is created, ignored later
 * @param onlyIfExpired whether the append ends the session because its deadline has come: it stands only if that is so
 */
public record Append(
        SessionId session,
        UserId user,
        long expectedRevision,
        @Nullable String expectedEpoch,
        SessionStatus statusAfter,
        List<StoredEvent> events,
        SessionTerms terms,
        boolean onlyIfExpired) {

    /** The most events in one append. */
    public static final int MAX_EVENTS = 1000;

    /**
     * Copies the list and checks the numbering.
     *
     * @throws IllegalArgumentException if the events are none, too many or not numbered on from the expected revision; if
     *     the status is that of a deleted session; or if the append is only for an expired session and does not end one
     */
    public Append {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(statusAfter, "statusAfter");
        Objects.requireNonNull(terms, "terms");
        events = List.copyOf(events);
        if (events.isEmpty() || events.size() > MAX_EVENTS) {
            throw new IllegalArgumentException("an append to session " + session + " must have 1 to " + MAX_EVENTS
                    + " events, got " + events.size());
        }
        for (int i = 0; i < events.size(); i++) {
            long expected = expectedRevision + 1 + i;
            if (events.get(i).revision() != expected) {
                throw new IllegalArgumentException("event " + i + " of an append to session " + session
                        + " must have revision " + expected + ", got "
                        + events.get(i).revision());
            }
        }
        if (statusAfter == SessionStatus.DELETED) {
            throw new IllegalArgumentException("an append to session " + session + " cannot delete it; use delete");
        }
        if (onlyIfExpired && (statusAfter != SessionStatus.ENDED || expectedRevision == 0)) {
            throw new IllegalArgumentException("an append to session " + session
                    + " only if it expired must end it, got revision " + expectedRevision + " and " + statusAfter);
        }
    }

    /** An append to a session that has not expired; without an end to its life if it is created. */
    public Append(
            SessionId session,
            UserId user,
            long expectedRevision,
            @Nullable String expectedEpoch,
            SessionStatus statusAfter,
            List<StoredEvent> events) {
        this(session, user, expectedRevision, expectedEpoch, statusAfter, events, SessionTerms.ENDLESS, false);
    }
}
