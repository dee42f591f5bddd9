package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.LayoutMemory;
import systems.blackroad.api.session.LayoutMemory.AppBounds;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.session.SessionControl;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.UserSession;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WorkspaceId;

/** Reads states. */
public final class StateReader {

    private static final Set<String> PORTABLE = WindowReader.plus(
            Set.copyOf(DesktopReader.FIELDS),
            "windows",
            "active_window_id",
            "focus_order",
            "workspaces",
            "current_workspace_id",
            "saved_layouts",
            "remembered_bounds");
    private static final Set<String> STATE =
            WindowReader.plus(PORTABLE, "session", "status", "control", "metadata", "revision");
    private static final Set<String> SESSION = Set.of("id", "user_id", "display_name", "created_at", "metadata");
    private static final Set<String> CONTROL = Set.of("holder", "token_generation", "impersonator");
    private static final Set<String> STATE_WINDOW = WindowReader.plus(WindowReader.WINDOW, "z_index");

    private StateReader() {}

    /** The state that {@code json} describes. */
    public static OsState read(String json) {
        return state(StrictReader.OUTSIDE.tree(json), "", LayoutHistory.empty());
    }

    static OsState state(JsonNode json, String path, LayoutHistory history) {
        Node node = Node.object(json, path, STATE);
        PortableDesktop portable = portable(node);
        UserSession session = session(node);
        SessionStatus status = node.constant("status", SessionStatus.class);
        long revision = node.number("revision");
        return node.made(
                "",
                () -> new OsState(
                        session,
                        status,
                        control(node),
                        portable.stack(),
                        portable.workspaces(),
                        LayoutMemory.of(history, portable.saved(), portable.bounds()),
                        portable.desktop(),
                        node.map("metadata"),
                        revision));
    }

    /** The portable desktop that {@code json} describes. */
    public static PortableDesktop readPortable(byte[] json) {
        return portable(Node.object(StrictReader.OUTSIDE.tree(json), "", PORTABLE));
    }

    static PortableDesktop importedDesktop(Node parent) {
        return portable(parent.object("desktop", PORTABLE));
    }

    /** The fields that stand among those of a state. */
    private static PortableDesktop portable(Node node) {
        List<Window> windows = new ArrayList<>();
        node.objects("windows", STATE_WINDOW, window -> {
            if (window.integer("z_index") != windows.size()) {
                throw Node.invalid(
                        window.path("z_index"), "must be the window's place, " + windows.size() + "; correct it");
            }
            return windows.add(WindowReader.window(window));
        });
        WindowId active = node.optional("active_window_id", WindowId::of);
        List<WindowId> order = node.texts("focus_order", WindowId::of);
        List<SavedLayout> saved = MemoryReader.saved(node);
        List<AppBounds> bounds = MemoryReader.bounds(node);
        Desktop desktop = DesktopReader.desktop(node);
        return node.made(
                "",
                () -> new PortableDesktop(
                        WindowStack.of(windows, active, order), workspaces(node), saved, bounds, desktop));
    }

    /** Who has the session in hand; in a state of old everybody. */
    private static SessionControl control(Node state) {
        if (state.isAbsent("control")) {
            return SessionControl.INITIAL;
        }
        Node node = state.object("control", CONTROL);
        return node.made(
                "",
                () -> new SessionControl(
                        node.optional("holder", ClientId::of),
                        node.number("token_generation"),
                        node.optional("impersonator", UserId::of)));
    }

    static UserSession session(Node parent) {
        Node node = parent.object("session", SESSION);
        return node.made(
                "",
                () -> new UserSession(
                        node.value("id", SessionId::of),
                        node.value("user_id", UserId::of),
                        node.text("display_name"),
                        node.instant("created_at"),
                        node.map("metadata")));
    }

    static Window eventWindow(Node parent) {
        return WindowReader.window(parent.object("window", WindowReader.WINDOW));
    }

    /** The workspaces; a state of old has the one that every session begins with. */
    private static OsState.Workspaces workspaces(Node node) {
        return node.isAbsent("workspaces")
                ? OsState.Workspaces.INITIAL
                : node.made(
                        "workspaces",
                        () -> new OsState.Workspaces(
                                WindowReader.workspaces(node), node.value("current_workspace_id", WorkspaceId::of)));
    }
}
