package systems.blackroad.api.session;

import java.util.List;
import java.util.Objects;
import systems.blackroad.api.session.LayoutMemory.AppBounds;

/**
 * All of a desktop that can be carried into another session: an immutable value, equal by content. What belongs to one
 * session stays behind: its id, owner, metadata, revision, control, and the steps that can be undone.
 *
 * @param stack the windows, under the ids that they had
 * @param workspaces the workspaces
 * @param saved layouts under a name
 * @param bounds where windows of an application stood when they closed
 * @param desktop what lies around the windows
 */
public record PortableDesktop(
        WindowStack stack,
        OsState.Workspaces workspaces,
        List<SavedLayout> saved,
        List<AppBounds> bounds,
        Desktop desktop) {

    /**
     * Copies the lists. Whether the desktop obeys the laws is decided when it is imported.
     *
     * @throws IllegalArgumentException if a list is too long, or has a name or an application twice
     */
    public PortableDesktop {
        Objects.requireNonNull(stack, "stack");
        Objects.requireNonNull(workspaces, "workspaces");
        LayoutMemory memory = LayoutMemory.of(LayoutHistory.empty(), saved, bounds);
        saved = memory.saved();
        bounds = memory.bounds();
        Objects.requireNonNull(desktop, "desktop");
    }

    /** What is portable of a state. */
    public static PortableDesktop of(OsState state) {
        LayoutMemory memory = state.memory();
        return new PortableDesktop(state.stack(), state.workspaces(), memory.saved(), memory.bounds(), state.desktop());
    }
}
