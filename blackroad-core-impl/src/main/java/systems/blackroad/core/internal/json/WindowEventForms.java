package systems.blackroad.core.internal.json;

import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.window.WindowId;

/** The forms of events of windows. */
final class WindowEventForms implements WindowEvent.Visitor<Form> {

    @Override
    public Form windowOpened(WindowEvent.WindowOpened event) {
        return new Form("window_opened", out -> {
            Form.field(out, "window", fields -> WindowForms.window(fields, event.window()));
            WindowForms.focus(out, event.focus());
        });
    }

    @Override
    public Form windowClosed(WindowEvent.WindowClosed event) {
        return of("window_closed", event.window(), event.focus());
    }

    @Override
    public Form windowFocused(WindowEvent.WindowFocused event) {
        return of("window_focused", event.window(), event.focus());
    }

    @Override
    public Form windowMinimized(WindowEvent.WindowMinimized event) {
        return of("window_minimized", event.window(), event.focus());
    }

    @Override
    public Form windowMaximized(WindowEvent.WindowMaximized event) {
        return of("window_maximized", event.window(), event.focus());
    }

    @Override
    public Form windowRestored(WindowEvent.WindowRestored event) {
        return new Form("window_restored", out -> {
            Form.text(out, "window_id", event.window());
            out.writeStringField("state", StateWriter.lower(event.state()));
            WindowForms.focus(out, event.focus());
        });
    }

    @Override
    public Form windowMoved(WindowEvent.WindowMoved event) {
        return new Form("window_moved", out -> {
            Form.text(out, "window_id", event.window());
            WindowForms.position(out, event.position());
        });
    }

    @Override
    public Form windowResized(WindowEvent.WindowResized event) {
        return new Form("window_resized", out -> {
            Form.text(out, "window_id", event.window());
            WindowForms.position(out, event.position());
            WindowForms.size(out, "size", event.size());
        });
    }

    @Override
    public Form windowRenamed(WindowEvent.WindowRenamed event) {
        return new Form("window_renamed", out -> {
            Form.text(out, "window_id", event.window());
            out.writeStringField("title", event.title());
        });
    }

    @Override
    public Form windowNoticed(WindowEvent.WindowNoticed event) {
        return new Form("window_noticed", out -> {
            Form.text(out, "window_id", event.window());
            Form.field(out, "notice", fields -> WindowForms.notice(fields, event.notice()));
        });
    }

    @Override
    public Form windowMetadataChanged(WindowEvent.WindowMetadataChanged event) {
        return new Form("window_metadata_changed", out -> {
            Form.text(out, "window_id", event.window());
            out.writeStringField("key", event.key());
            Form.text(out, "value", event.value());
        });
    }

    private static Form of(String type, WindowId window, Focus focus) {
        return new Form(type, out -> {
            Form.text(out, "window_id", window);
            WindowForms.focus(out, focus);
        });
    }
}
