package systems.blackroad.host;

import java.util.ArrayList;
import java.util.List;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MaximizeWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.RenameWindow;
import systems.blackroad.api.session.WindowCommand.ResizeWindow;
import systems.blackroad.api.session.WindowCommand.RestoreWindow;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

/**
 * The commands that bring one desktop nearer to a client's document: its theme; titles, bounds and states of the windows
 * that both have; the windows that only the document has, opened under new ids with the host's bounds; the active window.
 * Windows that the document lacks stay. What no command changes is not taken over. Not thread-safe; used once.
 */
final class StateImport {

    private final OsState now;
    private final OsState wanted;
    private final List<OsCommand> commands = new ArrayList<>();
    /** Whether a command so far may have changed which window is active. */
    private boolean stirred;

    private StateImport(OsState now, OsState wanted) {
        this.now = now;
        this.wanted = wanted;
    }

    /**
     * The commands, for one list; empty if there is nothing to do. A document that needs more than one list, or gives a
     * window of the desktop another application, ends the request with a problem document.
     */
    static List<OsCommand> commands(OsState now, OsState wanted) {
        StateImport plan = new StateImport(now, wanted);
        plan.make();
        if (plan.commands.size() > CommandEnvelope.MAX_COMMANDS) {
            throw Problem.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            "the document becomes " + plan.commands.size() + " commands, one list has at most "
                                    + CommandEnvelope.MAX_COMMANDS + "; bring it in with fewer changes at a time")
                    .exception();
        }
        return List.copyOf(plan.commands);
    }

    private void make() {
        if (!now.desktop().theme().equals(wanted.desktop().theme())) {
            commands.add(new SetTheme(wanted.desktop().theme()));
        }
        List<Window> unknown = new ArrayList<>();
        for (int i = 0; i < wanted.windows().size(); i++) {
            Window window = wanted.windows().get(i);
            Window present = now.findWindow(window.id()).orElse(null);
            if (present == null) {
                unknown.add(window);
            } else {
                requireSameApp(i, present, window);
                change(present, window);
            }
        }
        open(unknown);
        WindowId active = wanted.activeWindowId();
        if (active != null && now.findWindow(active).isPresent() && (stirred || !active.equals(now.activeWindowId()))) {
            commands.add(new FocusWindow(active));
        }
    }

    /** Opens windows from the bottom to the top, the document's active one last: what opens last is active. */
    private void open(List<Window> windows) {
        List<Window> order = new ArrayList<>(windows);
        windows.stream()
                .filter(window -> window.id().equals(wanted.activeWindowId()))
                .forEach(window -> {
                    order.remove(window);
                    order.add(window);
                });
        order.forEach(window -> stir(new OpenWindow(window.appId(), window.title(), window.metadata())));
    }

    private void change(Window from, Window to) {
        if (!from.title().equals(to.title())) {
            commands.add(new RenameWindow(to.id(), to.title()));
        }
        show(bounds(from, to), to);
    }

    /** Moves and resizes; a maximized window keeps its bounds, so it is restored for that. Returns how it then stands. */
    private Window bounds(Window from, Window to) {
        boolean sameSize = from.size().equals(to.size());
        if (sameSize && from.position().equals(to.position())) {
            return from;
        }
        Window free = from;
        if (from.state() == WindowState.MAXIMIZED) {
            stir(new RestoreWindow(to.id()));
            free = from.withLayout(from.layout().withState(WindowState.NORMAL));
        }
        commands.add(
                sameSize
                        ? new MoveWindow(to.id(), to.position())
                        : new ResizeWindow(to.id(), to.size(), to.position()));
        return free;
    }

    /** Leads a window into the state of {@code to}; a minimized one is shown first if it is to return to another state. */
    private void show(Window from, Window to) {
        boolean visible = !from.isMinimized();
        if (from.restoreState() != to.restoreState() || (!to.isMinimized() && !visible)) {
            if (to.restoreState() == WindowState.MAXIMIZED) {
                stir(new MaximizeWindow(to.id()));
            } else {
                stir(new RestoreWindow(to.id()));
                if (!visible && from.restoreState() == WindowState.MAXIMIZED) {
                    stir(new RestoreWindow(to.id()));
                }
            }
            visible = true;
        }
        if (visible && to.isMinimized()) {
            stir(new MinimizeWindow(to.id()));
        }
    }

    private void stir(OsCommand command) {
        stirred = true;
        commands.add(command);
    }

    private static void requireSameApp(int index, Window present, Window window) {
        if (!present.appId().equals(window.appId())) {
            throw Problem.field(
                            "windows[" + index + "].app_id",
                            "must be " + present.appId() + ", the application of this window; or leave the window out")
                    .exception();
        }
    }
}
