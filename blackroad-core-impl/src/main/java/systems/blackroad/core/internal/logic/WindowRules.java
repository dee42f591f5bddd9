package systems.blackroad.core.internal.logic;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.session.WindowCommand.OfWindow;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

/** The laws of windows, in a live session: one command of a list, decided on one state. */
final class WindowRules implements WindowCommand.Visitor<Ruling> {

    private static final int CASCADE_START = 100;
    private static final int CASCADE_STEP = 30;
    private static final int CASCADE_LENGTH = 10;
    private static final Size DEFAULT_SIZE = new Size(800, 600);

    private final Bounds bounds;
    private final OsState state;
    private final CommandEnvelope envelope;
    private final int index;

    WindowRules(Bounds bounds, OsState state, CommandEnvelope envelope, int index) {
        this.bounds = bounds;
        this.state = state;
        this.envelope = envelope;
        this.index = index;
    }

    @Override
    public Ruling openWindow(WindowCommand.OpenWindow command) {
        WindowId id = WindowId.of(index == 0 ? envelope.freshId() : envelope.freshId() + "-" + index);
        String title = Objects.requireNonNullElseGet(command.title(), () -> defaultTitle(command.appId()));
        int open = state.windows().size();
        if (open >= bounds.maxWindows()) {
            return Bounds.exceeded("session " + state.session().id() + " may have at most " + bounds.maxWindows()
                    + " windows, " + open + " are open; close one first");
        }
        Ruling refusal = SessionRules.firstOf(
                bounds.text("title of window " + id, title),
                bounds.windowMetadata("metadata of window " + id, command.metadata()),
                bounds.growth(state, Bounds.windowBytes(title, command.metadata())));
        if (refusal != null) {
            return refusal;
        }
        int offset = CASCADE_START + CASCADE_STEP * (open % CASCADE_LENGTH);
        return Ruling.happens(new WindowEvent.WindowOpened(new Window(
                id,
                command.appId(),
                title,
                WindowState.NORMAL,
                WindowState.NORMAL,
                new Position(offset, offset),
                DEFAULT_SIZE,
                envelope.at(),
                command.metadata())));
    }

    @Override
    public Ruling closeWindow(WindowCommand.CloseWindow command) {
        return of(
                command,
                window -> Ruling.happens(new WindowEvent.WindowClosed(window.id(), activeWithout(window.id()))));
    }

    @Override
    public Ruling focusWindow(WindowCommand.FocusWindow command) {
        return of(command, window -> {
            if (!window.isVisible()) {
                return Ruling.refused(
                        ErrorCode.WINDOW_MINIMIZED,
                        "window " + window.id() + " of session "
                                + state.session().id() + " is minimized and cannot have the focus; restore it");
            }
            return leads(window) ? Ruling.NOTHING : Ruling.happens(new WindowEvent.WindowFocused(window.id(), top()));
        });
    }

    @Override
    public Ruling minimizeWindow(WindowCommand.MinimizeWindow command) {
        return of(
                command,
                window -> window.isVisible()
                        ? Ruling.happens(new WindowEvent.WindowMinimized(window.id(), activeWithout(window.id())))
                        : Ruling.NOTHING);
    }

    @Override
    public Ruling maximizeWindow(WindowCommand.MaximizeWindow command) {
        return of(
                command,
                window -> window.state() == WindowState.MAXIMIZED && leads(window)
                        ? Ruling.NOTHING
                        : Ruling.happens(new WindowEvent.WindowMaximized(window.id(), top())));
    }

    @Override
    public Ruling restoreWindow(WindowCommand.RestoreWindow command) {
        return of(command, window -> {
            if (window.state() == WindowState.NORMAL) {
                return Ruling.NOTHING;
            }
            WindowState to = window.isVisible() ? WindowState.NORMAL : window.restoreState();
            return Ruling.happens(new WindowEvent.WindowRestored(window.id(), to, top()));
        });
    }

    @Override
    public Ruling moveWindow(WindowCommand.MoveWindow command) {
        return ofUnmaximized(
                command,
                window -> command.position().equals(window.position())
                        ? Ruling.NOTHING
                        : Ruling.happens(new WindowEvent.WindowMoved(window.id(), command.position())));
    }

    @Override
    public Ruling resizeWindow(WindowCommand.ResizeWindow command) {
        return ofUnmaximized(command, window -> {
            Position position = Objects.requireNonNullElse(command.position(), window.position());
            return position.equals(window.position()) && command.size().equals(window.size())
                    ? Ruling.NOTHING
                    : Ruling.happens(new WindowEvent.WindowResized(window.id(), position, command.size()));
        });
    }

    @Override
    public Ruling renameWindow(WindowCommand.RenameWindow command) {
        return of(command, window -> {
            if (command.title().equals(window.title())) {
                return Ruling.NOTHING;
            }
            Ruling refusal = SessionRules.firstOf(
                    bounds.text("title of window " + window.id(), command.title()),
                    bounds.growth(state, Bounds.windowBytes(command.title(), Map.of())));
            return refusal == null
                    ? Ruling.happens(new WindowEvent.WindowRenamed(window.id(), command.title()))
                    : refusal;
        });
    }

    /** The app id as words: {@code -} as blanks, each word with a capital. */
    private static String defaultTitle(AppId app) {
        StringBuilder title = new StringBuilder();
        for (String word : app.value().split("-")) {
            if (!word.isEmpty()) {
                title.append(title.length() == 0 ? "" : " ")
                        .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word.substring(1));
            }
        }
        return title.toString();
    }

    private Ruling of(OfWindow command, Function<Window, Ruling> rule) {
        return state.findWindow(command.window())
                .map(rule)
                .orElseGet(() -> Ruling.refused(
                        ErrorCode.WINDOW_NOT_FOUND,
                        "session " + state.session().id() + " has no window " + command.window() + " at revision "
                                + state.revision() + "; read the state again"));
    }

    private Ruling ofUnmaximized(OfWindow command, Function<Window, Ruling> rule) {
        return of(
                command,
                window -> window.state() == WindowState.MAXIMIZED
                        ? Ruling.refused(
                                ErrorCode.WINDOW_MAXIMIZED,
                                "window " + window.id() + " of session "
                                        + state.session().id() + " is maximized and keeps its bounds; restore it first")
                        : rule.apply(window));
    }

    private int top() {
        return state.windows().size() - 1;
    }

    /** Whether the window is active and on top of all others. */
    private boolean leads(Window window) {
        return window.id().equals(state.activeWindowId()) && state.zIndex(window.id()) == top();
    }

    /** The active window once {@code leaving} is closed or minimized: as before, or the most recent visible other one. */
    private @Nullable WindowId activeWithout(WindowId leaving) {
        if (!leaving.equals(state.activeWindowId())) {
            return state.activeWindowId();
        }
        List<WindowId> order = state.focusOrder();
        return order.stream()
                .filter(id -> !id.equals(leaving))
                .filter(id -> state.findWindow(id).filter(Window::isVisible).isPresent())
                .findFirst()
                .orElse(null);
    }
}
