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

    private static final LayoutHistory EMPTY = new LayoutHistory(new Step[0], 0, false);

    private final Step[] steps;
    /** How many windows all steps change together. */
    private final int changes;
    /** False only if no step is undone. */
    private final boolean hasUndone;

    private LayoutHistory(Step[] steps, int changes, boolean hasUndone) {
        this.steps = steps;
        this.changes = changes;
        this.hasUndone = hasUndone;
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
        boolean hasUndone = false;
        long last = 0;
        for (Step step : steps) {
            changes += step.changes().size();
            hasUndone |= step.isUndone();
            if (step.revision() <= last) {
                throw new IllegalArgumentException("step " + step.revision() + " must come before step " + last);
            }
            last = step.revision();
        }
        if (steps.size() > MAX_STEPS || changes > MAX_CHANGES) {
            throw new IllegalArgumentException("a history must have at most " + MAX_STEPS + " steps of " + MAX_CHANGES
                    + " windows, got " + steps.size() + " of " + changes);
        }
        return steps.isEmpty() ? EMPTY : new LayoutHistory(steps.toArray(Step[]::new), changes, hasUndone);
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
        if (hasUndone) {
            return of(Arrays.stream(steps).filter(each -> !each.isUndone()).toList())
                    .with(step);
        }
        int left = changes + step.changes().size();
        int first = 0;
        while (steps.length - first >= MAX_STEPS || left > MAX_CHANGES) {
            left -= steps[first++].changes().size();
        }
        Step[] after = Arrays.copyOfRange(steps, first, steps.length + 1);
        after[after.length - 1] = step;
        return new LayoutHistory(after, left, false);
    }

    /** This history without what it says of a window that is closed. */
    public LayoutHistory without(WindowId window) {
        Step[] after = new Step[steps.length];
        int kept = 0;
        int left = changes;
        for (Step step : steps) {
            int gone = step.countOf(window);
            if (gone < step.changes().size()) {
                after[kept++] = gone == 0 ? step : step.without(window);
            }
            left -= gone;
        }
        return left == changes ? this : new LayoutHistory(Arrays.copyOf(after, kept), left, hasUndone);
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
                return new LayoutHistory(after, changes, true);
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

        private Step without(WindowId window) {
            return new Step(
                    revision,
                    changes.stream()
                            .filter(change -> !change.window().equals(window))
                            .toList(),
                    undoneAt);
        }

        private int countOf(WindowId window) {
            int count = 0;
            for (Change change : changes) {
                if (change.window().equals(window)) {
                    count++;
                }
            }
            return count;
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
