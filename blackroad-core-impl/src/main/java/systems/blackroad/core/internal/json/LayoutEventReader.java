package systems.blackroad.core.internal.json;

import java.util.List;
import java.util.Set;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WorkspaceId;

/** Reads events of arrangement and workspaces. */
final class LayoutEventReader {

    private static final Set<String> ARRANGED = WindowReader.plus(WindowReader.LAYOUT, "window_id");

    static final List<EventKind> KINDS = List.of(
            EventKind.of(
                    "windows_arranged",
                    node -> new LayoutEvent.WindowsArranged(
                            node.constant("reason", LayoutEvent.Reason.class),
                            node.objects("windows", ARRANGED, LayoutEventReader::arranged),
                            WindowReader.focus(node)),
                    "reason",
                    "windows",
                    "focus"),
            EventKind.of(
                    "layout_undone",
                    node -> new LayoutEvent.LayoutUndone(
                            node.number("step"),
                            node.objects("windows", ARRANGED, LayoutEventReader::arranged),
                            WindowReader.focus(node)),
                    "step",
                    "windows",
                    "focus"),
            EventKind.of(
                    "layout_redone",
                    node -> new LayoutEvent.LayoutRedone(
                            node.number("step"),
                            node.objects("windows", ARRANGED, LayoutEventReader::arranged),
                            WindowReader.focus(node)),
                    "step",
                    "windows",
                    "focus"),
            EventKind.of("layout_saved", node -> new LayoutEvent.LayoutSaved(MemoryReader.eventLayout(node)), "layout"),
            EventKind.of("layout_deleted", node -> new LayoutEvent.LayoutDeleted(node.text("name")), "name"),
            EventKind.of(
                    "workspace_added",
                    node -> new LayoutEvent.WorkspaceAdded(WindowReader.eventWorkspace(node)),
                    "workspace"),
            EventKind.of(
                    "workspace_removed",
                    node -> new LayoutEvent.WorkspaceRemoved(
                            workspace(node, "workspace_id"),
                            workspace(node, "neighbour_id"),
                            workspace(node, "current_workspace_id"),
                            WindowReader.focus(node)),
                    "workspace_id",
                    "neighbour_id",
                    "current_workspace_id",
                    "focus"),
            EventKind.of(
                    "workspace_renamed",
                    node -> new LayoutEvent.WorkspaceRenamed(workspace(node, "workspace_id"), node.text("name")),
                    "workspace_id",
                    "name"),
            EventKind.of(
                    "workspace_switched",
                    node -> new LayoutEvent.WorkspaceSwitched(
                            workspace(node, "workspace_id"), WindowReader.focus(node)),
                    "workspace_id",
                    "focus"));

    private LayoutEventReader() {}

    private static LayoutEvent.Arranged arranged(Node node) {
        return new LayoutEvent.Arranged(node.value("window_id", WindowId::of), WindowReader.layout(node));
    }

    private static WorkspaceId workspace(Node node, String name) {
        return node.value(name, WorkspaceId::of);
    }
}
