package systems.blackroad.core.internal.json;

import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.SessionEvent;
import systems.blackroad.api.event.WindowEvent;

/** The form of each kind of event: its name and its {@code data}. */
final class EventForms implements OsEvent.Visitor<Form> {

    static final EventForms INSTANCE = new EventForms();

    private static final SessionEventForms SESSION = new SessionEventForms();
    private static final WindowEventForms WINDOW = new WindowEventForms();
    private static final LayoutEventForms LAYOUT = new LayoutEventForms();
    private static final DesktopEventForms DESKTOP = new DesktopEventForms();

    private EventForms() {}

    @Override
    public Form session(SessionEvent event) {
        return event.accept(SESSION);
    }

    @Override
    public Form window(WindowEvent event) {
        return event.accept(WINDOW);
    }

    @Override
    public Form layout(LayoutEvent event) {
        return event.accept(LAYOUT);
    }

    @Override
    public Form desktop(DesktopEvent event) {
        return event.accept(DESKTOP);
    }
}
