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
        // The very ids of the windows, which are found without comparing text.
        WindowId[] order = focusOrder.stream()
                .map(id -> Objects.requireNonNull(below.get(id)).id())
                .toArray(WindowId[]::new);
        return new WindowStack(windows.toArray(Window[]::new), active, order);
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
        return indexOf(id, windows, windows.length);
    }

    private static int indexOf(WindowId id, Window[] windows, int count) {
        for (int i = count - 1; i >= 0; i--) {
            if (windows[i].id() == id) {
                return i;
            }
        }
        for (int i = count - 1; i >= 0; i--) {
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
        return new WindowStack(
                without(windows, index),
                id.equals(active) ? null : active,
                without(focusOrder, placeInFocusOrder(index)));
    }

    private static <T> T[] without(T[] array, int index) {
        T[] after = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, index + 1, after, index, after.length - index);
        return after;
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
        Window[] after = windows.clone();
        int left = after.length;
        for (Restack move : moves) {
            int from = indexOf(move.window(), after, left);
            if (from < 0) {
                throw new IllegalArgumentException("window " + move.window() + " is not there to be moved");
            }
            left--;
            System.arraycopy(after, from + 1, after, from, left - from);
        }
        int last = -1;
        for (Restack move : moves) {
            int place = move.zIndex();
            if (place <= last || place > left) {
                throw new IllegalArgumentException("window " + move.window() + " cannot be moved to place " + place);
            }
            System.arraycopy(after, place, after, place + 1, left - place);
            after[place] = windows[indexOf(move.window())];
            last = place;
            left++;
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
        System.arraycopy(order, 0, order, 1, placeInFocusOrder(index));
        order[0] = windows[index].id();
        return new WindowStack(seen.windows, order[0], order);
    }

    private int placeInFocusOrder(int zIndex) {
        WindowId id = windows[zIndex].id();
        for (int i = 0; i < focusOrder.length; i++) {
            if (focusOrder[i] == id) {
                return i;
            }
        }
        return Arrays.asList(focusOrder).indexOf(id);
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
