package systems.blackroad.core.internal.json;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.window.WindowId;

/** The forms of events of windows. */
final class WindowEventForms implements WindowEvent.Visitor<Form> {

    @Override
    public Form windowOpened(WindowEvent.WindowOpened event) {
        return new Form(
                "window_opened",
                out -> Form.field(out, "window", fields -> StateWriter.window(fields, event.window())));
    }

    @Override
    public Form windowClosed(WindowEvent.WindowClosed event) {
        return leaving("window_closed", event.window(), event.active());
    }

    @Override
    public Form windowFocused(WindowEvent.WindowFocused event) {
        return raised("window_focused", event.window(), event.zIndex());
    }

    @Override
    public Form windowMinimized(WindowEvent.WindowMinimized event) {
        return leaving("window_minimized", event.window(), event.active());
    }

    @Override
    public Form windowMaximized(WindowEvent.WindowMaximized event) {
        return raised("window_maximized", event.window(), event.zIndex());
    }

    @Override
    public Form windowRestored(WindowEvent.WindowRestored event) {
        return new Form("window_restored", out -> {
            Form.text(out, "window_id", event.window());
            out.writeStringField("state", StateWriter.lower(event.state()));
            out.writeNumberField("z_index", event.zIndex());
        });
    }

    @Override
    public Form windowMoved(WindowEvent.WindowMoved event) {
        return new Form("window_moved", out -> {
            Form.text(out, "window_id", event.window());
            StateWriter.position(out, event.position());
        });
    }

    @Override
    public Form windowResized(WindowEvent.WindowResized event) {
        return new Form("window_resized", out -> {
            Form.text(out, "window_id", event.window());
            StateWriter.position(out, event.position());
            StateWriter.size(out, event.size());
        });
    }

    @Override
    public Form windowRenamed(WindowEvent.WindowRenamed event) {
        return new Form("window_renamed", out -> {
            Form.text(out, "window_id", event.window());
            out.writeStringField("title", event.title());
        });
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
