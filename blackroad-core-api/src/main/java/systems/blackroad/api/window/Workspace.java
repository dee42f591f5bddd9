package systems.blackroad.api.window;

import java.util.Objects;

/**
 * One of a session's workspaces. Which windows are on it, they say themselves.
 *
 * @param id unique within the session
 * @param name shown to the user; not blank
 */
public record Workspace(WorkspaceId id, String name) {

    /** The one workspace of a session that has just opened. */
    public static final Workspace FIRST = new Workspace(WorkspaceId.of("1"), "Workspace 1");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Workspace {
        Objects.requireNonNull(id, "id");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of workspace " + id + " must not be blank");
        }
    }
}
