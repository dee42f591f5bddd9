package systems.blackroad.api.window;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A window as it stood when it was read: an immutable value, equal by content, safe to share between threads. To change
 * one, send its session a command. Its place in the stacking order is its place in the session's list of windows.
 *
 * @param id unique within the session
 * @param appId the application that it belongs to
 * @param title shown in the title bar; not blank
 * @param layout how and where it is shown
 * @param hints what it is, fixed when it opened
 * @param notice what it shows on the taskbar
 * @param createdAt when it opened, at millisecond precision
 * @param metadata the application's own small facts, as text
 */
public record Window(
        WindowId id,
        AppId appId,
        String title,
        WindowLayout layout,
        WindowHints hints,
        WindowNotice notice,
        Instant createdAt,
        Map<String, String> metadata) {

    /**
     * Cuts the time to milliseconds, and copies the map.
     *
     * @throws IllegalArgumentException if the title is blank
     */
    public Window {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(appId, "appId");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(hints, "hints");
        Objects.requireNonNull(notice, "notice");
        if (title.isBlank()) {
            throw new IllegalArgumentException("title of window " + id + " must not be blank");
        }
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        metadata = Map.copyOf(metadata);
    }

    /** How it is shown. */
    public WindowState state() {
        return layout.state();
    }

    /** What a minimized window returns to; in the other states equal to {@link #state()}. */
    public WindowState restoreState() {
        return layout.restoreState();
    }

    /** The user's own position. */
    public Position position() {
        return layout.position();
    }

    /** The user's own size. */
    public Size size() {
        return layout.size();
    }

    /** The window that it belongs to, or null. */
    public @Nullable WindowId parent() {
        return hints.parent();
    }

    /** Whether it is minimized itself; one that is not may still be hidden by its parent or on another workspace. */
    public boolean isMinimized() {
        return layout.state() == WindowState.MINIMIZED;
    }

    /** This window with another title. */
    public Window withTitle(String newTitle) {
        return new Window(id, appId, newTitle, layout, hints, notice, createdAt, metadata);
    }

    /** This window shown otherwise. */
    public Window withLayout(WindowLayout newLayout) {
        return new Window(id, appId, title, newLayout, hints, notice, createdAt, metadata);
    }

    /** This window with another notice. */
    public Window withNotice(WindowNotice newNotice) {
        return newNotice == notice ? this : new Window(id, appId, title, layout, hints, newNotice, createdAt, metadata);
    }

    /** This window with other metadata. */
    public Window withMetadata(Map<String, String> newMetadata) {
        return new Window(id, appId, title, layout, hints, notice, createdAt, newMetadata);
    }
}
