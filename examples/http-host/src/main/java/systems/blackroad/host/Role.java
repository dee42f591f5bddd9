package systems.blackroad.host;

import io.javalin.security.RouteRole;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a caller may do, in rising order: each role may do what those before it may. */
enum Role implements RouteRole {
    /** Nobody in particular: a path for all. */
    ANYONE,
    /** Has sessions. */
    USER,
    /** Reads the console. */
    VIEWER,
    /** Acts on jobs. */
    OPERATOR,
    /** Everything. */
    ADMIN;

    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The name in JSON and in the database. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a signed-in user that is called {@code name}, or null if there is none. */
    static @Nullable Role find(String name) {
        for (Role role : values()) {
            if (role != ANYONE && role.wireName().equals(name)) {
                return role;
            }
        }
        return null;
    }
}
