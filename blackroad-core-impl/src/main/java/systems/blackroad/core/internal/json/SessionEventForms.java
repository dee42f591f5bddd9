package systems.blackroad.core.internal.json;

import systems.blackroad.api.event.SessionEvent;

/** The forms of events of the session itself. */
final class SessionEventForms implements SessionEvent.Visitor<Form> {

    @Override
    public Form sessionOpened(SessionEvent.SessionOpened event) {
        return new Form("session_opened", out -> {
            Form.field(out, "session", fields -> StateWriter.session(fields, event.session()));
            StateWriter.desktop(out, event.desktop());
            Form.map(out, "metadata", event.metadata());
        });
    }

    @Override
    public Form sessionEnded(SessionEvent.SessionEnded event) {
        return new Form("session_ended", out -> out.writeStringField("reason", event.reason()));
    }
}
