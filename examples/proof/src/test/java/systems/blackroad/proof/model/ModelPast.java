package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.session.SavedLayout.Place;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowState;
import systems.blackroad.proof.model.Model.Turn;
import systems.blackroad.proof.model.Past.Move;
import systems.blackroad.proof.model.Past.Part;
import systems.blackroad.proof.model.Past.Step;

/** Undo, redo, and layouts under a name. */
final class ModelPast {

    private static final int MOST_SAVED = 10;

    private final Turn turn;

    ModelPast(Turn turn) {
        this.turn = turn;
    }

    /** Laws 13j to 13l. */
    void turn(@Nullable Long revision, boolean undo) {
        List<Step> steps = turn.desk().past.steps(!undo);
        if (revision == null && steps.isEmpty()) {
            return;
        }
        Step step = steps.stream()
                .filter(each -> revision == null || revision == each.revision())
                .filter(each -> fits(each, undo))
                .findFirst()
                .orElseThrow(() -> Rejection.of(ErrorCode.UNDO_CONFLICT));
        turn.happen(desk -> {
            step.moves().forEach((id, made) -> {
                Move move = undo ? made.back() : made;
                move.parts().forEach(part -> set(desk.need(id), part, move.after()));
            });
            desk.past.mark(step, undo ? desk.revision + 1 : 0);
        });
    }

    private boolean fits(Step step, boolean undo) {
        return step.moves().entrySet().stream().allMatch(entry -> {
            Move move = undo ? entry.getValue().back() : entry.getValue();
            boolean homeless = move.parts().contains(Part.HOME)
                    && !turn.desk().workspaces.containsKey(move.after().workspace());
            return !homeless && move.fits(turn.desk().need(entry.getKey()).toLayout());
        });
    }

    private static void set(Pane pane, Part part, WindowLayout wanted) {
        switch (part) {
            case PLACE -> {
                pane.minimized = wanted.state() == WindowState.MINIMIZED;
                pane.maximized = wanted.restoreState() == WindowState.MAXIMIZED;
                pane.fullscreen = wanted.fullscreen();
                pane.zone = wanted.snap();
                pane.position = wanted.position();
                pane.size = wanted.size();
            }
            case LAYER -> pane.group.layer = wanted.layer();
            case HOME -> {
                pane.group.workspace = wanted.workspace();
                pane.group.sticky = wanted.sticky();
            }
        }
    }

    /** Law 13m. */
    void save(String name) {
        Desk now = turn.desk();
        List<Place> places = new ArrayList<>();
        now.stacked().forEach(pane -> places.add(new Place(pane.id, pane.app, pane.toLayout())));
        SavedLayout former = now.past.saved.get(name);
        long more = Values.layoutBytes(name, places.size())
                - (former == null ? 0 : Values.layoutBytes(name, former.places().size()));
        new Values(turn.limits)
                .title(name)
                .within(now.past.saved.size() + (former == null ? 1 : 0), MOST_SAVED)
                .state(now, more)
                .check();
        turn.happen(desk -> desk.past.save(new SavedLayout(name, places)));
    }

    void delete(String name) {
        saved(name);
        turn.happen(desk -> desk.past.delete(name));
    }

    private SavedLayout saved(String name) {
        SavedLayout saved = turn.desk().past.saved.get(name);
        if (saved == null) {
            throw Rejection.of(ErrorCode.LAYOUT_NOT_FOUND);
        }
        return saved;
    }

    /** Law 13m. */
    void restore(String name) {
        List<Place> left = new ArrayList<>(saved(name).places());
        Map<WindowId, WindowLayout> wanted = new HashMap<>();
        List<Pane> panes = turn.desk().stacked();
        for (Pane pane : panes) {
            take(left, place -> place.window().equals(pane.id)).ifPresent(place -> wanted.put(pane.id, place.layout()));
        }
        List<Pane> byAge = new ArrayList<>(panes);
        byAge.sort((one, other) -> one.createdAt.equals(other.createdAt)
                ? one.id.value().compareTo(other.id.value())
                : one.createdAt.compareTo(other.createdAt));
        for (Pane pane : byAge) {
            if (!wanted.containsKey(pane.id)) {
                take(left, place -> place.app().equals(pane.app))
                        .ifPresent(place -> wanted.put(pane.id, place.layout()));
            }
        }
        turn.step(desk -> panes.forEach(pane -> {
            WindowLayout layout = wanted.get(pane.id);
            if (layout != null) {
                restore(desk, pane, layout);
            }
        }));
    }

    private static Optional<Place> take(List<Place> left, Predicate<Place> fits) {
        Optional<Place> found = left.stream().filter(fits).findFirst();
        found.ifPresent(left::remove);
        return found;
    }

    private static void restore(Desk desk, Pane pane, WindowLayout layout) {
        set(pane, Part.PLACE, layout);
        pane.size = ModelOpening.constrain(pane.size, pane.hints.minSize(), pane.hints.maxSize());
        pane.minimized &= !pane.hints.modal();
        if (pane.parent == null) {
            set(pane, Part.LAYER, layout);
            if (desk.workspaces.containsKey(layout.workspace())) {
                set(pane, Part.HOME, layout);
            }
        }
    }
}
