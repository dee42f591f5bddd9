package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.event.LayoutEvent.Arranged;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.LayoutHistory.Change;
import systems.blackroad.api.session.LayoutHistory.Step;
import systems.blackroad.api.session.LayoutMemory;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.session.SavedLayout.Place;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowState;
import systems.blackroad.api.window.WorkspaceId;

/** The laws of undoing and redoing, and of layouts under a name. */
final class LayoutMemoryRules {

    private static final Comparator<Window> BY_AGE = Comparator.comparing(Window::createdAt)
            .thenComparing(window -> window.id().value());

    private final Rules rules;
    private final OsState state;

    LayoutMemoryRules(Rules rules) {
        this.rules = rules;
        this.state = rules.state();
    }

    Ruling undo(LayoutCommand.UndoLayout command) {
        List<Step> steps = new ArrayList<>();
        for (Step step : state.memory().history().steps()) {
            if (!step.isUndone()) {
                steps.add(0, step);
            }
        }
        return firstThatFits("undone", command.revision(), steps, true);
    }

    Ruling redo(LayoutCommand.RedoLayout command) {
        List<Step> steps = new ArrayList<>(state.memory().history().steps());
        steps.removeIf(step -> !step.isUndone());
        steps.sort((one, other) -> Long.compare(other.undoneAt(), one.undoneAt()));
        return firstThatFits("redone", command.revision(), steps, false);
    }

    private Ruling firstThatFits(String verb, @Nullable Long revision, List<Step> steps, boolean undo) {
        for (Step step : steps) {
            if (revision == null || revision == step.revision()) {
                Optional<List<Arranged>> windows = turned(step, undo);
                if (windows.isPresent()) {
                    return Ruling.happens(event(step, windows.get(), undo));
                }
            }
        }
        if (revision == null && steps.isEmpty()) {
            return Ruling.NOTHING;
        }
        return Ruling.refused(
                ErrorCode.UNDO_CONFLICT,
                "session " + state.session().id() + " at revision " + state.revision() + " has no change "
                        + (revision == null ? "" : "of revision " + revision + " ") + "that can be " + verb
                        + ": it is not kept, or the same part of a window was changed since; arrange the window anew");
    }

    private LayoutEvent event(Step step, List<Arranged> windows, boolean undo) {
        WindowStack after = arranged(windows);
        Scene scene = new Scene(after, state.workspaces().current());
        return undo
                ? new LayoutEvent.LayoutUndone(step.revision(), windows, scene.settle(after.active(), null))
                : new LayoutEvent.LayoutRedone(step.revision(), windows, scene.settle(after.active(), null));
    }

    /** How the step's windows are shown once it is turned back, or forth; nothing if one was changed since. */
    private Optional<List<Arranged>> turned(Step step, boolean back) {
        List<Arranged> windows = new ArrayList<>();
        for (Change made : step.changes()) {
            Change change = back ? made.reversed() : made;
            Window window = state.findWindow(change.window()).orElseThrow();
            Optional<WindowLayout> layout = change.applyTo(window.layout());
            boolean gone = change.movesHome() && !hasWorkspace(change.after().workspace());
            if (layout.isEmpty() || gone) {
                return Optional.empty();
            }
            windows.add(new Arranged(window.id(), layout.get()));
        }
        return Optional.of(groups(windows));
    }

    Ruling save(LayoutCommand.SaveLayout command) {
        LayoutMemory memory = state.memory();
        Optional<SavedLayout> former = memory.findSaved(command.name());
        Ruling refusal = rules.bounds().text("name of a layout", command.name());
        if (refusal != null) {
            return refusal;
        }
        if (former.isEmpty() && memory.saved().size() >= LayoutMemory.MAX_SAVED) {
            return Bounds.exceeded("session " + state.session().id() + " may have at most " + LayoutMemory.MAX_SAVED
                    + " saved layouts; delete one first");
        }
        SavedLayout layout = new SavedLayout(
                command.name(),
                state.windows().stream()
                        .map(window -> new Place(window.id(), window.appId(), window.layout()))
                        .toList());
        if (former.isPresent() && former.get().equals(layout)) {
            return Ruling.NOTHING;
        }
        int added = Bounds.layoutBytes(layout) - former.map(Bounds::layoutBytes).orElse(0);
        Ruling growth = rules.bounds().growth(state, added);
        return growth == null ? Ruling.happens(new LayoutEvent.LayoutSaved(layout)) : growth;
    }

