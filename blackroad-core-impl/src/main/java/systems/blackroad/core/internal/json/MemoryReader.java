package systems.blackroad.core.internal.json;

import java.util.List;
import java.util.Set;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.LayoutHistory.Change;
import systems.blackroad.api.session.LayoutHistory.Step;
import systems.blackroad.api.session.LayoutMemory.AppBounds;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.session.SavedLayout.Place;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WorkspaceId;

/** Reads what a session remembers of its layouts; a document of old has nothing of it. */
final class MemoryReader {

    private static final Set<String> SAVED = Set.of("name", "windows");
    private static final Set<String> PLACE = WindowReader.plus(WindowReader.LAYOUT, "window_id", "app_id");
    private static final Set<String> BOUNDS = Set.of("app_id", "position", "size");
    private static final Set<String> STEP = Set.of("revision", "undone_at", "changes");
    private static final Set<String> CHANGE = Set.of("window_id", "before", "after");
    private static final WindowLayout NOTHING =
            WindowLayout.normal(new Position(0, 0), new Size(1, 1), WorkspaceId.of("1"));

    private MemoryReader() {}

    static List<SavedLayout> saved(Node state) {
        return state.isAbsent("saved_layouts")
                ? List.of()
                : state.objects("saved_layouts", SAVED, MemoryReader::layout);
    }

    static List<AppBounds> bounds(Node state) {
        return state.isAbsent("remembered_bounds")
                ? List.of()
                : state.objects(
                        "remembered_bounds",
                        BOUNDS,
                        node -> new AppBounds(
                                node.value("app_id", AppId::of), node.position("position"), node.size("size")));
    }

    static SavedLayout eventLayout(Node event) {
        return layout(event.object("layout", SAVED));
    }

    private static SavedLayout layout(Node node) {
        String name = node.text("name");
        List<Place> places = node.objects(
                "windows",
                PLACE,
                place -> new Place(
                        place.value("window_id", WindowId::of),
                        place.value("app_id", AppId::of),
                        WindowReader.layout(place)));
        return node.made("", () -> new SavedLayout(name, places));
    }

    /** The history beside a state. */
    static LayoutHistory history(Node snapshot) {
        if (snapshot.isAbsent("history")) {
            return LayoutHistory.empty();
        }
        List<Step> steps = snapshot.objects("history", STEP, node -> {
            long revision = node.number("revision");
            long undoneAt = node.number("undone_at");
            List<Change> changes = node.objects("changes", CHANGE, MemoryReader::change);
            return node.made("", () -> new Step(revision, changes, undoneAt));
        });
        return snapshot.made("history", () -> LayoutHistory.of(steps));
    }

    private static Change change(Node node) {
        WindowLayout before = part(node.object("before", WindowReader.LAYOUT));
        WindowLayout after = part(node.object("after", WindowReader.LAYOUT));
        return new Change(node.value("window_id", WindowId::of), before, after);
    }

    /** A layout of which only what changed is there. */
    private static WindowLayout part(Node node) {
        WindowLayout placed = node.isAbsent("state") ? NOTHING : NOTHING.withPlacementOf(WindowReader.layout(node));
        WindowLayout layered =
                node.isAbsent("layer") ? placed : placed.withLayer(node.constant("layer", WindowLayer.class));
        return node.isAbsent("workspace_id")
                ? layered
                : layered.withWorkspace(node.value("workspace_id", WorkspaceId::of), node.flag("sticky"));
    }
}
