package systems.blackroad.api.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.Restack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;

/**
 * The windows of a session in stacking order, with the focus: an immutable value, equal by content, safe to share between
 * threads. Every window is in both orders once. {@link #of} checks that; each change keeps it and shares what it leaves
 * as it was, so that a change costs one pass over the windows and checks nothing again.
 */
public final class WindowStack {

    private static final WindowStack EMPTY = new WindowStack(new Window[0], null, new WindowId[0]);

    private final Window[] windows;
    private final @Nullable WindowId active;
    private final WindowId[] focusOrder;

    private WindowStack(Window[] windows, @Nullable WindowId active, WindowId[] focusOrder) {
        this.windows = windows;
        this.active = active;
        this.focusOrder = focusOrder;
    }

    /** No windows. */
    public static WindowStack empty() {
        return EMPTY;
    }

    /**
     * Windows with the focus.
     *
     * @param windows in stacking order, the bottom one first, each above its parent
     * @param active the window that has the focus: one that is not minimized, or null
     * @param focusOrder every window once, from the most to the least recently active
     * @throws IllegalArgumentException if a window id occurs twice, a parent is missing or stands above its child, {@code
     *     focusOrder} does not list exactly the windows, or the active window is missing or minimized
     */
    public static WindowStack of(List<Window> windows, @Nullable WindowId active, List<WindowId> focusOrder) {
        Map<WindowId, Window> below = new HashMap<>();
        for (Window window : windows) {
            WindowId parent = window.parent();
            if (parent != null && !below.containsKey(parent)) {
                throw new IllegalArgumentException("window " + window.id() + " must stand above its parent " + parent);
            }
            if (below.put(window.id(), window) != null) {
                throw new IllegalArgumentException("window " + window.id() + " is listed twice");
            }
        }
        Window focused = active == null ? null : below.get(active);
        if (active != null && (focused == null || focused.isMinimized())) {
            throw new IllegalArgumentException("active window " + active + " is not open and visible");
        }
        if (focusOrder.size() != windows.size() || !below.keySet().equals(new HashSet<>(focusOrder))) {
            throw new IllegalArgumentException("there are " + windows.size() + " windows, but the focus order lists "
                    + focusOrder.size() + " or others");
        }
        return new WindowStack(windows.toArray(Window[]::new), active, focusOrder.toArray(WindowId[]::new));
    }

    /** The windows in stacking order, the bottom one first. */
    public List<Window> windows() {
        return Collections.unmodifiableList(Arrays.asList(windows));
    }

    /** The window that has the focus, or null. */
    public @Nullable WindowId active() {
        return active;
    }

    /** Every window once, from the most to the least recently active. */
    public List<WindowId> focusOrder() {
        return Collections.unmodifiableList(Arrays.asList(focusOrder));
    }

    /** How many windows are open. */
    public int size() {
        return windows.length;
    }

    /** The window at this place in the stacking order. */
    public Window get(int zIndex) {
        return windows[zIndex];
    }

