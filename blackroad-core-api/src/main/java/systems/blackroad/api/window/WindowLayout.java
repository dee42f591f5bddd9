package systems.blackroad.api.window;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How and where a window is shown: what users arrange. Immutable.
 *
 * @param state how it is shown
 * @param restoreState what a minimized window returns to, {@code NORMAL} or {@code MAXIMIZED}; in the other states equal
 *     to {@code state}
 * @param position the user's own position, kept while maximized, snapped or fullscreen
 * @param size the user's own size, kept alike
 * @param snap the zone that it fills unless it is fullscreen, or null; never together with maximized
 * @param fullscreen whether it fills the screen, over its state and zone
 * @param layer how high its group stands
 * @param workspace where it is shown unless {@code sticky}
 * @param sticky whether it is shown on every workspace
 */
public record WindowLayout(
        WindowState state,
        WindowState restoreState,
        Position position,
        Size size,
        @Nullable SnapZone snap,
        boolean fullscreen,
        WindowLayer layer,
        WorkspaceId workspace,
        boolean sticky) {

    /**
     * Checks that the parts agree.
     *
     * @throws IllegalArgumentException if {@code restoreState} does not fit {@code state}, or the window is maximized and
     *     snapped at once
     */
    public WindowLayout {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(workspace, "workspace");
        if (restoreState == WindowState.MINIMIZED || (state != WindowState.MINIMIZED && restoreState != state)) {
            throw new IllegalArgumentException("a window that is " + state + " cannot return to " + restoreState);
        }
        if (snap != null && restoreState == WindowState.MAXIMIZED) {
            throw new IllegalArgumentException("a window cannot be maximized and snapped to " + snap);
        }
    }

    /** A normal window at these bounds, in the normal layer of {@code workspace}. */
    public static WindowLayout normal(Position position, Size size, WorkspaceId workspace) {
        return new WindowLayout(
                WindowState.NORMAL,
                WindowState.NORMAL,
                position,
                size,
                null,
                false,
                WindowLayer.NORMAL,
                workspace,
                false);
    }

    /** Whether it is shown where this workspace is. */
    public boolean isOn(WorkspaceId shown) {
        return sticky || workspace.equals(shown);
    }

    /** This layout at other bounds of its own, out of any snap zone. */
    public WindowLayout withBounds(Position newPosition, Size newSize) {
        return new WindowLayout(state, restoreState, newPosition, newSize, null, fullscreen, layer, workspace, sticky);
    }

    /**
     * This layout shown as {@code newState}; a minimized one remembers how it was shown before, a maximized one leaves
     * its snap zone.
     */
    public WindowLayout withState(WindowState newState) {
        WindowState returnsTo = newState == WindowState.MINIMIZED ? restoreState : newState;
        SnapZone zone = returnsTo == WindowState.MAXIMIZED ? null : snap;
        return new WindowLayout(newState, returnsTo, position, size, zone, fullscreen, layer, workspace, sticky);
    }

    /** This layout, normal and not fullscreen, in {@code zone}, or out of any zone where that is null. */
    public WindowLayout withSnap(@Nullable SnapZone zone) {
        return new WindowLayout(
                WindowState.NORMAL, WindowState.NORMAL, position, size, zone, false, layer, workspace, sticky);
    }

    /** This layout over or no longer over the whole screen. */
    public WindowLayout withFullscreen(boolean value) {
        return new WindowLayout(state, restoreState, position, size, snap, value, layer, workspace, sticky);
    }

    /** This layout with the state, bounds, snap zone and fullscreen of another. */
    public WindowLayout withPlacementOf(WindowLayout other) {
        return new WindowLayout(
                other.state,
                other.restoreState,
                other.position,
                other.size,
                other.snap,
                other.fullscreen,
                layer,
                workspace,
                sticky);
    }

    /** Whether the other one has the same state, bounds, snap zone and fullscreen. */
    public boolean isPlacedLike(WindowLayout other) {
        return state == other.state
                && restoreState == other.restoreState
                && position.equals(other.position)
                && size.equals(other.size)
                && snap == other.snap
                && fullscreen == other.fullscreen;
    }

    /** Whether the other one is on the same workspace, and sticky alike. */
    public boolean isAtHomeLike(WindowLayout other) {
        return sticky == other.sticky && workspace.equals(other.workspace);
    }

    /** This layout with another size of its own, which is seen once nothing else decides the size. */
    public WindowLayout withSize(Size newSize) {
        return new WindowLayout(state, restoreState, position, newSize, snap, fullscreen, layer, workspace, sticky);
    }

    /** This layout in another layer. */
    public WindowLayout withLayer(WindowLayer newLayer) {
        return newLayer == layer
                ? this
                : new WindowLayout(state, restoreState, position, size, snap, fullscreen, newLayer, workspace, sticky);
    }

    /** This layout on another workspace, sticky or not. */
    public WindowLayout withWorkspace(WorkspaceId newWorkspace, boolean newSticky) {
        return newSticky == sticky && newWorkspace.equals(workspace)
                ? this
                : new WindowLayout(
                        state, restoreState, position, size, snap, fullscreen, layer, newWorkspace, newSticky);
    }
}
