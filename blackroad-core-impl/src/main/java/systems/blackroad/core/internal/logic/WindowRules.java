package systems.blackroad.core.internal.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.session.WindowCommand.OfWindow;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowState;

/** The laws of windows, in a live session: one command of a list, decided on one state. */
final class WindowRules implements WindowCommand.Visitor<Ruling> {

    private final Rules rules;
    private final Bounds bounds;
    private final OsState state;
    private final Ground ground;

    WindowRules(Rules rules) {
        this.rules = rules;
        this.bounds = rules.bounds();
        this.state = rules.state();
        this.ground = new Ground(state);
    }

    @Override
    public Ruling openWindow(WindowCommand.OpenWindow command) {
        return new Opening(rules, this, ground).decide(command);
    }

    @Override
    public Ruling closeWindow(WindowCommand.CloseWindow command) {
        return of(command, window -> {
            Scene scene = ground.scene();
            int root = scene.indexOf(window.id());
            List<OsEvent> events = new ArrayList<>(1);
            OsState now = state;
            for (int i = state.stack().size() - 1; i >= root; i--) {
                if (scene.isWithin(i, root)) {
                    OsEvent closed = closed(now, state.stack().get(i));
                    events.add(closed);
                    now = i == root ? now : Evolution.evolve(now, closed);
                }
            }
            return new Ruling.Happens(events, null);
        });
    }

    private static OsEvent closed(OsState now, Window window) {
        WindowId active = now.activeWindowId();
        Scene after =
                new Scene(now.stack().closed(window.id()), now.workspaces().current());
        return new WindowEvent.WindowClosed(
                window.id(), after.settle(active, window.id().equals(active) ? window.parent() : null));
    }

    @Override
    public Ruling focusWindow(WindowCommand.FocusWindow command) {
        return of(command, window -> {
            if (window.isMinimized()) {
                return Ruling.refused(
                        ErrorCode.WINDOW_MINIMIZED,
                        ground.subject(window.id()) + " is minimized and cannot have the focus; restore it");
            }
            Scene scene = ground.scene();
            int index = scene.indexOf(window.id());
            if (!window.hints().focusable() && scene.target(index) == index && !scene.isBelowMinimized(index)) {
                return Ruling.refused(
                        ErrorCode.WINDOW_NOT_FOCUSABLE,
                        ground.subject(window.id()) + " cannot have the focus; focus another");
            }
            return ground.raising(
                    window, UnaryOperator.identity(), focus -> new WindowEvent.WindowFocused(window.id(), focus));
        });
    }

    @Override
    public Ruling minimizeWindow(WindowCommand.MinimizeWindow command) {
        return of(command, window -> {
            if (window.isMinimized()) {
                return Ruling.NOTHING;
            }
            if (window.hints().modal()) {
                return Ruling.refused(
                        ErrorCode.WINDOW_MODAL,
                        ground.subject(window.id()) + " is modal and stays; close it or minimize its parent");
            }
            WindowStack after = state.stack()
                    .changed(window.id(), each -> each.withLayout(each.layout().withState(WindowState.MINIMIZED)));
            Focus focus = new Scene(after, state.workspaces().current()).settle(after.active(), null);
            return Ruling.happens(new WindowEvent.WindowMinimized(window.id(), focus));
        });
    }

    @Override
    public Ruling maximizeWindow(WindowCommand.MaximizeWindow command) {
        return of(
                command,
                window -> shown(
                        window, WindowState.MAXIMIZED, focus -> new WindowEvent.WindowMaximized(window.id(), focus)));
    }

    @Override
    public Ruling restoreWindow(WindowCommand.RestoreWindow command) {
        return of(command, window -> {
            WindowLayout layout = window.layout();
            if (window.isMinimized()) {
                return restored(window, layout.restoreState());
            }
            if (layout.fullscreen()) {
                return arranged(window, layout.withFullscreen(false));
            }
            if (layout.state() == WindowState.MAXIMIZED) {
                return restored(window, WindowState.NORMAL);
            }
            return layout.snap() == null ? Ruling.NOTHING : arranged(window, layout.withSnap(null));
        });
    }

