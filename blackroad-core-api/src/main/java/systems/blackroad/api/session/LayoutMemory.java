package systems.blackroad.api.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;

/**
 * What a session remembers of how its windows were arranged: an immutable value, equal by content, safe to share between
 * threads. {@link #of} checks its lists; a change keeps what holds of them, and checks nothing again.
 */
public final class LayoutMemory {

    /** The most saved layouts. */
    public static final int MAX_SAVED = 10;
    /** The most applications whose bounds are remembered; the one that closed longest ago is forgotten first. */
    public static final int MAX_BOUNDS = 50;

    private static final LayoutMemory EMPTY = new LayoutMemory(LayoutHistory.empty(), List.of(), List.of());

    private final LayoutHistory history;
    private final List<SavedLayout> saved;
    private final List<AppBounds> bounds;

    private LayoutMemory(LayoutHistory history, List<SavedLayout> saved, List<AppBounds> bounds) {
        this.history = history;
        this.saved = saved;
        this.bounds = bounds;
    }

    /**
     * A memory of these parts; copies the lists.
     *
     * @param history the last changes, for undoing them
     * @param saved arrangements under a name, in the order in which the names were first saved
     * @param bounds where windows of an application stood when they closed, the latest first, each application once
     * @throws IllegalArgumentException if a list is too long, or has a name or an application twice
     */
    public static LayoutMemory of(LayoutHistory history, List<SavedLayout> saved, List<AppBounds> bounds) {
        Objects.requireNonNull(history, "history");
        requireAtMost(MAX_SAVED, "saved layouts", saved.size());
        requireAtMost(MAX_BOUNDS, "remembered bounds", bounds.size());
        Set<Object> keys = new HashSet<>();
        saved.forEach(layout -> keys.add(layout.name()));
        bounds.forEach(each -> keys.add(each.app()));
        if (keys.size() != saved.size() + bounds.size()) {
            throw new IllegalArgumentException("a saved layout's name, or an application's bounds, are listed twice");
        }
        return new LayoutMemory(history, List.copyOf(saved), List.copyOf(bounds));
    }

    private static void requireAtMost(int most, String what, int count) {
        if (count > most) {
            throw new IllegalArgumentException("there may be at most " + most + " " + what + ", got " + count);
        }
    }

    /** A memory of nothing. */
    public static LayoutMemory empty() {
        return EMPTY;
    }

    /** The last changes, for undoing them; kept with the state, and not shown to clients. */
    public LayoutHistory history() {
        return history;
    }

    /** Arrangements under a name, in the order in which the names were first saved. */
    public List<SavedLayout> saved() {
        return saved;
    }

    /** Where windows of an application stood when they closed, the latest first, each application once. */
    public List<AppBounds> bounds() {
        return bounds;
    }

    /** The layout of this name, if one was saved. */
    public Optional<SavedLayout> findSaved(String name) {
        return saved.stream().filter(layout -> layout.name().equals(name)).findFirst();
    }

    /** Where a window of the application stood when it closed, if that is remembered. */
    public Optional<AppBounds> findBounds(AppId app) {
        for (AppBounds each : bounds) {
            if (each.app().equals(app)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** This memory with another history. */
    public LayoutMemory withHistory(LayoutHistory newHistory) {
        return newHistory == history ? this : new LayoutMemory(newHistory, saved, bounds);
    }

    /**
     * This memory with a layout, which replaces the one of its name.
     *
     * @throws IllegalArgumentException if its name is new and there are {@value #MAX_SAVED} already
     */
    public LayoutMemory withSaved(SavedLayout layout) {
        List<SavedLayout> after = new ArrayList<>(saved);
        for (int i = 0; i < after.size(); i++) {
            if (after.get(i).name().equals(layout.name())) {
                after.set(i, layout);
                return new LayoutMemory(history, List.copyOf(after), bounds);
            }
        }
        after.add(layout);
        requireAtMost(MAX_SAVED, "saved layouts", after.size());
        return new LayoutMemory(history, List.copyOf(after), bounds);
    }

    /** This memory without the layout of a name. */
    public LayoutMemory withoutSaved(String name) {
        return new LayoutMemory(
                history,
                saved.stream().filter(layout -> !layout.name().equals(name)).toList(),
                bounds);
    }

    /** This memory after {@code window} closed: without its steps, with its bounds. */
    public LayoutMemory closed(Window window) {
        List<AppBounds> after = new ArrayList<>(bounds.size() + 1);
        after.add(new AppBounds(window.appId(), window.position(), window.size()));
        for (AppBounds each : bounds) {
            if (!each.app().equals(window.appId()) && after.size() < MAX_BOUNDS) {
                after.add(each);
            }
        }
        return new LayoutMemory(history.without(window.id()), saved, List.copyOf(after));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LayoutMemory memory
                && history.equals(memory.history)
                && saved.equals(memory.saved)
                && bounds.equals(memory.bounds);
    }

    @Override
    public int hashCode() {
        return Objects.hash(history, saved, bounds);
    }

    @Override
    public String toString() {
        return "LayoutMemory[history=" + history + ", saved=" + saved + ", bounds=" + bounds + "]";
    }

    /**
     * Where a window of an application stood when it closed.
     *
     * @param app the application
     * @param position the window's own position
     * @param size the window's own size
     */
    public record AppBounds(AppId app, Position position, Size size) {

        /** Checks that every part is there. */
        public AppBounds {
            Objects.requireNonNull(app, "app");
            Objects.requireNonNull(position, "position");
            Objects.requireNonNull(size, "size");
        }
    }
}
