package systems.blackroad.core.internal.json;

import systems.blackroad.api.session.WindowCommand;

/** The forms of commands about windows. */
final class WindowCommandForms implements WindowCommand.Visitor<Form> {

    @Override
    public Form openWindow(WindowCommand.OpenWindow command) {
        return new Form("open_window", out -> {
            out.writeStringField("app_id", command.appId().value());
            Form.text(out, "title", command.title());
            Form.map(out, "metadata", command.metadata());
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
            StateWriter.position(out, command.position());
        });
    }

    @Override
    public Form resizeWindow(WindowCommand.ResizeWindow command) {
        return new Form("resize_window", out -> {
            Form.text(out, "window_id", command.window());
            StateWriter.size(out, command.size());
            if (command.position() != null) {
                StateWriter.position(out, command.position());
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

    private static Form of(String type, WindowCommand.OfWindow command) {
        return new Form(type, out -> Form.text(out, "window_id", command.window()));
    }
}
