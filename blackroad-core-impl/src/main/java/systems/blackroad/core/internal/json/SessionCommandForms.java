package systems.blackroad.core.internal.json;

import systems.blackroad.api.session.SessionCommand;

/** The forms of commands about the session itself. */
final class SessionCommandForms implements SessionCommand.Visitor<Form> {

    @Override
    public Form openSession(SessionCommand.OpenSession command) {
        return new Form("open_session", out -> {
            Form.text(out, "display_name", command.displayName());
            StateWriter.desktop(out, command.desktop());
            Form.map(out, "metadata", command.metadata());
        });
    }

    @Override
    public Form endSession(SessionCommand.EndSession command) {
        return new Form("end_session", out -> out.writeStringField("reason", command.reason()));
    }
}
