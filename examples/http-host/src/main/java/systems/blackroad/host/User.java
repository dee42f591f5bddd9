package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import systems.blackroad.api.session.UserId;

/**
 * A user of this host.
 *
 * @param id fixed when the user is made, begins with the user name
 * @param username what the user signs in with
 * @param displayName shown to people
 * @param role what the user may do
 */
record User(UserId id, String username, String displayName, Role role) {

    ObjectNode json() {
        return Json.object()
                .put("id", id.value())
                .put("username", username)
                .put("display_name", displayName)
                .put("role", role.wireName());
    }
}
