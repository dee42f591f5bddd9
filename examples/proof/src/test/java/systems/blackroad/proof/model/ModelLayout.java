package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.window.WorkspaceId;
import systems.blackroad.proof.model.Model.Turn;

/** The commands about layout and workspaces. */
final class ModelLayout implements LayoutCommand.Visitor<Void> {

    private final Turn turn;

    ModelLayout(Turn turn) {
        this.turn = turn;
    }

    /** Law 10b. */
    @Override
    public Void snapWindow(LayoutCommand.SnapWindow command) {
        Pane pane = turn.desk().need(command.window());
        ModelRules.reject(pane.isBelowMinimized(), ErrorCode.WINDOW_MINIMIZED);
        ModelRules.present(turn, pane, wanted -> {
            wanted.minimized = false;
            wanted.maximized = false;
            wanted.fullscreen = false;
            wanted.zone = command.zone();
        });
        return ModelFamilies.done();
    }

    /** Law 10c. */
    @Override
    public Void setFullscreen(LayoutCommand.SetFullscreen command) {
        Pane pane = turn.desk().need(command.window());
        if (command.fullscreen()) {
            ModelRules.reject(pane.isBelowMinimized(), ErrorCode.WINDOW_MINIMIZED);
            ModelRules.present(turn, pane, wanted -> {
                wanted.minimized = false;
                wanted.fullscreen = true;
            });
        } else {
            turn.step(desk -> pane.fullscreen = false);
        }
        return ModelFamilies.done();
    }

    /** Law 3d. */
    @Override
    public Void setLayer(LayoutCommand.SetLayer command) {
        Group group = turn.desk().need(command.window()).group;
        turn.step(desk -> group.layer = command.layer());
        return ModelFamilies.done();
    }

    /** Law 13b. */
    @Override
    public Void moveToWorkspace(LayoutCommand.MoveToWorkspace command) {
        Group group = turn.desk().need(command.window()).group;
        turn.desk().needWorkspace(command.workspace());
        turn.step(desk -> group.workspace = command.workspace());
        return ModelFamilies.done();
    }

    /** Law 13b. */
    @Override
    public Void setSticky(LayoutCommand.SetSticky command) {
        Group group = turn.desk().need(command.window()).group;
        turn.step(desk -> {
            if (group.sticky && !command.sticky()) {
                group.workspace = desk.current;
            }
            group.sticky = command.sticky();
        });
        return ModelFamilies.done();
    }

    /** Law 13c. */
    @Override
    public Void addWorkspace(LayoutCommand.AddWorkspace command) {
        Desk now = turn.desk();
        ModelRules.reject(now.workspaces.size() >= turn.limits.maxWorkspaces(), ErrorCode.LIMIT_EXCEEDED);
        new Values(turn.limits)
                .title(command.name())
                .state(now, Values.bytes(command.name()))
                .check();
        turn.happen(desk -> desk.workspaces.put(WorkspaceId.of(turn.freshId()), command.name()));
        return ModelFamilies.done();
    }

    /** Law 13c. */
    @Override
    public Void removeWorkspace(LayoutCommand.RemoveWorkspace command) {
        WorkspaceId gone = command.workspace();
        turn.desk().needWorkspace(gone);
        List<WorkspaceId> ids = new ArrayList<>(turn.desk().workspaces.keySet());
        ModelRules.reject(ids.size() == 1, ErrorCode.INVALID_VALUE);
        int place = ids.indexOf(gone);
        WorkspaceId neighbour = ids.get(place == 0 ? 1 : place - 1);
        turn.happen(desk -> {
            desk.workspaces.remove(gone);
            for (Group group : desk.groups()) {
                if (group.workspace.equals(gone)) {
                    group.workspace = neighbour;
                }
            }
            if (desk.current.equals(gone)) {
                desk.current = neighbour;
            }
        });
        return ModelFamilies.done();
    }

    @Override
    public Void renameWorkspace(LayoutCommand.RenameWorkspace command) {
        turn.desk().needWorkspace(command.workspace());
        Map<WorkspaceId, String> names = turn.desk().workspaces;
        long more = Values.bytes(command.name()) - Values.bytes(String.valueOf(names.get(command.workspace())));
        new Values(turn.limits).title(command.name()).state(turn.desk(), more).check();
        turn.happen(desk -> desk.workspaces.put(command.workspace(), command.name()));
        return ModelFamilies.done();
    }

    /** Law 13d. */
    @Override
    public Void switchWorkspace(LayoutCommand.SwitchWorkspace command) {
        turn.desk().needWorkspace(command.workspace());
        turn.happen(desk -> desk.current = command.workspace());
        return ModelFamilies.done();
    }

    @Override
    public Void undoLayout(LayoutCommand.UndoLayout command) {
        new ModelPast(turn).turn(command.revision(), true);
        return ModelFamilies.done();
    }

    @Override
    public Void redoLayout(LayoutCommand.RedoLayout command) {
        new ModelPast(turn).turn(command.revision(), false);
        return ModelFamilies.done();
    }

    @Override
    public Void saveLayout(LayoutCommand.SaveLayout command) {
        new ModelPast(turn).save(command.name());
        return ModelFamilies.done();
    }

    @Override
    public Void restoreLayout(LayoutCommand.RestoreLayout command) {
        new ModelPast(turn).restore(command.name());
        return ModelFamilies.done();
    }

    @Override
    public Void deleteLayout(LayoutCommand.DeleteLayout command) {
        new ModelPast(turn).delete(command.name());
        return ModelFamilies.done();
    }
}
