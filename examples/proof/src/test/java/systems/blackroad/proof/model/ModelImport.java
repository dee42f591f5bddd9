package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.window.App;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.proof.model.Model.Turn;

/**
 * Law 21: builds a desk of the document's windows, by groups and bands as always; a document that obeys the laws is what
 * such a desk is shown as.
 */
final class ModelImport {

    private static final int LINE = 8;
    private static final int BADGE = 8;

    private final Turn turn;
    private final PortableDesktop document;

    ModelImport(Turn turn, PortableDesktop document) {
        this.turn = turn;
        this.document = document;
    }

    void decide() {
        Desk built = built();
        List<Window> windows = document.stack().windows();
        ModelRules.reject(
                windows.size() > turn.limits.maxWindows()
                        || document.workspaces().list().size() > turn.limits.maxWorkspaces(),
                ErrorCode.LIMIT_EXCEEDED);
        windows.forEach(window -> ModelOpening.allowed(turn, window.appId()));
        Values values = new Values(turn.limits);
        values.desktop(document.desktop());
        document.workspaces().list().forEach(workspace -> values.title(workspace.name()));
        document.saved().forEach(layout -> values.title(layout.name()));
        windows.forEach(window -> check(values, window, built.need(window.id())));
        values.valid(onlyInstances());
        values.valid(isSettled(built));
        values.state(built, 0).check();
        turn.replace(built);
    }

    private void check(Values values, Window window, Pane pane) {
        values.title(window.title()).windowMetadata(window.metadata());
        values.valid(!pane.hints.modal() || !pane.minimized);
        values.valid(ModelOpening.constrain(pane.size, pane.hints.minSize(), pane.hints.maxSize())
                .equals(pane.size));
        values.valid(document.workspaces().indexOf(window.layout().workspace()) >= 0);
        values.within(pane.depth(), LINE);
        String badge = window.notice().badge();
        if (badge != null) {
            values.badge(badge, BADGE);
        }
    }

    private boolean onlyInstances() {
        Set<AppId> seen = new HashSet<>();
        return document.stack().windows().stream()
                .map(Window::appId)
                .filter(id -> turn.apps.find(id).map(App::singleInstance).orElse(false))
                .allMatch(seen::add);
    }

    /** Whether the desk is shown as the document says, and no event would change the focus or the order. */
    private boolean isSettled(Desk built) {
        if (!PortableDesktop.of(built.toState()).equals(document)) {
            return false;
        }
        Pane active = built.active();
        Desk settled = built.copy();
        settled.happen(desk -> {});
        return (active == null || !active.notice.urgent())
                && PortableDesktop.of(settled.toState()).equals(document);
    }

    private Desk built() {
        Desk now = turn.desk();
        Desk built = new Desk(now.session, new Surroundings(document.desktop()), now.metadata);
        built.holder = now.holder;
        built.tokens = now.tokens;
        built.impersonator = now.impersonator;
        built.revision = now.revision;
        for (Workspace workspace : document.workspaces().list()) {
            built.workspaces.put(workspace.id(), workspace.name());
        }
        built.current = document.workspaces().current();
        for (SavedLayout layout : document.saved()) {
            built.past.save(layout);
        }
        built.past.remember(document.bounds());
        List<Pane> panes = new ArrayList<>();
        for (Window window : document.stack().windows()) {
            Pane pane = pane(window, built);
            built.put(pane);
            panes.add(pane);
        }
        List<WindowId> order = document.stack().focusOrder();
        for (int i = order.size() - 1; i >= 0; i--) {
            built.count(built.need(order.get(i)));
        }
        WindowId active = document.stack().active();
        built.stack(active == null ? null : built.need(active));
        return built;
    }

    private static Pane pane(Window window, Desk built) {
        @Nullable Pane parent = window.parent() == null ? null : built.need(Objects.requireNonNull(window.parent()));
        Pane.Birth birth = new Pane.Birth(
                window.appId(),
                window.title(),
                window.hints(),
                window.position(),
                window.size(),
                window.metadata(),
                window.createdAt());
        Group group = parent != null
                ? parent.group
                : new Group(
                        window.layout().layer(),
                        window.layout().workspace(),
                        window.layout().sticky());
        Pane pane = new Pane(window.id(), birth, group, parent);
        pane.notice = window.notice();
        pane.minimized = window.layout().state() == WindowState.MINIMIZED;
        pane.maximized = window.layout().restoreState() == WindowState.MAXIMIZED;
        pane.fullscreen = window.layout().fullscreen();
        pane.zone = window.layout().snap();
        return pane;
    }
}
