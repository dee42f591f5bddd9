package systems.blackroad.core.internal.json;

import systems.blackroad.api.session.DesktopCommand;

/** The forms of commands about what lies around the windows. */
final class DesktopCommandForms implements DesktopCommand.Visitor<Form> {

    @Override
    public Form setTheme(DesktopCommand.SetTheme command) {
        return new Form(
                "set_theme",
                out -> out.writeStringField("theme", command.theme().value()));
    }
}
