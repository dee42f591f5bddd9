package systems.blackroad.api.session;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;

/**
 * A session's whole desktop at one revision: an immutable value, equal by content, safe to share between threads.
 *
 * @param session whose desktop it is
 * @param status whether it still accepts commands
 * @param windows in stacking order, the bottom one first; a window's place in this list is its z-index, so z-indexes are
 *     0 to n-1, unique and without gaps
 * @param activeWindowId the window that has the focus: one of {@code windows} that is visible, or null
 * @param focusOrder every window once, from the most to the least recently active
 * @param desktop what lies around the windows
 * @param metadata the application's own small facts, as text
 * @param revision the number of the last event that is part of this state, from 1
 */
public record OsState(
        UserSession session,
        SessionStatus status,
        List<Window> windows,
        @Nullable WindowId activeWindowId,
        List<WindowId> focusOrder,
        Desktop desktop,
        Map<String, String> metadata,
        long revision) {

    /**
     * Copies the collections and checks that the parts agree.
     *
     * @throws IllegalArgumentException if a window id occurs twice, if {@code focusOrder} does not list exactly the
     *     windows, if the active window is missing or minimized, or if the revision is below 1
     */
    public OsState {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(desktop, "desktop");
        windows = List.copyOf(windows);
        focusOrder = List.copyOf(focusOrder);
        metadata = Map.copyOf(metadata);
        if (revision < 1) {
            throw new IllegalArgumentException(
                    "revision of session " + session.id() + " must be at least 1, got " + revision);
        }
        requireConsistent(session.id(), windows, activeWindowId, focusOrder);
    }

    /** The window of this id, if it is open. Costs a scan of the windows. */
    public Optional<Window> findWindow(WindowId id) {
        int index = zIndex(id);
        return index < 0 ? Optional.empty() : Optional.of(windows.get(index));
    }

    /** The window that has the focus, if any has. */
    public Optional<Window> activeWindow() {
        return activeWindowId == null ? Optional.empty() : findWindow(activeWindowId);
    }

    /** The window's place in the stacking order, 0 at the bottom, or -1 if it is not open. */
    public int zIndex(WindowId id) {
        for (int i = 0; i < windows.size(); i++) {
            if (windows.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static void requireConsistent(
            SessionId session, List<Window> windows, @Nullable WindowId active, List<WindowId> focusOrder) {
        Set<WindowId> ids = new HashSet<>();
        boolean activeIsVisible = active == null;
        for (Window window : windows) {
            if (!ids.add(window.id())) {
                throw new IllegalArgumentException("session " + session + " has window " + window.id() + " twice");
            }
            activeIsVisible |= window.id().equals(active) && window.isVisible();
        }
        if (!activeIsVisible) {
            throw new IllegalArgumentException(
                    "session " + session + " has active window " + active + ", which is not open and visible");
        }
        if (focusOrder.size() != windows.size() || !ids.equals(new HashSet<>(focusOrder))) {
            throw new IllegalArgumentException("session " + session + " has " + windows.size()
                    + " windows, but its focus order lists " + focusOrder.size() + " or others");
        }
    }
}
