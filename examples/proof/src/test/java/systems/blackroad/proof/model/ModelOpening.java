package systems.blackroad.proof.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.LayoutMemory.AppBounds;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.window.App;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.WindowHints;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.proof.model.Model.Turn;

/** Opening a window, in the order of checks that the page gives. */
final class ModelOpening {

    private static final int LINE = 8;

    private final Turn turn;
    private final ModelRules rules;

    ModelOpening(Turn turn, ModelRules rules) {
        this.turn = turn;
        this.rules = rules;
    }

    void open(OpenWindow command) {
        Desk desk = turn.desk();
        @Nullable App app = allowed(turn, command.appId());
        if (app != null && app.singleInstance()) {
            Optional<Pane> there =
                    desk.recent().filter(pane -> pane.app.equals(app.id())).findFirst();
            if (there.isPresent()) {
                again(there.get());
                return;
            }
        }
        ModelRules.reject(desk.openWindows() >= turn.limits.maxWindows(), ErrorCode.LIMIT_EXCEEDED);
        WindowOptions options = command.options();
        @Nullable Pane parent = options.parent() == null ? null : parent(desk.need(options.parent()));
        String title = title(command, app);
        new Values(turn.limits)
                .valid(!options.modal() || (parent != null && options.focusable()))
                .valid(parent == null || options.layer() == null)
                .sizes(options.minSize(), options.maxSize())
                .title(title)
                .windowMetadata(command.metadata())
                .state(desk, Values.windowBytes(title, command.metadata()))
                .check();
        Pane pane = make(command, app, parent, title);
        ModelRules.switchTo(turn, pane.group);
        turn.happen(now -> now.add(pane), pane.id);
    }

    /** Law 13e. */
    static @Nullable App allowed(Turn turn, AppId id) {
        if (turn.apps.isEmpty()) {
            return null;
        }
        App app = turn.apps.find(id).orElse(null);
        if (app == null) {
            throw Rejection.of(ErrorCode.APP_NOT_FOUND);
        }
        ModelRules.reject(
                app.permission() != null && !turn.envelope.actor().permissions().contains(app.permission()),
                ErrorCode.APP_FORBIDDEN);
        return app;
    }

    /** Law 13f. */
    private void again(Pane pane) {
        if (pane.minimized) {
            rules.restore(pane);
        } else {
            rules.focus(pane);
        }
    }

    /** Law 8c. */
    private static Pane parent(Pane parent) {
        ModelRules.reject(parent.isHidden(), ErrorCode.WINDOW_MINIMIZED);
        ModelRules.reject(parent.depth() >= LINE, ErrorCode.LIMIT_EXCEEDED);
        return parent;
    }

    private Pane make(OpenWindow command, @Nullable App app, @Nullable Pane parent, String title) {
        WindowOptions options = command.options();
        Desk desk = turn.desk();
        // Law 11a.
        App.Sizes sizes = app == null ? App.Sizes.DEFAULTS : app.sizes();
        Size min = options.minSize() == null ? sizes.min() : options.minSize();
        Size max = options.maxSize() == null ? sizes.max() : options.maxSize();
        // Laws 12 and 12a.
        boolean first = desk.stacked().stream().noneMatch(pane -> pane.app.equals(command.appId()));
        AppBounds last = first ? desk.past.bounds(command.appId()) : null;
        int step = 100 + 30 * (desk.openWindows() % 10);
        Position usual = last == null ? new Position(step, step) : last.position();
        Position position = options.position() == null ? usual : options.position();
        Size wanted = last == null ? sizes.initial() : last.size();
        Size size = options.size() == null ? wanted : options.size();
        WindowHints hints =
                new WindowHints(parent == null ? null : parent.id, options.modal(), options.focusable(), min, max);
        Pane.Birth birth = new Pane.Birth(
                command.appId(),
                title,
                hints,
                position,
                constrain(size, min, max),
                command.metadata(),
                turn.envelope.at());
        // Laws 8c and 13b.
        WindowLayer layer = options.layer() == null ? WindowLayer.NORMAL : options.layer();
        Group group = parent == null ? new Group(layer, desk.current, false) : parent.group;
        return new Pane(WindowId.of(turn.freshId()), birth, group, parent);
    }

    /** Law 13. */
    private static String title(OpenWindow command, @Nullable App app) {
        if (command.title() != null) {
            return command.title();
        }
        if (app != null && app.title() != null) {
            return app.title();
        }
        StringBuilder words = new StringBuilder();
        for (String word : command.appId().value().split("-")) {
            words.append(words.isEmpty() ? "" : " ")
                    .append(Character.toUpperCase(word.charAt(0)))
                    .append(word.substring(1));
        }
        return words.toString();
    }

    /** Law 11a: at most the maximum, then at least the minimum. */
    static Size constrain(Size wanted, Size min, @Nullable Size max) {
        int width = max == null ? wanted.width() : Math.min(wanted.width(), max.width());
        int height = max == null ? wanted.height() : Math.min(wanted.height(), max.height());
        return new Size(Math.max(width, min.width()), Math.max(height, min.height()));
    }
}
