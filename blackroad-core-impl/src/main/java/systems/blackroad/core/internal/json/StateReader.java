package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.UserSession;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WorkspaceId;

/** Reads states. */
public final class StateReader {

    private static final Set<String> STATE = Set.of(
            "session",
            "status",
            "windows",
            "active_window_id",
            "focus_order",
            "workspaces",
            "current_workspace_id",
            "desktop_items",
            "taskbar_items",
            "system_tray_items",
            "theme",
            "metadata",
            "revision");
    private static final Set<String> SESSION = Set.of("id", "user_id", "display_name", "created_at", "metadata");
    private static final Set<String> STATE_WINDOW = WindowReader.plus(WindowReader.WINDOW, "z_index");
    private static final Set<String> LAUNCHER = Set.of("id", "title", "icon", "app_id");
    private static final Set<String> INDICATOR = Set.of("id", "icon", "status");

    private StateReader() {}

    /** The state that {@code json} describes. */
    public static OsState read(String json) {
        return state(StrictReader.OUTSIDE.tree(json), "");
    }

    static OsState state(JsonNode json, String path) {
        Node node = Node.object(json, path, STATE);
        List<Window> windows = new ArrayList<>();
        node.objects("windows", STATE_WINDOW, window -> {
            if (window.integer("z_index") != windows.size()) {
                throw Node.invalid(
                        window.path("z_index"), "must be the window's place, " + windows.size() + "; correct it");
            }
            return windows.add(WindowReader.window(window));
        });
        UserSession session = session(node);
        SessionStatus status = node.constant("status", SessionStatus.class);
        WindowId active = node.optional("active_window_id", WindowId::of);
        List<WindowId> order = node.texts("focus_order", WindowId::of);
        Desktop desktop = desktop(node);
        long revision = node.number("revision");
        return node.made(
                "",
                () -> new OsState(
                        session,
                        status,
                        WindowStack.of(windows, active, order),
                        workspaces(node),
                        desktop,
                        node.map("metadata"),
                        revision));
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

    /** The desktop's fields, which stand among those of {@code node}. */
    static Desktop desktop(Node node) {
        return new Desktop(
                node.objects(
                        "desktop_items",
                        LAUNCHER,
                        item -> new DesktopItem(
                                item.text("id"),
                                item.text("title"),
                                item.text("icon"),
                                item.value("app_id", AppId::of))),
                node.objects(
                        "taskbar_items",
                        LAUNCHER,
                        item -> new TaskbarItem(
                                item.text("id"),
                                item.text("title"),
                                item.text("icon"),
                                item.optional("app_id", AppId::of))),
                node.objects(
                        "system_tray_items",
                        INDICATOR,
                        item -> new TrayItem(item.text("id"), item.text("icon"), item.text("status"))),
                node.value("theme", Theme::of));
    }
}
