package systems.blackroad.core.internal.json;

import systems.blackroad.api.session.SessionCommand;

/** The forms of commands about the session itself. */
final class SessionCommandForms implements SessionCommand.Visitor<Form> {

    @Override
    public Form openSession(SessionCommand.OpenSession command) {
        return new Form("open_session", out -> {
            Form.text(out, "display_name", command.displayName());
            DesktopForms.desktop(out, command.desktop());
            Form.map(out, "metadata", command.metadata());
        });
    }

    @Override
    public Form endSession(SessionCommand.EndSession command) {
        return new Form("end_session", out -> out.writeStringField("reason", command.reason()));
    }

    @Override
    public Form setDisplayName(SessionCommand.SetDisplayName command) {
        return new Form("set_display_name", out -> out.writeStringField("display_name", command.displayName()));
    }

    @Override
    public Form setSessionMetadata(SessionCommand.SetSessionMetadata command) {
        return new Form("set_session_metadata", out -> {
            out.writeStringField("key", command.key());
            Form.text(out, "value", command.value());
        });
    }

    @Override
    public Form importDesktop(SessionCommand.ImportDesktop command) {
        return new Form(
                "import_desktop",
                out -> Form.field(out, "desktop", fields -> StateWriter.portable(fields, command.desktop())));
    }

    @Override
    public Form takeOver(SessionCommand.TakeOver command) {
        return new Form("take_over", out -> {});
    }

    @Override
    public Form release(SessionCommand.Release command) {
        return new Form("release", out -> {});
    }

    @Override
    public Form rotateToken(SessionCommand.RotateToken command) {
        return new Form("rotate_token", out -> {});
    }

    @Override
    public Form beginImpersonation(SessionCommand.BeginImpersonation command) {
        return new Form("begin_impersonation", out -> out.writeStringField("reason", command.reason()));
    }

    @Override
    public Form endImpersonation(SessionCommand.EndImpersonation command) {
        return new Form("end_impersonation", out -> {});
    }
}
