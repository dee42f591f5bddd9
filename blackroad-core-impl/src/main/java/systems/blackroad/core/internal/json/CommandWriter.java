package systems.blackroad.core.internal.json;

import java.util.List;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.UserId;

/** Writes commands in a canonical form, from which the hash of a command's body is taken. */
public final class CommandWriter implements OsCommand.Visitor<Form> {

    private static final CommandWriter INSTANCE = new CommandWriter();

    private CommandWriter() {}

    /**
     * The hash of what a command id stands for: the sender and the commands. A list that another user sends under the
     * same id is another body, so that nobody reads the outcome of a foreign command.
     */
    public static String bodyHash(UserId actor, List<OsCommand> commands) {
        return Hashes.sha256(Form.object(out -> {
            out.writeStringField("actor", actor.value());
            Form.list(out, "commands", commands, (element, command) -> {
                Form form = command.accept(INSTANCE);
                element.writeStartObject();
                element.writeStringField("type", form.type());
                form.fields().write(element);
                element.writeEndObject();
            });
        }));
    }

    @Override
    public Form openSession(OsCommand.OpenSession command) {
        return new Form("open_session", out -> {
            Form.text(out, "display_name", command.displayName());
            StateWriter.items(out, command.desktopItems(), command.taskbarItems(), command.systemTrayItems());
            out.writeStringField("theme", command.theme().value());
            Form.map(out, "metadata", command.metadata());
        });
    }

    @Override
    public Form endSession(OsCommand.EndSession command) {
        return new Form("end_session", out -> out.writeStringField("reason", command.reason()));
    }

    @Override
    public Form openWindow(OsCommand.OpenWindow command) {
        return new Form("open_window", out -> {
            out.writeStringField("app_id", command.appId().value());
            Form.text(out, "title", command.title());
            Form.map(out, "metadata", command.metadata());
        });
    }

    @Override
    public Form closeWindow(OsCommand.CloseWindow command) {
        return of("close_window", command);
    }

    @Override
    public Form focusWindow(OsCommand.FocusWindow command) {
        return of("focus_window", command);
    }

    @Override
    public Form minimizeWindow(OsCommand.MinimizeWindow command) {
        return of("minimize_window", command);
    }

    @Override
    public Form maximizeWindow(OsCommand.MaximizeWindow command) {
        return of("maximize_window", command);
    }

    @Override
    public Form restoreWindow(OsCommand.RestoreWindow command) {
        return of("restore_window", command);
    }

    @Override
    public Form moveWindow(OsCommand.MoveWindow command) {
        return new Form("move_window", out -> {
            Form.text(out, "window_id", command.window());
            StateWriter.position(out, command.position());
        });
    }

    @Override
    public Form resizeWindow(OsCommand.ResizeWindow command) {
        return new Form("resize_window", out -> {
            Form.text(out, "window_id", command.window());
            StateWriter.size(out, command.size());
            if (command.position() != null) {
                StateWriter.position(out, command.position());
            }
        });
    }

    @Override
    public Form renameWindow(OsCommand.RenameWindow command) {
        return new Form("rename_window", out -> {
            Form.text(out, "window_id", command.window());
            out.writeStringField("title", command.title());
        });
    }

    @Override
    public Form setTheme(OsCommand.SetTheme command) {
        return new Form(
                "set_theme",
                out -> out.writeStringField("theme", command.theme().value()));
    }

    private static Form of(String type, OsCommand.OfWindow command) {
        return new Form(type, out -> Form.text(out, "window_id", command.window()));
    }
}