    /** The window's place in the stacking order, 0 at the bottom, or -1 if it is not open. */
    public int indexOf(WindowId id) {
        for (int i = windows.length - 1; i >= 0; i--) {
            if (windows[i].id() == id) {
                return i;
            }
        }
        for (int i = windows.length - 1; i >= 0; i--) {
            if (windows[i].id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * These windows and {@code window}, on top and at the end of the focus order.
     *
     * @throws IllegalArgumentException if one of this id is open, or its parent is not
     */
    public WindowStack opened(Window window) {
        WindowId parent = window.parent();
        if (indexOf(window.id()) >= 0 || (parent != null && indexOf(parent) < 0)) {
            throw new IllegalArgumentException(
                    "window " + window.id() + " is open already, or its parent " + parent + " is not");
        }
        Window[] after = Arrays.copyOf(windows, windows.length + 1);
        after[windows.length] = window;
        WindowId[] order = Arrays.copyOf(focusOrder, focusOrder.length + 1);
        order[focusOrder.length] = window.id();
        return new WindowStack(after, active, order);
    }

    /**
     * These windows without one, which is no longer active.
     *
     * @throws IllegalArgumentException if it is not open or is the parent of another
     */
    public WindowStack closed(WindowId id) {
        int index = requireIndex(id);
        for (Window window : windows) {
            if (id.equals(window.parent())) {
                throw new IllegalArgumentException("window " + id + " is the parent of " + window.id());
            }
        }
        Window[] after = new Window[windows.length - 1];
        System.arraycopy(windows, 0, after, 0, index);
        System.arraycopy(windows, index + 1, after, index, after.length - index);
        WindowId[] order = new WindowId[after.length];
        int place = 0;
        for (WindowId each : focusOrder) {
            if (!each.equals(id)) {
                order[place++] = each;
            }
        }
        return new WindowStack(after, id.equals(active) ? null : active, order);
    }

    /**
     * These windows, one of them changed. Its id and parent stay.
     *
     * @throws IllegalArgumentException if it is not open, or the change touches its id or parent
     */
    public WindowStack changed(WindowId id, UnaryOperator<Window> change) {
        int index = requireIndex(id);
        Window window = change.apply(windows[index]);
        if (!window.id().equals(id) || !Objects.equals(window.parent(), windows[index].parent())) {
            throw new IllegalArgumentException("window " + id + " must keep its id and its parent");
        }
        if (window == windows[index]) {
            return this;
        }
        Window[] after = windows.clone();
        after[index] = window;
        return new WindowStack(after, active, focusOrder);
    }

    /**
     * These windows in another order: those of {@code moves} are taken out together and put in again in the order given,
     * each at its place.
     *
     * @throws IllegalArgumentException if one is not open or named twice, or a place is out of range or below the last
     */
    public WindowStack restacked(List<Restack> moves) {
        if (moves.isEmpty()) {
            return this;
        }
        Window[] after = new Window[windows.length];
        boolean[] out = new boolean[windows.length];
        int last = -1;
        for (Restack move : moves) {
            int from = requireIndex(move.window());
            if (out[from] || move.zIndex() <= last || move.zIndex() >= after.length) {
                throw new IllegalArgumentException(
                        "window " + move.window() + " cannot be moved to place " + move.zIndex());
            }
            out[from] = true;
            last = move.zIndex();
            after[last] = windows[from];
        }
        int place = 0;
        for (int i = 0; i < windows.length; i++) {
            if (!out[i]) {
                while (after[place] != null) {
                    place++;
                }
                after[place] = windows[i];
            }
        }
        return new WindowStack(after, active, focusOrder);
    }

    /**
     * These windows with the focus on {@code id}, which becomes the first of the focus order and is no longer urgent, or
     * on none.
     *
     * @throws IllegalArgumentException if it is not open or is minimized
     */
    public WindowStack focused(@Nullable WindowId id) {
        if (id == null) {
            return active == null ? this : new WindowStack(windows, null, focusOrder);
        }
        int index = requireIndex(id);
        if (windows[index].isMinimized()) {
            throw new IllegalArgumentException("window " + id + " is minimized and cannot be active");
        }
        WindowStack seen =
                changed(id, window -> window.withNotice(window.notice().seen()));
        if (id.equals(active) && focusOrder[0].equals(id)) {
            return seen;
        }
        WindowId[] order = focusOrder.clone();
        int from = 0;
        while (!order[from].equals(id)) {
            from++;
        }
        System.arraycopy(order, 0, order, 1, from);
        order[0] = windows[index].id();
        return new WindowStack(seen.windows, order[0], order);
    }

    private int requireIndex(WindowId id) {
        int index = indexOf(id);
        if (index < 0) {
            throw new IllegalArgumentException("there is no window " + id);
        }
        return index;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WindowStack stack
                && Objects.equals(active, stack.active)
                && Arrays.equals(windows, stack.windows)
                && Arrays.equals(focusOrder, stack.focusOrder);
    }

    @Override
    public int hashCode() {
        return Objects.hash(active, Arrays.hashCode(windows), Arrays.hashCode(focusOrder));
    }

    @Override
    public String toString() {
        return "WindowStack[windows=" + Arrays.toString(windows) + ", active=" + active + ", focusOrder="
                + Arrays.toString(focusOrder) + "]";
    }
}
