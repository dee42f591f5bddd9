package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.LayoutMemory.AppBounds;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.App;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowHints;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowOptions;

/** The laws of opening a window: who may, where it stands, how large it is. */
final class Opening {

    /** The most windows in a line above one. */
    static final int MAX_DEPTH = 8;

    private static final int CASCADE_START = 100;
    private static final int CASCADE_STEP = 30;
    private static final int CASCADE_LENGTH = 10;

    private final Rules rules;
    private final WindowRules windows;
    private final Ground ground;
    private final OsState state;

    Opening(Rules rules, WindowRules windows, Ground ground) {
        this.rules = rules;
        this.windows = windows;
        this.ground = ground;
        this.state = rules.state();
    }

    Ruling decide(WindowCommand.OpenWindow command) {
        Optional<App> listed = rules.apps().find(command.appId());
        Ruling refusal = permitted(rules, command.appId());
        if (refusal != null) {
            return refusal;
        }
        if (listed.isPresent() && listed.get().singleInstance()) {
            for (WindowId id : state.focusOrder()) {
                Window window = state.findWindow(id).orElseThrow();
                if (window.appId().equals(command.appId())) {
                    return window.isMinimized()
                            ? windows.restoreWindow(new WindowCommand.RestoreWindow(id))
                            : windows.focusWindow(new WindowCommand.FocusWindow(id));
                }
            }
        }
        WindowId id = WindowId.of(rules.freshId());
        App app = listed.orElseGet(() -> new App(command.appId(), null, "", App.Sizes.DEFAULTS, false, null));
        String title = title(command, app);
        refusal = SessionRules.firstOf(room(), parent(id, command.options()), sizes(id, command.options()));
        if (refusal == null) {
            refusal = SessionRules.firstOf(
                    rules.bounds().text("title of window " + id, title),
                    rules.bounds().windowMetadata("metadata of window " + id, command.metadata()),
                    rules.bounds().growth(state, Bounds.windowBytes(title, command.metadata())));
        }
        return refusal == null ? opened(id, title, command, app.sizes()) : refusal;
    }

    private Ruling opened(WindowId id, String title, WindowCommand.OpenWindow command, App.Sizes sizes) {
        WindowOptions options = command.options();
        List<OsEvent> events = new ArrayList<>(1);
        Window parent = options.parent() == null
                ? null
                : state.findWindow(options.parent()).orElseThrow();
        OsState now = parent == null ? state : ground.revealed(parent, events).state();
        WindowHints hints = new WindowHints(
                options.parent(),
                options.modal(),
                options.focusable(),
                Objects.requireNonNullElse(options.minSize(), sizes.min()),
                options.maxSize() == null ? sizes.max() : options.maxSize());
        Window window = new Window(
                id,
                command.appId(),
                title,
                layout(options, hints, sizes.initial(), remembered(command), parent),
                hints,
                WindowNotice.NONE,
                rules.envelope().at(),
                command.metadata());
        WindowStack after = now.stack().opened(window);
        events.add(new WindowEvent.WindowOpened(
                window, new Scene(after, now.workspaces().current()).raise(after.size() - 1)));
        return new Ruling.Happens(events, null);
    }

    /** Where a window of the application stood when it closed, unless another one is open. */
    private Optional<AppBounds> remembered(WindowCommand.OpenWindow command) {
        for (Window window : state.windows()) {
            if (window.appId().equals(command.appId())) {
                return Optional.empty();
            }
        }
        return state.memory().findBounds(command.appId());
    }

    private WindowLayout layout(
            WindowOptions options,
            WindowHints hints,
            Size initial,
            Optional<AppBounds> remembered,
            @Nullable Window parent) {
        int offset = CASCADE_START + CASCADE_STEP * (state.stack().size() % CASCADE_LENGTH);
        Position position = Objects.requireNonNullElseGet(
                options.position(),
                () -> remembered.map(AppBounds::position).orElseGet(() -> new Position(offset, offset)));
        Size size = hints.constrain(Objects.requireNonNullElseGet(
                options.size(), () -> remembered.map(AppBounds::size).orElse(initial)));
        WindowLayout layout =
                WindowLayout.normal(position, size, state.workspaces().current());
        return parent == null
                ? layout.withLayer(Objects.requireNonNullElse(options.layer(), WindowLayer.NORMAL))
                : layout.withLayer(parent.layout().layer())
                        .withWorkspace(
                                parent.layout().workspace(), parent.layout().sticky());
    }

    /** Law 13e. */
    static @Nullable Ruling permitted(Rules rules, AppId app) {
        Optional<App> listed = rules.apps().find(app);
        if (listed.isEmpty()) {
            return rules.apps().isEmpty()
                    ? null
                    : Ruling.refused(
                            ErrorCode.APP_NOT_FOUND, "app " + app + " is not in the catalogue; open one that is");
        }
        String permission = listed.get().permission();
        return permission == null || rules.envelope().actor().permissions().contains(permission)
                ? null
                : Ruling.refused(
                        ErrorCode.APP_FORBIDDEN, "app " + app + " requires permission " + permission + "; ask for it");
    }

    private @Nullable Ruling room() {
        int max = rules.bounds().maxWindows();
        int open = state.stack().size();
        return open < max
                ? null
                : Bounds.exceeded("session " + state.session().id() + " may have at most " + max + " windows, " + open
                        + " are open; close one first");
    }

    private @Nullable Ruling parent(WindowId id, WindowOptions options) {
        WindowId parent = options.parent();
        if (parent == null) {
            return options.modal() ? invalid("modal window " + id + " must have a parent; name one") : null;
        }
        Scene scene = ground.scene();
        int index = scene.indexOf(parent);
        if (index < 0) {
            return Ruling.refused(
                    ErrorCode.WINDOW_NOT_FOUND, ground.subject(parent) + " is not open; name another parent");
        }
        if (state.stack().get(index).isMinimized() || scene.isBelowMinimized(index)) {
            return Ruling.refused(
                    ErrorCode.WINDOW_MINIMIZED, ground.subject(parent) + " is minimized; restore it first");
        }
        if (scene.depth(index) >= MAX_DEPTH) {
            return Bounds.exceeded("window " + id + " may have at most " + MAX_DEPTH
                    + " windows in a line above it; name a parent nearer to the root");
        }
        if (options.layer() != null) {
            return invalid("window " + id + " stands in the layer of its parent; name no layer");
        }
        return options.modal() && !options.focusable()
                ? invalid("modal window " + id + " must be focusable; correct it")
                : null;
    }

    private @Nullable Ruling sizes(WindowId id, WindowOptions options) {
        Size min = options.minSize();
        Size max = options.maxSize();
        return min != null && max != null && (min.width() > max.width() || min.height() > max.height())
                ? invalid("least size of window " + id + " must not exceed its greatest; correct them")
                : null;
    }

    private static String title(WindowCommand.OpenWindow command, App app) {
        String title = command.title() == null ? app.title() : command.title();
        return title == null ? defaultTitle(command.appId()) : title;
    }

    /** The app id as words: {@code -} as blanks, each word with a capital. */
    private static String defaultTitle(AppId app) {
        StringBuilder title = new StringBuilder(app.value().length());
        boolean begins = true;
        for (int i = 0; i < app.value().length(); i++) {
            char c = app.value().charAt(i);
            if (c != '-') {
                title.append(begins && title.length() > 0 ? " " : "").append(begins ? Character.toUpperCase(c) : c);
            }
            begins = c == '-';
        }
        return title.toString();
    }

    private static Ruling invalid(String message) {
        return Ruling.refused(ErrorCode.INVALID_VALUE, message);
    }
}
