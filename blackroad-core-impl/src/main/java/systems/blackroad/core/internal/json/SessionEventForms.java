package systems.blackroad.core.internal.json;

import systems.blackroad.api.event.SessionEvent;

/** The forms of events of the session itself. */
final class SessionEventForms implements SessionEvent.Visitor<Form> {

    @Override
    public Form sessionOpened(SessionEvent.SessionOpened event) {
        return new Form("session_opened", out -> {
            Form.field(out, "session", fields -> StateWriter.session(fields, event.session()));
            DesktopForms.desktop(out, event.desktop());
            Form.map(out, "metadata", event.metadata());
        });
    }

    @Override
    public Form sessionEnded(SessionEvent.SessionEnded event) {
        return new Form("session_ended", out -> out.writeStringField("reason", event.reason()));
    }

    @Override
    public Form displayNameChanged(SessionEvent.DisplayNameChanged event) {
        return new Form("display_name_changed", out -> out.writeStringField("display_name", event.displayName()));
    }

    @Override
    public Form sessionMetadataChanged(SessionEvent.SessionMetadataChanged event) {
        return new Form("session_metadata_changed", out -> {
            out.writeStringField("key", event.key());
            Form.text(out, "value", event.value());
        });
    }

    @Override
    public Form desktopImported(SessionEvent.DesktopImported event) {
        return new Form(
                "desktop_imported",
                out -> Form.field(out, "desktop", fields -> StateWriter.portable(fields, event.desktop())));
    }

    @Override
    public Form takenOver(SessionEvent.TakenOver event) {
        return new Form("taken_over", out -> Form.text(out, "holder", event.holder()));
    }

    @Override
    public Form released(SessionEvent.Released event) {
        return new Form("released", out -> {});
    }

    @Override
    public Form tokenRotated(SessionEvent.TokenRotated event) {
        return new Form("token_rotated", out -> out.writeNumberField("generation", event.generation()));
    }

    @Override
    public Form impersonationBegun(SessionEvent.ImpersonationBegun event) {
        return new Form("impersonation_begun", out -> {
            Form.text(out, "impersonator", event.impersonator());
            out.writeStringField("reason", event.reason());
        });
    }

    @Override
    public Form impersonationEnded(SessionEvent.ImpersonationEnded event) {
        return new Form("impersonation_ended", out -> {});
    }
}
