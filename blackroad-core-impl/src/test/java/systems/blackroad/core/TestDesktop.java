package systems.blackroad.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.AppCatalog;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.api.window.WorkspaceId;

/** A desktop without a runtime: applies command lists to a state by the pure logic alone. */
public final class TestDesktop {

    public static final SessionId SESSION = SessionId.of("desk");
    public static final Actor ADA = Actor.of(UserId.of("ada"));
    public static final Instant AT = Instant.parse("2026-11-23T21:00:00.123Z");

    private final OsLogic logic;
    private Actor actor;
    private ClientId client = ClientId.of("tab");
    private int sequence;
    private @Nullable OsState state;

    public TestDesktop() {
        this(SessionLimits.defaults());
    }

    public TestDesktop(SessionLimits limits) {
        this(limits, AppCatalog.empty(), ADA);
    }

    public TestDesktop(SessionLimits limits, AppCatalog apps, Actor actor) {
        logic = OsLogic.of(limits, apps);
        this.actor = actor;
    }

    /** Who sends the commands from now on, and from where. */
    public TestDesktop by(Actor newActor, String newClient) {
        actor = newActor;
        client = ClientId.of(newClient);
        return this;
    }

    /** A desktop that is open, with one window for each app. */
    public static TestDesktop with(String... apps) {
        TestDesktop desktop = new TestDesktop();
        desktop.apply(SessionCommand.OpenSession.empty());
        for (String app : apps) {
            desktop.open(app);
        }
        return desktop;
    }

    /** An opening with one of everything. */
    public static SessionCommand.OpenSession furnished() {
        return new SessionCommand.OpenSession(
                "Ada",
                new Desktop(
                        List.of(new DesktopItem("my-computer", "My Computer", "\uD83D\uDDA5", AppId.of("computer"))),
                        List.of(
                                new TaskbarItem("start-menu", "Start", "S", null),
                                new TaskbarItem("notes", "Notes", "N", AppId.of("notes"))),
                        List.of(new TrayItem("network", "W", "connected")),
                        Theme.of("dark")),
                Map.of("team", "analysis", "city", "London"));
    }

    public Decision decide(OsCommand... commands) {
        sequence++;
        return logic.decide(
                state,
                new CommandEnvelope(
                        SESSION,
                        actor,
                        new CommandId(client, sequence),
                        AT.plusSeconds(sequence),
                        "w" + sequence,
                        List.of(commands)));
    }

    public Decision apply(OsCommand... commands) {
        Decision decision = decide(commands);
        if (decision instanceof Decision.Accepted accepted) {
            state = accepted.state();
        }
        return decision;
    }

    public WindowId open(String app) {
        apply(WindowCommand.OpenWindow.of(app));
        return WindowId.of("w" + sequence);
    }

    /** Opens a window as wanted. */
    public WindowId open(String app, WindowOptions options) {
        apply(WindowCommand.OpenWindow.of(app, options));
        return WindowId.of("w" + sequence);
    }

    /** Adds a workspace. */
    public WorkspaceId addWorkspace(String name) {
        apply(new LayoutCommand.AddWorkspace(name));
        return WorkspaceId.of("w" + sequence);
    }

    /** The ids of the windows, the bottom one first. */
    public List<WindowId> order() {
        return state().windows().stream().map(Window::id).toList();
    }

    /** The code with which the commands are rejected, or null. */
    public @Nullable ErrorCode code(OsCommand... commands) {
        return decide(commands) instanceof Decision.Rejected rejected ? rejected.code() : null;
    }

    public OsState state() {
        if (state == null) {
            throw new IllegalStateException("the desktop is not open");
        }
        return state;
    }

    public Window window(WindowId id) {
        return state().findWindow(id).orElseThrow();
    }
}
