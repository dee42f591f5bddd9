package systems.blackroad.host;

import java.time.Instant;
import java.util.Set;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.SessionControl;

/**
 * Who sends a request, as its token and the user table say.
 *
 * @param user the user, with the role of now and not of when the token was made
 * @param family the sign-in that the token descends from
 * @param until when the token expires
 */
record Caller(User user, String family, Instant until) {

    Actor actor() {
        return new Actor(user.id(), is(Role.ADMIN) ? Set.of(SessionControl.IMPERSONATE) : Set.of());
    }

    boolean is(Role role) {
        return user.role().covers(role);
    }
}
