package systems.blackroad.api.session;

import java.util.Objects;
import java.util.Set;

/**
 * Who sends a command, and what they may do. The name is kept with every event.
 *
 * @param user the sender
 * @param permissions names the application chose, for example {@code app.notes}
 */
public record Actor(UserId user, Set<String> permissions) {

    /** Copies the permissions. */
    public Actor {
        Objects.requireNonNull(user, "user");
        permissions = Set.copyOf(permissions);
    }

    /** An actor without special permissions. */
    public static Actor of(UserId user) {
        return new Actor(user, Set.of());
    }
}
