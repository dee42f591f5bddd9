package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Restack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WorkspaceId;

/**
 * Windows as an event leaves them, before the focus and the stacking order follow: who may have the focus, who gets it,
 * and how the windows then stand. Places are those of the stacking order that the event found; -1 is no window.
 */
final class Scene {

    private static final int FULLSCREEN = 4;
    private static final int NONE = -1;

    private final WindowStack stack;
    private final WorkspaceId current;
    /** Empty if no window has a parent. */
    private final int[] parents;
    /** Of each window the one at the end of its line of parents; empty alike. */
    private final int[] roots;

    private final boolean hasModals;

    Scene(WindowStack stack, WorkspaceId current) {
        this.stack = stack;
        this.current = current;
        boolean groups = false;
        for (int i = 0; i < stack.size() && !groups; i++) {
            groups = stack.get(i).parent() != null;
        }
        this.parents = new int[groups ? stack.size() : 0];
        this.roots = new int[parents.length];
        boolean modals = false;
        for (int i = 0; i < parents.length; i++) {
            WindowId parent = stack.get(i).parent();
            modals |= stack.get(i).hints().modal();
            parents[i] = parent == null ? NONE : stack.indexOf(parent);
            // Parents stand below.
            roots[i] = parent == null ? i : roots[parents[i]];
        }
        this.hasModals = modals;
    }

    private int parent(int index) {
        return parents.length == 0 ? NONE : parents[index];
    }

    int indexOf(WindowId id) {
        return stack.indexOf(id);
    }

    boolean isOnCurrentWorkspace(int index) {
        return stack.get(index).layout().isOn(current);
    }

    /** Whether a window above this one in its line of parents is minimized. */
    boolean isBelowMinimized(int index) {
        for (int i = parent(index); i != NONE; i = parent(i)) {
            if (stack.get(i).isMinimized()) {
                return true;
            }
        }
        return false;
    }

    boolean isVisible(int index) {
        return isOnCurrentWorkspace(index) && !stack.get(index).isMinimized() && !isBelowMinimized(index);
    }

    boolean isEligible(int index) {
        return stack.get(index).hints().focusable() && isVisible(index) && modalOf(index) == NONE;
    }

    /** The window itself, or the most recent of the modal windows that stand between it and the focus. */
    int target(int index) {
        int target = index;
        for (int modal = modalOf(target); modal != NONE; modal = modalOf(target)) {
            target = modal;
        }
        return target;
    }

    int root(int index) {
        return roots.length == 0 ? index : roots[index];
    }

    int depth(int index) {
        int depth = 0;
        for (int i = parent(index); i != NONE; i = parent(i)) {
            depth++;
        }
        return depth;
    }

    /** Whether a window is {@code ancestor} or in a line above it; its parents stand below it, so the search ends there. */
    boolean isWithin(int index, int ancestor) {
        int i = index;
        while (i > ancestor) {
            i = parent(i);
        }
        return i == ancestor;
    }

    /** The windows of the group that {@code index} belongs to, in stacking order. */
    List<Window> group(int index) {
        List<Window> group = new ArrayList<>();
        for (int i = 0; i < stack.size(); i++) {
            if (root(i) == root(index)) {
                group.add(stack.get(i));
            }
        }
        return group;
    }

    /** Raises a window's focus target and lets it have the focus if it can. */
    Focus raise(int index) {
        int raised = target(index);
        int wanted = isEligible(raised) ? raised : activeStays(stack.active(), null);
        return focus(raised, wanted);
    }

    /**
     * Leaves the order as it is and lets the active window keep the focus, or the next one have it.
     *
     * @param active the window that was active
     * @param closedParent the parent of the active window if that has just been closed, or null
     */
    Focus settle(@Nullable WindowId active, @Nullable WindowId closedParent) {
        return focus(NONE, activeStays(active, closedParent));
    }

    private int activeStays(@Nullable WindowId active, @Nullable WindowId closedParent) {
        int index = active == null ? NONE : indexOf(active);
        if (index != NONE && isEligible(index)) {
            return index;
        }
        int ancestor = index != NONE ? parent(index) : closedParent == null ? NONE : indexOf(closedParent);
        for (; ancestor != NONE; ancestor = parent(ancestor)) {
            int target = target(ancestor);
            if (isEligible(target)) {
                return target;
            }
        }
        for (WindowId id : stack.focusOrder()) {
            int candidate = indexOf(id);
            if (isEligible(candidate)) {
                return candidate;
            }
        }
        return NONE;
    }

    private int modalOf(int index) {
        int found = NONE;
        for (int i = index + 1; hasModals && i < stack.size(); i++) {
            if (isModalOf(index, i)) {
                if (found != NONE) {
                    return mostRecentModalOf(index);
                }
                found = i;
            }
        }
        return found;
    }

    private boolean isModalOf(int index, int child) {
        return parent(child) == index && stack.get(child).hints().modal();
    }

    private int mostRecentModalOf(int index) {
        for (WindowId id : stack.focusOrder()) {
            int child = indexOf(id);
            if (isModalOf(index, child)) {
                return child;
            }
        }
        return NONE;
    }

    private Focus focus(int raised, int active) {
        int[] order = new int[stack.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (raised != NONE) {
            moveToEnd(order, raised);
        }
        sortByLayer(order, active);
        return new Focus(active == NONE ? null : stack.get(active).id(), moves(order));
    }

    /** From the root down, moves each window of the line and its descendants to the end. */
    private void moveToEnd(int[] order, int index) {
        if (parents.length == 0) {
            System.arraycopy(order, index + 1, order, index, order.length - index - 1);
            order[order.length - 1] = index;
            return;
        }
        if (parent(index) != NONE) {
            moveToEnd(order, parent(index));
        }
        int[] moved = new int[order.length];
        int kept = 0;
        int count = 0;
        for (int i : order) {
            if (isWithin(i, index)) {
                moved[count++] = i;
            } else {
                order[kept++] = i;
            }
        }
        System.arraycopy(moved, 0, order, kept, count);
    }

    private void sortByLayer(int[] order, int active) {
        int onTop = active != NONE && hasFullscreen(root(active)) ? root(active) : NONE;
        int highest = 0;
        for (int i = 0; i < order.length; i++) {
            int rank = rank(order[i], onTop);
            if (rank < highest) {
                insert(order, i, rank, onTop);
            } else {
                highest = rank;
            }
        }
    }

    private void insert(int[] order, int from, int rank, int onTop) {
        int moving = order[from];
        int place = from;
        while (place > 0 && rank(order[place - 1], onTop) > rank) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = moving;
    }

    private int rank(int index, int onTop) {
        int root = root(index);
        return root == onTop ? FULLSCREEN : stack.get(root).layout().layer().rank();
    }

    private boolean hasFullscreen(int root) {
        // Children stand above.
        for (int i = root; i < stack.size(); i++) {
            if (stack.get(i).layout().fullscreen() && root(i) == root && isVisible(i)) {
                return true;
            }
        }
        return false;
    }

    /** What moved: from the bottom, a window stays that stood above all that stay below it; the others moved. */
    private List<Restack> moves(int[] order) {
        List<Restack> moves = new ArrayList<>(0);
        int last = NONE;
        for (int place = 0; place < order.length; place++) {
            if (order[place] > last) {
                last = order[place];
            } else {
                moves.add(new Restack(stack.get(order[place]).id(), place));
            }
        }
        return moves;
    }
}