    private Ruling restored(Window window, WindowState to) {
        return shown(window, to, focus -> new WindowEvent.WindowRestored(window.id(), to, focus));
    }

    private Ruling shown(Window window, WindowState to, Function<Focus, OsEvent> event) {
        return ground.raising(window, each -> each.withLayout(each.layout().withState(to)), event);
    }

    private Ruling arranged(Window window, WindowLayout layout) {
        return ground.raising(
                window,
                each -> each.withLayout(layout),
                focus -> new LayoutEvent.WindowsArranged(
                        LayoutEvent.Reason.RESTORE, List.of(new LayoutEvent.Arranged(window.id(), layout)), focus));
    }

    @Override
    public Ruling moveWindow(WindowCommand.MoveWindow command) {
        return ofFree(
                command,
                window -> window.layout().snap() == null && command.position().equals(window.position())
                        ? Ruling.NOTHING
                        : Ruling.happens(new WindowEvent.WindowMoved(window.id(), command.position())));
    }

    @Override
    public Ruling resizeWindow(WindowCommand.ResizeWindow command) {
        return ofFree(command, window -> {
            Position position = Objects.requireNonNullElse(command.position(), window.position());
            Size size = window.hints().constrain(command.size());
            return window.layout().snap() == null && position.equals(window.position()) && size.equals(window.size())
                    ? Ruling.NOTHING
                    : Ruling.happens(new WindowEvent.WindowResized(window.id(), position, size));
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
                    bounds.growth(state, Bounds.utf8(command.title()) - Bounds.utf8(window.title())));
            return refusal == null
                    ? Ruling.happens(new WindowEvent.WindowRenamed(window.id(), command.title()))
                    : refusal;
        });
    }

    @Override
    public Ruling setNotice(WindowCommand.SetNotice command) {
        return of(command, window -> {
            Ruling refusal = bounds.badge("window " + window.id(), command.notice());
            if (refusal != null) {
                return refusal;
            }
            WindowNotice notice = window.id().equals(state.activeWindowId())
                    ? command.notice().seen()
                    : command.notice();
            return notice.equals(window.notice())
                    ? Ruling.NOTHING
                    : Ruling.happens(new WindowEvent.WindowNoticed(window.id(), notice));
        });
    }

    @Override
    public Ruling setWindowMetadata(WindowCommand.SetWindowMetadata command) {
        return of(command, window -> {
            if (Objects.equals(window.metadata().get(command.key()), command.value())) {
                return Ruling.NOTHING;
            }
            Map<String, String> after = withKey(window.metadata(), command.key(), command.value());
            Ruling refusal = SessionRules.firstOf(
                    bounds.windowMetadata("metadata of window " + window.id(), after),
                    bounds.growth(state, Bounds.metadataBytes(after) - Bounds.metadataBytes(window.metadata())));
            return refusal == null
                    ? Ruling.happens(new WindowEvent.WindowMetadataChanged(window.id(), command.key(), command.value()))
                    : refusal;
        });
    }

    static Map<String, String> withKey(Map<String, String> metadata, String key, @Nullable String value) {
        Map<String, String> after = new HashMap<>(metadata);
        if (value == null) {
            after.remove(key);
        } else {
            after.put(key, value);
        }
        return after;
    }

    private Ruling of(OfWindow command, Function<Window, Ruling> rule) {
        return ground.of(command.window(), rule);
    }

    /** A window whose own bounds are those that are seen, or would be were it not minimized. */
    private Ruling ofFree(OfWindow command, Function<Window, Ruling> rule) {
        return of(command, window -> {
            if (window.state() == WindowState.MAXIMIZED) {
                return Ruling.refused(
                        ErrorCode.WINDOW_MAXIMIZED,
                        ground.subject(window.id()) + " is maximized and keeps its bounds; restore it first");
            }
            return window.layout().fullscreen() && !window.isMinimized()
                    ? Ruling.refused(
                            ErrorCode.WINDOW_FULLSCREEN,
                            ground.subject(window.id()) + " is fullscreen and keeps its bounds; restore it first")
                    : rule.apply(window);
        });
    }
}
