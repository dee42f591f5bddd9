package systems.blackroad.core.internal.json;

import java.util.List;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

/** Reads events of windows. */
final class WindowEventReader {

    static final List<EventKind> KINDS = List.of(
            EventKind.of(
                    "window_opened",
                    node -> new WindowEvent.WindowOpened(StateReader.eventWindow(node), openedFocus(node)),
                    "window",
                    "focus"),
            EventKind.of(
                    "window_closed",
                    node -> new WindowEvent.WindowClosed(window(node), leavingFocus(node)),
                    "window_id",
                    "active_window_id",
                    "focus"),
            EventKind.of(
                    "window_focused",
                    node -> new WindowEvent.WindowFocused(window(node), raisedFocus(node)),
                    "window_id",
                    "z_index",
                    "focus"),
            EventKind.of(
                    "window_minimized",
                    node -> new WindowEvent.WindowMinimized(window(node), leavingFocus(node)),
                    "window_id",
                    "active_window_id",
                    "focus"),
            EventKind.of(
                    "window_maximized",
                    node -> new WindowEvent.WindowMaximized(window(node), raisedFocus(node)),
                    "window_id",
                    "z_index",
                    "focus"),
            EventKind.of(
                    "window_restored",
                    node -> new WindowEvent.WindowRestored(
                            window(node), node.constant("state", WindowState.class), raisedFocus(node)),
                    "window_id",
                    "state",
                    "z_index",
                    "focus"),
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
                    "title"),
            EventKind.of(
                    "window_noticed",
                    node -> new WindowEvent.WindowNoticed(window(node), WindowReader.eventNotice(node)),
                    "window_id",
                    "notice"),
            EventKind.of(
                    "window_metadata_changed",
                    node -> new WindowEvent.WindowMetadataChanged(
                            window(node), node.text("key"), node.optionalText("value")),
                    "window_id",
                    "key",
                    "value"));

    private WindowEventReader() {}

    private static WindowId window(Node node) {
        return node.value("window_id", WindowId::of);
    }

    /** Before {@code focus} there was, an opened window was active and stood on top. */
    private static Focus openedFocus(Node node) {
        return node.isAbsent("focus") ? Focus.on(StateReader.eventWindow(node).id()) : WindowReader.focus(node);
    }

    /** Before {@code focus} there was, the active window stood beside. */
    private static Focus leavingFocus(Node node) {
        return node.isAbsent("focus")
                ? Focus.on(node.optional("active_window_id", WindowId::of))
                : WindowReader.focus(node);
    }

    /** Before {@code focus} there was, the window itself became active at a place. */
    private static Focus raisedFocus(Node node) {
        return node.isAbsent("focus") ? Focus.raised(window(node), node.integer("z_index")) : WindowReader.focus(node);
    }
}
