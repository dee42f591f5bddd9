package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.WindowOptions;

/** The forms of commands about windows. */
final class WindowCommandForms implements WindowCommand.Visitor<Form> {

    @Override
    public Form openWindow(WindowCommand.OpenWindow command) {
        return new Form("open_window", out -> {
            out.writeStringField("app_id", command.appId().value());
            Form.text(out, "title", command.title());
            Form.map(out, "metadata", command.metadata());
            options(out, command.options());
        });
    }

    @Override
    public Form closeWindow(WindowCommand.CloseWindow command) {
        return of("close_window", command);
    }

    @Override
    public Form focusWindow(WindowCommand.FocusWindow command) {
        return of("focus_window", command);
    }

    @Override
    public Form minimizeWindow(WindowCommand.MinimizeWindow command) {
        return of("minimize_window", command);
    }

    @Override
    public Form maximizeWindow(WindowCommand.MaximizeWindow command) {
        return of("maximize_window", command);
    }

    @Override
    public Form restoreWindow(WindowCommand.RestoreWindow command) {
        return of("restore_window", command);
    }

    @Override
    public Form moveWindow(WindowCommand.MoveWindow command) {
        return new Form("move_window", out -> {
            Form.text(out, "window_id", command.window());
            WindowForms.position(out, command.position());
        });
    }

    @Override
    public Form resizeWindow(WindowCommand.ResizeWindow command) {
        return new Form("resize_window", out -> {
            Form.text(out, "window_id", command.window());
            WindowForms.size(out, "size", command.size());
            if (command.position() != null) {
                WindowForms.position(out, command.position());
            }
        });
    }

    @Override
    public Form renameWindow(WindowCommand.RenameWindow command) {
        return new Form("rename_window", out -> {
            Form.text(out, "window_id", command.window());
            out.writeStringField("title", command.title());
        });
    }

    @Override
    public Form setNotice(WindowCommand.SetNotice command) {
        return new Form("set_notice", out -> {
            Form.text(out, "window_id", command.window());
            WindowForms.notice(out, command.notice());
        });
    }

    @Override
    public Form setWindowMetadata(WindowCommand.SetWindowMetadata command) {
        return new Form("set_window_metadata", out -> {
            Form.text(out, "window_id", command.window());
            out.writeStringField("key", command.key());
            Form.text(out, "value", command.value());
        });
    }

    private static void options(JsonGenerator out, WindowOptions options) throws IOException {
        if (options.position() != null) {
            WindowForms.position(out, options.position());
        }
        WindowForms.size(out, "size", options.size());
        WindowForms.size(out, "min_size", options.minSize());
        WindowForms.size(out, "max_size", options.maxSize());
        Form.text(out, "parent_id", options.parent());
        out.writeBooleanField("modal", options.modal());
        out.writeBooleanField("focusable", options.focusable());
        Form.text(out, "layer", options.layer() == null ? null : StateWriter.lower(options.layer()));
    }

    private static Form of(String type, WindowCommand.OfWindow command) {
        return new Form(type, out -> Form.text(out, "window_id", command.window()));
    }
}
