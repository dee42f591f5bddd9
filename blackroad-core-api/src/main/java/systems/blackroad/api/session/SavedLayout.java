package systems.blackroad.api.session;

import java.util.List;
import java.util.Objects;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayout;

/**
 * An arrangement of windows that was saved under a name: an immutable value.
 *
 * @param name unique in the session; not blank
 * @param places the windows that were open, the bottom one first
 */
public record SavedLayout(String name, List<Place> places) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public SavedLayout {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a layout must not be blank");
        }
        places = List.copyOf(places);
    }

    /**
     * How one window was shown.
     *
     * @param window the window, which may have been closed since
     * @param app its application, whose windows the place is for where that one is closed
     * @param layout how it was shown
     */
    public record Place(WindowId window, AppId app, WindowLayout layout) {

        /** Checks that every part is there. */
        public Place {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(app, "app");
            Objects.requireNonNull(layout, "layout");
        }
    }
}
