package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.LayoutCommand;

/** The forms of commands about arrangement and workspaces. */
final class LayoutCommandForms implements LayoutCommand.Visitor<Form> {

    @Override
    public Form snapWindow(LayoutCommand.SnapWindow command) {
        return of("snap_window", command, out -> out.writeStringField("zone", StateWriter.lower(command.zone())));
    }

    @Override
    public Form setFullscreen(LayoutCommand.SetFullscreen command) {
        return of("set_fullscreen", command, out -> out.writeBooleanField("fullscreen", command.fullscreen()));
    }

    @Override
    public Form setLayer(LayoutCommand.SetLayer command) {
        return of("set_layer", command, out -> out.writeStringField("layer", StateWriter.lower(command.layer())));
    }

    @Override
    public Form moveToWorkspace(LayoutCommand.MoveToWorkspace command) {
        return of("move_to_workspace", command, out -> Form.text(out, "workspace_id", command.workspace()));
    }

    @Override
    public Form setSticky(LayoutCommand.SetSticky command) {
        return of("set_sticky", command, out -> out.writeBooleanField("sticky", command.sticky()));
    }

    @Override
    public Form addWorkspace(LayoutCommand.AddWorkspace command) {
        return new Form("add_workspace", out -> out.writeStringField("name", command.name()));
    }

    @Override
    public Form removeWorkspace(LayoutCommand.RemoveWorkspace command) {
        return new Form("remove_workspace", out -> Form.text(out, "workspace_id", command.workspace()));
    }

    @Override
    public Form renameWorkspace(LayoutCommand.RenameWorkspace command) {
        return new Form("rename_workspace", out -> {
            Form.text(out, "workspace_id", command.workspace());
            out.writeStringField("name", command.name());
        });
    }

    @Override
    public Form switchWorkspace(LayoutCommand.SwitchWorkspace command) {
        return new Form("switch_workspace", out -> Form.text(out, "workspace_id", command.workspace()));
    }

    @Override
    public Form undoLayout(LayoutCommand.UndoLayout command) {
        return new Form("undo_layout", out -> revision(out, command.revision()));
    }

    @Override
    public Form redoLayout(LayoutCommand.RedoLayout command) {
        return new Form("redo_layout", out -> revision(out, command.revision()));
    }

    @Override
    public Form saveLayout(LayoutCommand.SaveLayout command) {
        return new Form("save_layout", out -> out.writeStringField("name", command.name()));
    }

    @Override
    public Form restoreLayout(LayoutCommand.RestoreLayout command) {
        return new Form("restore_layout", out -> out.writeStringField("name", command.name()));
    }

    @Override
    public Form deleteLayout(LayoutCommand.DeleteLayout command) {
        return new Form("delete_layout", out -> out.writeStringField("name", command.name()));
    }

    private static void revision(JsonGenerator out, @Nullable Long revision) throws IOException {
        if (revision == null) {
            out.writeNullField("revision");
        } else {
            out.writeNumberField("revision", revision);
        }
    }

    private static Form of(String type, LayoutCommand.OfWindow command, Form.Fields fields) {
        return new Form(type, out -> {
            Form.text(out, "window_id", command.window());
            fields.write(out);
        });
    }
}
