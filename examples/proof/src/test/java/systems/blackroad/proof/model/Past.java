package systems.blackroad.proof.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.LayoutMemory;
import systems.blackroad.api.session.LayoutMemory.AppBounds;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;

/** What a desk keeps of former arrangements (laws 12a and 13i to 13m). Not thread-safe. */
final class Past {

    private static final int MOST_STEPS = 50;
    private static final int MOST_MOVES = 200;
    private static final int MOST_APPS = 50;

    /** The oldest first. */
    private final Deque<Step> steps = new ArrayDeque<>();

    /** By name, in the order in which the names came. */
    final Map<String, SavedLayout> saved = new LinkedHashMap<>();

    /** Where windows closed, the latest last. */
    private final Map<AppId, AppBounds> bounds = new LinkedHashMap<>();

    private @Nullable LayoutMemory value;

    /** Law 13j: a window's layout is these, each undone by itself. */
    enum Part {
        PLACE {
            @Override
            Object of(WindowLayout layout) {
                return List.of(
                        layout.state(),
                        layout.restoreState(),
                        layout.position(),
                        layout.size(),
                        String.valueOf(layout.snap()),
                        layout.fullscreen());
            }
        },
        LAYER {
            @Override
            Object of(WindowLayout layout) {
                return layout.layer();
            }
        },
        HOME {
            @Override
            Object of(WindowLayout layout) {
                return List.of(layout.workspace(), layout.sticky());
            }
        };

        abstract Object of(WindowLayout layout);
    }

    /** A window's layouts before and after a step; {@code parts} are those in which they differ. */
    record Move(WindowLayout before, WindowLayout after, Set<Part> parts) {

        static Move of(WindowLayout before, WindowLayout after) {
            Set<Part> parts = EnumSet.noneOf(Part.class);
            for (Part part : Part.values()) {
                if (!part.of(before).equals(part.of(after))) {
                    parts.add(part);
                }
            }
            return new Move(before, after, parts);
        }

        Move back() {
            return new Move(after, before, parts);
        }

        /** Whether every part is as this move wants to find it. */
        boolean fits(WindowLayout now) {
            return parts.stream().allMatch(part -> part.of(before).equals(part.of(now)));
        }
    }

    /** Moves by window, in stacking order; undone last at {@code undoneAt}, or 0 while it stands. */
    record Step(long revision, Map<WindowId, Move> moves, long undoneAt) {}

    Past copy() {
        Past copy = new Past();
        copy.steps.addAll(steps);
        copy.saved.putAll(saved);
        copy.bounds.putAll(bounds);
        copy.value = value;
        return copy;
    }

    /** The steps that can be undone, the latest first; those that can be redone, the one undone last first. */
    List<Step> steps(boolean undone) {
        List<Step> found = new ArrayList<>();
        steps.descendingIterator().forEachRemaining(step -> {
            if (step.undoneAt() > 0 == undone) {
                found.add(step);
            }
        });
        if (undone) {
            found.sort((one, other) -> Long.compare(other.undoneAt(), one.undoneAt()));
        }
        return found;
    }

    /** Law 13i. */
    void note(long revision, Map<WindowId, WindowLayout> before, Map<WindowId, WindowLayout> after) {
        Map<WindowId, Move> moves = new LinkedHashMap<>();
        after.forEach((id, layout) -> {
            WindowLayout old = before.getOrDefault(id, layout);
            if (!old.equals(layout)) {
                moves.put(id, Move.of(old, layout));
            }
        });
        if (!moves.isEmpty()) {
            steps.removeIf(step -> step.undoneAt() > 0);
            steps.add(new Step(revision, moves, 0));
            while (steps.size() > MOST_STEPS || moves(steps) > MOST_MOVES) {
                steps.remove();
            }
            value = null;
        }
    }

    private static int moves(Collection<Step> steps) {
        return steps.stream().mapToInt(step -> step.moves().size()).sum();
    }

    void mark(Step marked, long undoneAt) {
        List<Step> all = List.copyOf(steps);
        steps.clear();
        all.forEach(step -> steps.add(step == marked ? new Step(step.revision(), step.moves(), undoneAt) : step));
        value = null;
    }

    /** Laws 12a and 13i. */
    void close(Pane pane) {
        bounds.remove(pane.app);
        bounds.put(pane.app, new AppBounds(pane.app, pane.position, pane.size));
        if (bounds.size() > MOST_APPS) {
            bounds.remove(bounds.keySet().iterator().next());
        }
        List<Step> all = List.copyOf(steps);
        steps.clear();
        for (Step step : all) {
            Map<WindowId, Move> moves = new LinkedHashMap<>(step.moves());
            moves.remove(pane.id);
            if (!moves.isEmpty()) {
                steps.add(new Step(step.revision(), moves, step.undoneAt()));
            }
        }
        value = null;
    }

    /** The latest first. */
    void remember(List<AppBounds> latestFirst) {
        for (int i = latestFirst.size() - 1; i >= 0; i--) {
            bounds.put(latestFirst.get(i).app(), latestFirst.get(i));
        }
        value = null;
    }

    @Nullable
    AppBounds bounds(AppId app) {
        return bounds.get(app);
    }

    void save(SavedLayout layout) {
        saved.put(layout.name(), layout);
        value = null;
    }

    void delete(String name) {
        saved.remove(name);
        value = null;
    }

    /** The same as a value of the API. */
    LayoutMemory toMemory() {
        if (value == null) {
            List<LayoutHistory.Step> history = new ArrayList<>();
            for (Step step : steps) {
                List<LayoutHistory.Change> changes = new ArrayList<>();
                step.moves()
                        .forEach((id, move) -> changes.add(new LayoutHistory.Change(id, move.before(), move.after())));
                history.add(new LayoutHistory.Step(step.revision(), changes, step.undoneAt()));
            }
            List<AppBounds> latestFirst = new ArrayList<>();
            bounds.values().forEach(each -> latestFirst.add(0, each));
            value = LayoutMemory.of(LayoutHistory.of(history), List.copyOf(saved.values()), latestFirst);
        }
        return value;
    }
}
