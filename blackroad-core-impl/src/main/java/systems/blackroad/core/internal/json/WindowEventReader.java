package systems.blackroad.core.internal.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

/** Reads events of windows. */
final class WindowEventReader {

    static final List<EventKind> KINDS = List.of(
            EventKind.of(
                    "window_opened", node -> new WindowEvent.WindowOpened(StateReader.eventWindow(node)), "window"),
            EventKind.of(
                    "window_closed",
                    node -> new WindowEvent.WindowClosed(window(node), active(node)),
                    "window_id",
                    "active_window_id"),
            EventKind.of(
                    "window_focused",
                    node -> new WindowEvent.WindowFocused(window(node), node.integer("z_index")),
                    "window_id",
                    "z_index"),
            EventKind.of(
                    "window_minimized",
                    node -> new WindowEvent.WindowMinimized(window(node), active(node)),
                    "window_id",
                    "active_window_id"),
            EventKind.of(
                    "window_maximized",
                    node -> new WindowEvent.WindowMaximized(window(node), node.integer("z_index")),
                    "window_id",
                    "z_index"),
            EventKind.of(
                    "window_restored",
                    node -> new WindowEvent.WindowRestored(
                            window(node), node.constant("state", WindowState.class), node.integer("z_index")),
                    "window_id",
                    "state",
                    "z_index"),
            EventKind.of(
                    "window_moved",
                    node -> new WindowEvent.WindowMoved(window(node), node.position("position")),
                    "window_id",
                    "position"),
            EventKind.of(
                    "window_resized",
                    node -> new WindowEvent.WindowResized(window(node), node.position("position"), node.size("size")),
                    "window_id",
                    "position",
                    "size"),
            EventKind.of(
                    "window_renamed",
                    node -> new WindowEvent.WindowRenamed(window(node), node.text("title")),
                    "window_id",
                    "title"));

    private WindowEventReader() {}

    private static WindowId window(Node node) {
        return node.value("window_id", WindowId::of);
    }

    private static @Nullable WindowId active(Node node) {
        return node.optional("active_window_id", WindowId::of);
    }
}
