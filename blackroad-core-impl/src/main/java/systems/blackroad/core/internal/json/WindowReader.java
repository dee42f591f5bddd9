package systems.blackroad.core.internal.json;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Restack;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowHints;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowState;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

/** Reads windows, their parts, and what an event leaves of focus and order. */
final class WindowReader {

    /** The fields of a layout. */
    static final Set<String> LAYOUT = Set.of(
            "state", "restore_state", "position", "size", "snap", "fullscreen", "layer", "workspace_id", "sticky");

    /** The fields of a window in an event. */
    static final Set<String> WINDOW = plus(
            LAYOUT,
            "id",
            "app_id",
            "title",
            "parent_id",
            "modal",
            "focusable",
            "min_size",
            "max_size",
            "notice",
            "created_at",
            "metadata");

    private static final Set<String> NOTICE = Set.of("badge", "progress", "busy", "urgent");
    private static final Set<String> FOCUS = Set.of("active_window_id", "restacked");
    private static final Set<String> RESTACK = Set.of("window_id", "z_index");
    private static final Set<String> WORKSPACE = Set.of("id", "name");

    private WindowReader() {}

    static Set<String> plus(Set<String> names, String... more) {
        return Stream.concat(names.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }

    static Window window(Node node) {
        return node.made(
                "",
                () -> new Window(
                        node.value("id", WindowId::of),
                        node.value("app_id", AppId::of),
                        node.text("title"),
                        layout(node),
                        hints(node),
                        node.isAbsent("notice") ? WindowNotice.NONE : notice(node.object("notice", NOTICE)),
                        node.instant("created_at"),
                        node.map("metadata")));
    }

    static WindowLayout layout(Node node) {
        return node.made(
                "",
                () -> new WindowLayout(
                        node.constant("state", WindowState.class),
                        node.constant("restore_state", WindowState.class),
                        node.position("position"),
                        node.size("size"),
                        node.isAbsent("snap") ? null : node.constant("snap", SnapZone.class),
                        node.flag("fullscreen", false),
                        node.isAbsent("layer") ? WindowLayer.NORMAL : node.constant("layer", WindowLayer.class),
                        Objects.requireNonNullElse(
                                node.optional("workspace_id", WorkspaceId::of), Workspace.FIRST.id()),
                        node.flag("sticky", false)));
    }

    private static WindowHints hints(Node node) {
        return new WindowHints(
                node.optional("parent_id", WindowId::of),
                node.flag("modal", false),
                node.flag("focusable", true),
                Objects.requireNonNullElse(optionalSize(node, "min_size"), WindowHints.DEFAULT_MIN_SIZE),
                optionalSize(node, "max_size"));
    }

    /** The notice whose fields stand in {@code node}. */
    static WindowNotice notice(Node node) {
        return node.made(
                "",
                () -> new WindowNotice(
                        node.optionalText("badge"),
                        node.isAbsent("progress") ? null : (Integer) node.integer("progress"),
                        node.flag("busy", false),
                        node.flag("urgent", false)));
    }

    static WindowNotice eventNotice(Node parent) {
        return notice(parent.object("notice", NOTICE));
    }

    static Workspace workspace(Node node) {
        return node.made("", () -> new Workspace(node.value("id", WorkspaceId::of), node.text("name")));
    }

    static Workspace eventWorkspace(Node parent) {
        return workspace(parent.object("workspace", WORKSPACE));
    }

    static List<Workspace> workspaces(Node parent) {
        return parent.objects("workspaces", WORKSPACE, WindowReader::workspace);
    }

    static Focus focus(Node parent) {
        Node node = parent.object("focus", FOCUS);
        return new Focus(
                node.optional("active_window_id", WindowId::of),
                node.objects(
                        "restacked",
                        RESTACK,
                        move -> new Restack(move.value("window_id", WindowId::of), move.integer("z_index"))));
    }

    static @Nullable Size optionalSize(Node node, String name) {
        return node.isAbsent(name) ? null : node.size(name);
    }
}
