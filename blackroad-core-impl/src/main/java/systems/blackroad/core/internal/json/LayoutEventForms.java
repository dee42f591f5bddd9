package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.LayoutEvent;

/** The forms of events of arrangement and workspaces. */
final class LayoutEventForms implements LayoutEvent.Visitor<Form> {

    @Override
    public Form windowsArranged(LayoutEvent.WindowsArranged event) {
        return new Form("windows_arranged", out -> {
            out.writeStringField("reason", StateWriter.lower(event.reason()));
            arranged(out, event.windows(), event.focus());
        });
    }

    @Override
    public Form layoutUndone(LayoutEvent.LayoutUndone event) {
        return new Form("layout_undone", out -> {
            out.writeNumberField("step", event.step());
            arranged(out, event.windows(), event.focus());
        });
    }

    @Override
    public Form layoutRedone(LayoutEvent.LayoutRedone event) {
        return new Form("layout_redone", out -> {
            out.writeNumberField("step", event.step());
            arranged(out, event.windows(), event.focus());
        });
    }

    @Override
    public Form layoutSaved(LayoutEvent.LayoutSaved event) {
        return new Form(
                "layout_saved", out -> Form.field(out, "layout", fields -> MemoryForms.saved(fields, event.layout())));
    }

    @Override
    public Form layoutDeleted(LayoutEvent.LayoutDeleted event) {
        return new Form("layout_deleted", out -> out.writeStringField("name", event.name()));
    }

    private static void arranged(JsonGenerator out, List<LayoutEvent.Arranged> windows, Focus focus)
            throws IOException {
        Form.list(out, "windows", windows, (element, arranged) -> {
            element.writeStartObject();
            Form.text(element, "window_id", arranged.window());
            WindowForms.layout(element, arranged.layout());
            element.writeEndObject();
        });
        WindowForms.focus(out, focus);
    }

    @Override
    public Form workspaceAdded(LayoutEvent.WorkspaceAdded event) {
        return new Form(
                "workspace_added",
                out -> Form.field(out, "workspace", fields -> WindowForms.workspace(fields, event.workspace())));
    }

    @Override
    public Form workspaceRemoved(LayoutEvent.WorkspaceRemoved event) {
        return new Form("workspace_removed", out -> {
            Form.text(out, "workspace_id", event.workspace());
            Form.text(out, "neighbour_id", event.neighbour());
            Form.text(out, "current_workspace_id", event.current());
            WindowForms.focus(out, event.focus());
        });
    }

    @Override
    public Form workspaceRenamed(LayoutEvent.WorkspaceRenamed event) {
        return new Form("workspace_renamed", out -> {
            Form.text(out, "workspace_id", event.workspace());
            out.writeStringField("name", event.name());
        });
    }

    @Override
    public Form workspaceSwitched(LayoutEvent.WorkspaceSwitched event) {
        return new Form("workspace_switched", out -> {
            Form.text(out, "workspace_id", event.workspace());
            WindowForms.focus(out, event.focus());
        });
    }
}
