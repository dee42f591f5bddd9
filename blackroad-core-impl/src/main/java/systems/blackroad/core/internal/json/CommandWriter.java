package systems.blackroad.core.internal.json;

import java.util.List;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand;

/** Writes commands in a canonical form, from which the hash of a command's body is taken. */
public final class CommandWriter implements OsCommand.Visitor<Form> {

    private static final CommandWriter INSTANCE = new CommandWriter();
    private static final SessionCommandForms SESSION = new SessionCommandForms();
    private static final WindowCommandForms WINDOW = new WindowCommandForms();
    private static final LayoutCommandForms LAYOUT = new LayoutCommandForms();
    private static final DesktopCommandForms DESKTOP = new DesktopCommandForms();

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
    public Form session(SessionCommand command) {
        return command.accept(SESSION);
    }

    @Override
    public Form window(WindowCommand command) {
        return command.accept(WINDOW);
    }

    @Override
    public Form layout(LayoutCommand command) {
        return command.accept(LAYOUT);
    }

    @Override
    public Form desktop(DesktopCommand command) {
        return command.accept(DESKTOP);
    }
}