    Ruling delete(LayoutCommand.DeleteLayout command) {
        return state.memory().findSaved(command.name()).isPresent()
                ? Ruling.happens(new LayoutEvent.LayoutDeleted(command.name()))
                : unknown();
    }

    Ruling restore(LayoutCommand.RestoreLayout command) {
        Optional<SavedLayout> saved = state.memory().findSaved(command.name());
        if (saved.isEmpty()) {
            return unknown();
        }
        List<Arranged> windows = groups(fitted(saved.get()));
        if (windows.isEmpty()) {
            return Ruling.NOTHING;
        }
        WindowStack after = arranged(windows);
        return Ruling.happens(new LayoutEvent.WindowsArranged(
                LayoutEvent.Reason.LAYOUT,
                windows,
                new Scene(after, state.workspaces().current()).settle(after.active(), null)));
    }

    private Ruling unknown() {
        return Ruling.refused(
                ErrorCode.LAYOUT_NOT_FOUND,
                "session " + state.session().id() + " at revision " + state.revision()
                        + " has no layout of this name; read the state again");
    }

    /**
     * Each open window with its place: the one saved for it; else, the oldest window first, the lowest of its
     * application that is left. By age, as a place can change how the windows are stacked, and then the next
     * restore would give it to another.
     */
    private List<Arranged> fitted(SavedLayout saved) {
        List<Place> left = new ArrayList<>(saved.places());
        List<Window> without = new ArrayList<>();
        List<Arranged> windows = new ArrayList<>();
        for (Window window : state.windows()) {
            if (!take(left, windows, window, place -> place.window().equals(window.id()))) {
                without.add(window);
            }
        }
        without.sort(BY_AGE);
        for (Window window : without) {
            take(left, windows, window, place -> place.app().equals(window.appId()));
        }
        return windows;
    }

    private boolean take(List<Place> left, List<Arranged> windows, Window window, Predicate<Place> fits) {
        for (int i = 0; i < left.size(); i++) {
            if (fits.test(left.get(i))) {
                windows.add(
                        new Arranged(window.id(), fitted(window, left.remove(i).layout())));
                return true;
            }
        }
        return false;
    }

    private WindowLayout fitted(Window window, WindowLayout place) {
        WindowLayout placed = window.layout().withPlacementOf(place);
        if (placed.state() == WindowState.MINIMIZED && window.hints().modal()) {
            placed = placed.withState(placed.restoreState());
        }
        WindowLayout layered =
                placed.withSize(window.hints().constrain(placed.size())).withLayer(place.layer());
        return hasWorkspace(place.workspace()) ? layered.withWorkspace(place.workspace(), place.sticky()) : layered;
    }

    private boolean hasWorkspace(WorkspaceId id) {
        return state.workspaces().indexOf(id) >= 0;
    }

    private WindowStack arranged(List<Arranged> windows) {
        WindowStack stack = state.stack();
        for (Arranged arranged : windows) {
            stack = stack.changed(arranged.window(), window -> window.withLayout(arranged.layout()));
        }
        return stack;
    }

    /** These arrangements, all windows of a group in its root's layer and workspace; what changes nothing is left out. */
    private List<Arranged> groups(List<Arranged> windows) {
        WindowStack after = arranged(windows);
        List<Arranged> changed = new ArrayList<>();
        for (Window window : after.windows()) {
            Window root = window;
            while (root.parent() != null) {
                root = after.get(after.indexOf(Objects.requireNonNull(root.parent())));
            }
            WindowLayout layout = window.layout()
                    .withLayer(root.layout().layer())
                    .withWorkspace(root.layout().workspace(), root.layout().sticky());
            if (!layout.equals(
                    state.stack().get(state.stack().indexOf(window.id())).layout())) {
                changed.add(new Arranged(window.id(), layout));
            }
        }
        return changed;
    }
}
