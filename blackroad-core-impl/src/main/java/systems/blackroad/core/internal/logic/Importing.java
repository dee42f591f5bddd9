package systems.blackroad.core.internal.logic;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.SessionEvent;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.window.App;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowHints;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.Workspace;

/** Decides whether a desktop from elsewhere obeys every limit and law, so that it may replace the one that is there. */
final class Importing {

    private final Rules rules;
    private final Bounds bounds;
    private final PortableDesktop document;
    private final Scene scene;

    Importing(Rules rules, PortableDesktop document) {
        this.rules = rules;
        this.bounds = rules.bounds();
        this.document = document;
        this.scene = new Scene(document.stack(), document.workspaces().current());
    }

    Ruling decide() {
        Ruling refusal = firstOf(Stream.of(
                this::counts,
                () -> firstOf(document.stack().windows().stream().map(window -> () -> permitted(window))),
                () -> new DesktopBounds(bounds, rules.envelope().session()).all(document.desktop()),
                this::names,
                () -> firstOf(document.stack().windows().stream().map(window -> () -> window(window))),
                this::singleInstances,
                this::order,
                this::size));
        if (refusal != null) {
            return refusal;
        }
        return document.equals(PortableDesktop.of(rules.state()))
                ? Ruling.NOTHING
                : Ruling.happens(new SessionEvent.DesktopImported(document));
    }

    private static @Nullable Ruling firstOf(Stream<Supplier<@Nullable Ruling>> checks) {
        return checks.map(Supplier::get).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private @Nullable Ruling counts() {
        int windows = document.stack().size();
        int workspaces = document.workspaces().list().size();
        if (windows > bounds.maxWindows() || workspaces > bounds.maxWorkspaces()) {
            return Bounds.exceeded("the document must have at most " + bounds.maxWindows() + " windows and "
                    + bounds.maxWorkspaces() + " workspaces, got " + windows + " and " + workspaces
                    + "; leave some out");
        }
        return null;
    }

    private @Nullable Ruling permitted(Window window) {
        return Opening.permitted(rules, window.appId());
    }

    private @Nullable Ruling names() {
        Stream<String> names = Stream.concat(
                document.workspaces().list().stream().map(Workspace::name),
                document.saved().stream().map(SavedLayout::name));
        return firstOf(names.map(name -> () -> bounds.text("each name in the document", name)));
    }

    private @Nullable Ruling window(Window window) {
        String subject = "window " + window.id() + " of the document";
        int index = scene.indexOf(window.id());
        WindowHints hints = window.hints();
        WindowLayout layout = window.layout();
        Ruling refusal = SessionRules.firstOf(
                bounds.text("title of " + subject, window.title()),
                bounds.windowMetadata("metadata of " + subject, window.metadata()),
                bounds.badge(subject, window.notice()));
        if (refusal != null) {
            return refusal;
        }
        if (scene.depth(index) > Opening.MAX_DEPTH) {
            return Bounds.exceeded(subject + " must have at most " + Opening.MAX_DEPTH
                    + " windows in its line of parents; leave some out");
        }
        if (hints.modal() && window.isMinimized()) {
            return invalid(subject + " is modal and must not be minimized");
        }
        if (!hints.constrain(layout.size()).equals(layout.size())) {
            return invalid(subject + " must have a size within its own minimum and maximum");
        }
        if (document.workspaces().indexOf(layout.workspace()) < 0) {
            return invalid(subject + " must be on a workspace of the document");
        }
        WindowLayout root = document.stack().get(scene.root(index)).layout();
        if (layout.layer() != root.layer() || !layout.isAtHomeLike(root)) {
            return invalid(subject + " must have the layer, workspace and stickiness of the root of its group");
        }
        return null;
    }

    private @Nullable Ruling singleInstances() {
        Set<Object> seen = new HashSet<>();
        for (Window window : document.stack().windows()) {
            boolean single =
                    rules.apps().find(window.appId()).map(App::singleInstance).orElse(false);
            if (single && !seen.add(window.appId())) {
                return invalid("app " + window.appId() + " of the document must have one window at most");
            }
        }
        return null;
    }

    /** Laws 3a, 3b, 4 and 13g: as the windows stand, no event would move one or give the focus to another. */
    private @Nullable Ruling order() {
        List<Window> windows = document.stack().windows();
        for (int i = 1; i < windows.size(); i++) {
            int ancestor = windows.get(i).parent() == null
                    ? i
                    : scene.indexOf(Objects.requireNonNull(windows.get(i).parent()));
            if (ancestor != i && !scene.isWithin(i - 1, ancestor)) {
                return invalid("window " + windows.get(i).id()
                        + " of the document must stand right above its parent and what descends from that");
            }
        }
        Focus settled = scene.settle(document.stack().active(), null);
        if (!settled.restacked().isEmpty()) {
            return invalid("windows of the document must stand in the order of their layers");
        }
        if (!Objects.equals(settled.active(), document.stack().active())) {
            return invalid("active_window_id of the document must be null or a window that may have the focus, and null"
                    + " only where none may");
        }
        Window active = settled.active() == null ? null : windows.get(scene.indexOf(settled.active()));
        if (active != null
                && (active.notice().urgent()
                        || !document.stack().focusOrder().get(0).equals(active.id()))) {
            return invalid("the active window of the document must be the first of focus_order, and not urgent");
        }
        return null;
    }

    private @Nullable Ruling size() {
        OsState after = Evolution.evolve(rules.state(), new SessionEvent.DesktopImported(document));
        return bounds.whole(after.session().id(), Bounds.bytes(after));
    }

    private static Ruling invalid(String message) {
        return Ruling.refused(ErrorCode.INVALID_VALUE, message + "; correct it");
    }
}
