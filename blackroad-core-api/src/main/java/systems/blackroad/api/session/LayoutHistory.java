package systems.blackroad.api.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WorkspaceId;

/**
 * The last changes of how windows are arranged, the oldest first, so that they can be undone and redone: an immutable
 * value, equal by content, safe to share between threads. At most {@value #MAX_STEPS} steps of at most {@value
 * #MAX_CHANGES} windows in all are kept; the oldest go first.
 */
public final class LayoutHistory {

    /** The most steps. */
    public static final int MAX_STEPS = 50;
    /** The most windows in all steps together, by which a snapshot stays small. */
    public static final int MAX_CHANGES = 200;

    private static final LayoutHistory EMPTY = new LayoutHistory(new Step[0]);

    private final Step[] steps;

    private LayoutHistory(Step[] steps) {
        this.steps = steps;
    }

    /** No step. */
    public static LayoutHistory empty() {
        return EMPTY;
    }

    /**
     * These steps, the oldest first.
     *
     * @throws IllegalArgumentException if there are too many, or their revisions do not grow
     */
    public static LayoutHistory of(List<Step> steps) {
        int changes = 0;
        long last = 0;
        for (Step step : steps) {
            changes += step.changes().size();
            if (step.revision() <= last) {
                throw new IllegalArgumentException("step " + step.revision() + " must come before step " + last);
            }
            last = step.revision();
        }
        if (steps.size() > MAX_STEPS || changes > MAX_CHANGES) {
            throw new IllegalArgumentException("a history must have at most " + MAX_STEPS + " steps of " + MAX_CHANGES
                    + " windows, got " + steps.size() + " of " + changes);
        }
        return steps.isEmpty() ? EMPTY : new LayoutHistory(steps.toArray(Step[]::new));
    }

    /** All steps, the oldest first. */
    public List<Step> steps() {
        return Collections.unmodifiableList(Arrays.asList(steps));
    }

    /** The step of this revision, if it is kept. */
    public Optional<Step> find(long revision) {
        return Arrays.stream(steps).filter(step -> step.revision() == revision).findFirst();
    }

    /** This history and a new step; what was undone is redone no more. */
    public LayoutHistory with(Step step) {
        int kept = 0;
        int changes = step.changes().size();
        Step[] after = new Step[Math.min(steps.length + 1, MAX_STEPS)];
        int place = after.length;
        after[--place] = step;
        for (int i = steps.length - 1; i >= 0 && place > 0; i--) {
            changes += steps[i].isUndone() ? 0 : steps[i].changes().size();
            if (changes > MAX_CHANGES) {
                break;
            }
            if (!steps[i].isUndone()) {
                after[--place] = steps[i];
                kept++;
            }
        }
        return new LayoutHistory(kept + 1 == after.length ? after : Arrays.copyOfRange(after, place, after.length));
    }

    /** This history without what it says of a window that is closed. */
    public LayoutHistory without(WindowId window) {
        int first = 0;
        while (first < steps.length && !steps[first].concerns(window)) {
            first++;
        }
        if (first == steps.length) {
            return this;
        }
        Step[] left = steps.clone();
        int kept = first;
        for (int i = first; i < steps.length; i++) {
            Step without = steps[i].without(window);
            if (without != null) {
                left[kept++] = without;
            }
        }
        return new LayoutHistory(Arrays.copyOf(left, kept));
    }

    /**
     * This history with a step marked.
     *
     * @param revision the step's
     * @param undoneAt the revision at which it was undone, or 0 if it was redone
     * @throws IllegalArgumentException if the step is not kept
     */
    public LayoutHistory marked(long revision, long undoneAt) {
        for (int i = 0; i < steps.length; i++) {
            if (steps[i].revision() == revision) {
                Step[] after = steps.clone();
                after[i] = new Step(revision, steps[i].changes(), undoneAt);
                return new LayoutHistory(after);
            }
        }
        throw new IllegalArgumentException("no layout step of revision " + revision + " is kept");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LayoutHistory history && Arrays.equals(steps, history.steps);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(steps);
    }

    @Override
    public String toString() {
        return "LayoutHistory" + Arrays.toString(steps);
    }

    /**
     * One change of the arrangement.
     *
     * @param revision that of its event
     * @param changes what it did to each window, at least one
     * @param undoneAt the revision at which it was undone last, or 0 if it stands
     */
    public record Step(long revision, List<Change> changes, long undoneAt) {

        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException if it changes no window or too many
         */
        public Step {
            changes = List.copyOf(changes);
            if (changes.isEmpty() || changes.size() > MAX_CHANGES) {
                throw new IllegalArgumentException(
                        "step " + revision + " must change 1 to " + MAX_CHANGES + " windows, got " + changes.size());
            }
        }

        /** This step without what it did to a window; null if nothing is left. */
        private @Nullable Step without(WindowId window) {
            if (!concerns(window)) {
                return this;
            }
            return changes.size() == 1
                    ? null
                    : new Step(
                            revision,
                            changes.stream()
                                    .filter(change -> !change.window().equals(window))
                                    .toList(),
                            undoneAt);
        }

        private boolean concerns(WindowId window) {
            for (int i = 0; i < changes.size(); i++) {
                if (changes.get(i).window().equals(window)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether it was undone and not redone. */
        public boolean isUndone() {
            return undoneAt > 0;
        }
    }

    /**
     * What a step did to one window. A layout has three parts that are undone each by itself: where and how the window is
     * shown; its layer; its workspace. Parts that the step left alone have the same value in both layouts, which says
     * nothing.
     *
     * @param window the window
     * @param before its layout before, in the parts that changed
     * @param after its layout after, in the parts that changed
     */
    public record Change(WindowId window, WindowLayout before, WindowLayout after) {

        private static final WindowLayout NOTHING =
                WindowLayout.normal(new Position(0, 0), new Size(1, 1), WorkspaceId.of("1"));

        /** Takes the parts that did not change out of both layouts, so that equal changes are equal. */
        public Change {
            Objects.requireNonNull(window, "window");
            if (before.isPlacedLike(after)) {
                before = before.withPlacementOf(NOTHING);
                after = after.withPlacementOf(NOTHING);
            }
            if (before.layer() == after.layer()) {
                before = before.withLayer(NOTHING.layer());
                after = after.withLayer(NOTHING.layer());
            }
            if (before.isAtHomeLike(after)) {
                before = before.withWorkspace(NOTHING.workspace(), false);
                after = after.withWorkspace(NOTHING.workspace(), false);
            }
        }

        /** The other way round. */
        public Change reversed() {
            return new Change(window, after, before);
        }

        /** Whether the workspace, or being on all of them, is part of the change. */
        public boolean movesHome() {
            return !before.isAtHomeLike(after);
        }

        /**
         * What the change makes of a layout.
         *
         * @return nothing if a part that the change concerns is no longer as it was before it
         */
        public Optional<WindowLayout> applyTo(WindowLayout layout) {
            WindowLayout result = layout;
            if (!before.isPlacedLike(after)) {
                if (!before.isPlacedLike(layout)) {
                    return Optional.empty();
                }
                result = result.withPlacementOf(after);
            }
            if (before.layer() != after.layer()) {
                if (before.layer() != layout.layer()) {
                    return Optional.empty();
                }
                result = result.withLayer(after.layer());
            }
            if (movesHome()) {
                if (!before.isAtHomeLike(layout)) {
                    return Optional.empty();
                }
                result = result.withWorkspace(after.workspace(), after.sticky());
            }
            return Optional.of(result);
        }
    }
}
