package systems.blackroad.core.internal.json;

import systems.blackroad.api.event.DesktopEvent;

/** The forms of events around the windows. */
final class DesktopEventForms implements DesktopEvent.Visitor<Form> {

    @Override
    public Form themeChanged(DesktopEvent.ThemeChanged event) {
        return new Form(
                "theme_changed",
                out -> out.writeStringField("theme", event.theme().value()));
    }
}
