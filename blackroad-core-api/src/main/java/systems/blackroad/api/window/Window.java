package systems.blackroad.api.window;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/**
 * A window as it stood when it was read: an immutable value, equal by content, safe to share between threads. To change
 * one, send its session a command. Its place in the stacking order is its place in the session's list of windows.
 *
 * @param id unique within the session
 * @param appId the application that it belongs to
 * @param title shown in the title bar; not blank
 * @param state how it is shown
 * @param restoreState what a minimized window returns to, {@code NORMAL} or {@code MAXIMIZED}; in the other states equal
 *     to {@code state}
 * @param position the user's own position, kept while maximized
 * @param size the user's own size, kept while maximized
 * @param createdAt when it opened, at millisecond precision
 * @param metadata the application's own small facts, as text
 */
public record Window(
        WindowId id,
        AppId appId,
        String title,
        WindowState state,
        WindowState restoreState,
        Position position,
        Size size,
        Instant createdAt,
        Map<String, String> metadata) {

    /**
     * Checks that the parts agree, cuts the time to milliseconds, and copies the map.
     *
     * @throws IllegalArgumentException if the title is blank, or {@code restoreState} does not fit {@code state}
     */
    public Window {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(appId, "appId");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(size, "size");
        if (title.isBlank()) {
            throw new IllegalArgumentException("title of window " + id + " must not be blank");
        }
        if (restoreState == WindowState.MINIMIZED || (state != WindowState.MINIMIZED && restoreState != state)) {
            throw new IllegalArgumentException(
                    "window " + id + " is " + state + ", so it cannot return to " + restoreState);
        }
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        metadata = Map.copyOf(metadata);
    }

    /** Whether it can be seen and can be active. */
    public boolean isVisible() {
        return state != WindowState.MINIMIZED;
    }

    /** This window with another title. */
    public Window withTitle(String newTitle) {
        return new Window(id, appId, newTitle, state, restoreState, position, size, createdAt, metadata);
    }

    /** This window at another position and size. */
    public Window withBounds(Position newPosition, Size newSize) {
        return new Window(id, appId, title, state, restoreState, newPosition, newSize, createdAt, metadata);
    }

    /** This window shown as {@code newState}; a minimized one remembers how it was shown before. */
    public Window withState(WindowState newState) {
        WindowState returnsTo = newState == WindowState.MINIMIZED ? restoreState : newState;
        return new Window(id, appId, title, newState, returnsTo, position, size, createdAt, metadata);
    }
}
