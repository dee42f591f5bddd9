package systems.blackroad.core.internal.json;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.window.WindowId;

/** The form of each kind of event: its name and its {@code data}. */
final class EventForms implements OsEvent.Visitor<Form> {

    static final EventForms INSTANCE = new EventForms();

    private EventForms() {}

    @Override
    public Form sessionOpened(OsEvent.SessionOpened event) {
        return new Form("session_opened", out -> {
            Form.field(out, "session", fields -> StateWriter.session(fields, event.session()));
            StateWriter.items(out, event.desktopItems(), event.taskbarItems(), event.systemTrayItems());
            out.writeStringField("theme", event.theme().value());
            Form.map(out, "metadata", event.metadata());
        });
    }

    @Override
    public Form sessionEnded(OsEvent.SessionEnded event) {
        return new Form("session_ended", out -> out.writeStringField("reason", event.reason()));
    }

    @Override
    public Form windowOpened(OsEvent.WindowOpened event) {
        return new Form(
                "window_opened",
                out -> Form.field(out, "window", fields -> StateWriter.window(fields, event.window())));
    }

    @Override
    public Form windowClosed(OsEvent.WindowClosed event) {
        return leaving("window_closed", event.window(), event.active());
    }

    @Override
    public Form windowFocused(OsEvent.WindowFocused event) {
        return raised("window_focused", event.window(), event.zIndex());
    }

    @Override
    public Form windowMinimized(OsEvent.WindowMinimized event) {
        return leaving("window_minimized", event.window(), event.active());
    }

    @Override
    public Form windowMaximized(OsEvent.WindowMaximized event) {
        return raised("window_maximized", event.window(), event.zIndex());
    }

    @Override
    public Form windowRestored(OsEvent.WindowRestored event) {
        return new Form("window_restored", out -> {
            Form.text(out, "window_id", event.window());
            out.writeStringField("state", StateWriter.lower(event.state()));
            out.writeNumberField("z_index", event.zIndex());
        });
    }

    @Override
    public Form windowMoved(OsEvent.WindowMoved event) {
        return new Form("window_moved", out -> {
            Form.text(out, "window_id", event.window());
            StateWriter.position(out, event.position());
        });
    }

    @Override
    public Form windowResized(OsEvent.WindowResized event) {
        return new Form("window_resized", out -> {
            Form.text(out, "window_id", event.window());
            StateWriter.position(out, event.position());
            StateWriter.size(out, event.size());
        });
    }

    @Override
    public Form windowRenamed(OsEvent.WindowRenamed event) {
        return new Form("window_renamed", out -> {
            Form.text(out, "window_id", event.window());
            out.writeStringField("title", event.title());
        });
    }

    @Override
    public Form themeChanged(OsEvent.ThemeChanged event) {
        return new Form(
                "theme_changed",
                out -> out.writeStringField("theme", event.theme().value()));
    }

    private static Form leaving(String type, WindowId window, @Nullable WindowId active) {
        return new Form(type, out -> {
            Form.text(out, "window_id", window);
            Form.text(out, "active_window_id", active);
        });
    }

    private static Form raised(String type, WindowId window, int zIndex) {
        return new Form(type, out -> {
            Form.text(out, "window_id", window);
            out.writeNumberField("z_index", zIndex);
        });
    }
}
