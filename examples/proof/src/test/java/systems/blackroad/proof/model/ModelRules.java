package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.proof.model.Model.Turn;

/** The commands about windows. */
final class ModelRules implements WindowCommand.Visitor<Void> {

    private final Turn turn;

    ModelRules(Turn turn) {
        this.turn = turn;
    }

    @Override
    public Void openWindow(WindowCommand.OpenWindow command) {
        new ModelOpening(turn, this).open(command);
        return ModelFamilies.done();
    }

    /** Law 8e: the descendants first, the higher ones first, an event for each. */
    @Override
    public Void closeWindow(WindowCommand.CloseWindow command) {
        Pane pane = turn.desk().need(command.window());
        List<Pane> all = new ArrayList<>();
        pane.walk(all);
        for (int i = all.size() - 1; i >= 0; i--) {
            Pane closing = all.get(i);
            turn.happen(desk -> desk.remove(closing));
        }
        return ModelFamilies.done();
    }

    /** Laws 8 and 8a. */
    @Override
    public Void focusWindow(WindowCommand.FocusWindow command) {
        focus(turn.desk().need(command.window()));
        return ModelFamilies.done();
    }

    void focus(Pane pane) {
        reject(pane.isHidden(), ErrorCode.WINDOW_MINIMIZED);
        Pane target = turn.desk().focusTarget(pane);
        reject(target == pane && !pane.hints.focusable(), ErrorCode.WINDOW_NOT_FOCUSABLE);
        present(turn, pane, focused -> {});
    }

    /** Laws 3, 8d, 10. */
    @Override
    public Void minimizeWindow(WindowCommand.MinimizeWindow command) {
        Pane pane = turn.desk().need(command.window());
        reject(pane.hints.modal(), ErrorCode.WINDOW_MODAL);
        turn.step(desk -> pane.minimized = true);
        return ModelFamilies.done();
    }

    /** Laws 8d, 10, 10b. */
    @Override
    public Void maximizeWindow(WindowCommand.MaximizeWindow command) {
        Pane pane = turn.desk().need(command.window());
        reject(pane.isBelowMinimized(), ErrorCode.WINDOW_MINIMIZED);
        present(turn, pane, wanted -> {
            wanted.minimized = false;
            wanted.maximized = true;
            wanted.zone = null;
        });
        return ModelFamilies.done();
    }

    @Override
    public Void restoreWindow(WindowCommand.RestoreWindow command) {
        restore(turn.desk().need(command.window()));
        return ModelFamilies.done();
    }

    /** Laws 8d and 10a: it takes off the first of four that holds; where none does, it is no event. */
    void restore(Pane pane) {
        boolean something = pane.minimized || pane.fullscreen || pane.maximized || pane.zone != null;
        reject(something && pane.isBelowMinimized(), ErrorCode.WINDOW_MINIMIZED);
        if (pane.minimized) {
            present(turn, pane, wanted -> wanted.minimized = false);
        } else if (pane.fullscreen) {
            present(turn, pane, wanted -> wanted.fullscreen = false);
        } else if (pane.maximized) {
            present(turn, pane, wanted -> wanted.maximized = false);
        } else if (pane.zone != null) {
            present(turn, pane, wanted -> wanted.zone = null);
        }
    }

    @Override
    public Void moveWindow(WindowCommand.MoveWindow command) {
        Pane pane = turn.desk().need(command.window());
        place(pane, command.position(), pane.size);
        return ModelFamilies.done();
    }

    /** Law 11a. */
    @Override
    public Void resizeWindow(WindowCommand.ResizeWindow command) {
        Pane pane = turn.desk().need(command.window());
        Position position = command.position() == null ? pane.position : command.position();
        place(pane, position, ModelOpening.constrain(command.size(), pane.hints.minSize(), pane.hints.maxSize()));
        return ModelFamilies.done();
    }

    /** Law 11. */
    private void place(Pane pane, Position position, Size size) {
        reject(!pane.minimized && pane.maximized, ErrorCode.WINDOW_MAXIMIZED);
        reject(!pane.minimized && pane.fullscreen, ErrorCode.WINDOW_FULLSCREEN);
        turn.step(desk -> {
            pane.position = position;
            pane.size = size;
            pane.zone = null;
        });
    }

    @Override
    public Void renameWindow(WindowCommand.RenameWindow command) {
        Pane pane = turn.desk().need(command.window());
        new Values(turn.limits)
                .title(command.title())
                .state(turn.desk(), Values.bytes(command.title()) - Values.bytes(pane.title))
                .check();
        turn.happen(desk -> pane.title = command.title());
        return ModelFamilies.done();
    }

    /** Law 13g. */
    @Override
    public Void setNotice(WindowCommand.SetNotice command) {
        Pane pane = turn.desk().need(command.window());
        WindowNotice notice = command.notice();
        if (notice.badge() != null) {
            new Values(turn.limits).badge(notice.badge(), 8).check();
        }
        turn.happen(desk -> pane.notice = pane == desk.active() ? notice.seen() : notice);
        return ModelFamilies.done();
    }

    /** Law 13h. */
    @Override
    public Void setWindowMetadata(WindowCommand.SetWindowMetadata command) {
        Pane pane = turn.desk().need(command.window());
        Map<String, String> metadata = new TreeMap<>(pane.metadata);
        if (command.value() == null) {
            metadata.remove(command.key());
        } else {
            metadata.put(command.key(), command.value());
            new Values(turn.limits)
                    .windowMetadata(metadata)
                    .state(turn.desk(), Values.bytes(metadata) - Values.bytes(pane.metadata))
                    .check();
        }
        turn.happen(desk -> pane.metadata = metadata);
        return ModelFamilies.done();
    }

    /** Laws 6 and 8b: where the window is on another workspace, that becomes current first, as an event of its own. */
    static void present(Turn turn, Pane pane, Consumer<Pane> change) {
        switchTo(turn, pane.group);
        WindowId id = pane.id;
        turn.step(desk -> change.accept(pane), id);
    }

    static void switchTo(Turn turn, Group group) {
        if (!turn.desk().isOnCurrent(group)) {
            turn.happen(desk -> desk.current = group.workspace);
        }
    }

    static void reject(boolean condition, ErrorCode code) {
        if (condition) {
            throw Rejection.of(code);
        }
    }
}
