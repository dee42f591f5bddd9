package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.event.LayoutEvent.Reason;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.OsState.Workspaces;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

/** The laws of snap zones, fullscreen, layers and workspaces: one command, decided on one state. */
final class LayoutRules implements LayoutCommand.Visitor<Ruling> {

    private final Rules rules;
    private final OsState state;
    private final Ground ground;

    LayoutRules(Rules rules) {
        this.rules = rules;
        this.state = rules.state();
        this.ground = new Ground(state);
    }

    @Override
    public Ruling snapWindow(LayoutCommand.SnapWindow command) {
        return ground.of(
                command.window(),
                window -> raising(Reason.SNAP, window, window.layout().withSnap(command.zone())));
    }

    @Override
    public Ruling setFullscreen(LayoutCommand.SetFullscreen command) {
        return ground.of(command.window(), window -> {
            WindowLayout layout = window.layout();
            if (command.fullscreen()) {
                return raising(
                        Reason.FULLSCREEN,
                        window,
                        layout.withState(layout.restoreState()).withFullscreen(true));
            }
            return arranged(Reason.FULLSCREEN, List.of(window), each -> each.withFullscreen(false));
        });
    }

    @Override
    public Ruling setLayer(LayoutCommand.SetLayer command) {
        return ground.of(
                command.window(),
                window -> arranged(Reason.LAYER, group(window), layout -> layout.withLayer(command.layer())));
    }

    @Override
    public Ruling moveToWorkspace(LayoutCommand.MoveToWorkspace command) {
        return ground.of(
                command.window(),
                window -> of(
                        command.workspace(),
                        place -> arranged(
                                Reason.WORKSPACE,
                                group(window),
                                layout -> layout.withWorkspace(command.workspace(), layout.sticky()))));
    }

    @Override
    public Ruling setSticky(LayoutCommand.SetSticky command) {
        return ground.of(command.window(), window -> {
            if (window.layout().sticky() == command.sticky()) {
                return Ruling.NOTHING;
            }
            WorkspaceId current = state.workspaces().current();
            return arranged(
                    Reason.STICKY,
                    group(window),
                    layout -> layout.withWorkspace(command.sticky() ? layout.workspace() : current, command.sticky()));
        });
    }

    @Override
    public Ruling addWorkspace(LayoutCommand.AddWorkspace command) {
        int count = state.workspaces().list().size();
        int max = rules.bounds().maxWorkspaces();
        if (count >= max) {
            return Bounds.exceeded(
                    "session " + state.session().id() + " may have at most " + max + " workspaces; remove one first");
        }
        WorkspaceId id = WorkspaceId.of(rules.freshId());
        Ruling refusal = SessionRules.firstOf(
                rules.bounds().text("name of workspace " + id, command.name()),
                rules.bounds().growth(state, Bounds.utf8(command.name())));
        return refusal == null
                ? Ruling.happens(new LayoutEvent.WorkspaceAdded(new Workspace(id, command.name())))
                : refusal;
    }

    @Override
    public Ruling removeWorkspace(LayoutCommand.RemoveWorkspace command) {
        return of(command.workspace(), place -> {
            Workspaces workspaces = state.workspaces();
            if (workspaces.list().size() == 1) {
                return Ruling.refused(
                        ErrorCode.INVALID_VALUE,
                        "workspace " + command.workspace() + " is the last one of session "
                                + state.session().id() + "; add another first");
            }
            WorkspaceId neighbour =
                    workspaces.list().get(place == 0 ? 1 : place - 1).id();
            WorkspaceId current = workspaces.current().equals(command.workspace()) ? neighbour : workspaces.current();
            WindowStack after = LayoutEvolution.moved(state.stack(), command.workspace(), neighbour);
            return Ruling.happens(new LayoutEvent.WorkspaceRemoved(
                    command.workspace(), neighbour, current, new Scene(after, current).settle(after.active(), null)));
        });
    }

    @Override
    public Ruling renameWorkspace(LayoutCommand.RenameWorkspace command) {
        return of(command.workspace(), place -> {
            String former = state.workspaces().list().get(place).name();
            if (former.equals(command.name())) {
                return Ruling.NOTHING;
            }
            Ruling refusal = SessionRules.firstOf(
                    rules.bounds().text("name of workspace " + command.workspace(), command.name()),
                    rules.bounds().growth(state, Bounds.utf8(command.name()) - Bounds.utf8(former)));
            return refusal == null
                    ? Ruling.happens(new LayoutEvent.WorkspaceRenamed(command.workspace(), command.name()))
                    : refusal;
        });
    }

    @Override
    public Ruling switchWorkspace(LayoutCommand.SwitchWorkspace command) {
        return of(
                command.workspace(),
                place -> command.workspace().equals(state.workspaces().current())
                        ? Ruling.NOTHING
                        : Ruling.happens(ground.switched(command.workspace())));
    }

    @Override
    public Ruling undoLayout(LayoutCommand.UndoLayout command) {
        return new LayoutMemoryRules(rules).undo(command);
    }

    @Override
    public Ruling redoLayout(LayoutCommand.RedoLayout command) {
        return new LayoutMemoryRules(rules).redo(command);
    }

    @Override
    public Ruling saveLayout(LayoutCommand.SaveLayout command) {
        return new LayoutMemoryRules(rules).save(command);
    }

    @Override
    public Ruling restoreLayout(LayoutCommand.RestoreLayout command) {
        return new LayoutMemoryRules(rules).restore(command);
    }

    @Override
    public Ruling deleteLayout(LayoutCommand.DeleteLayout command) {
        return new LayoutMemoryRules(rules).delete(command);
    }

    private List<Window> group(Window window) {
        Scene scene = ground.scene();
        return scene.group(scene.indexOf(window.id()));
    }

    private Ruling raising(Reason reason, Window window, WindowLayout layout) {
        return ground.raising(
                window,
                each -> each.withLayout(layout),
                focus -> new LayoutEvent.WindowsArranged(
                        reason, List.of(new LayoutEvent.Arranged(window.id(), layout)), focus));
    }

    private Ruling arranged(Reason reason, List<Window> windows, UnaryOperator<WindowLayout> change) {
        List<LayoutEvent.Arranged> changed = new ArrayList<>(windows.size());
        WindowStack after = state.stack();
        for (Window window : windows) {
            WindowLayout layout = change.apply(window.layout());
            if (!layout.equals(window.layout())) {
                changed.add(new LayoutEvent.Arranged(window.id(), layout));
                after = after.changed(window.id(), each -> each.withLayout(layout));
            }
        }
        return changed.isEmpty()
                ? Ruling.NOTHING
                : Ruling.happens(new LayoutEvent.WindowsArranged(
                        reason, changed, new Scene(after, state.workspaces().current()).settle(after.active(), null)));
    }

    /** The ruling on the workspace at a place, or that there is none. */
    private Ruling of(WorkspaceId id, Function<Integer, Ruling> rule) {
        int place = state.workspaces().indexOf(id);
        return place >= 0
                ? rule.apply(place)
                : Ruling.refused(
                        ErrorCode.WORKSPACE_NOT_FOUND,
                        "session " + state.session().id() + " has no workspace " + id + " at revision "
                                + state.revision() + "; read the state again");
    }
}
