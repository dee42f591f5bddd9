package systems.blackroad.api.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

/** Something that happened to a window. */
public sealed interface WindowEvent extends OsEvent {

    /** Calls the method of {@code visitor} that is named after this event's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsEvent.Visitor<R> visitor) {
        return visitor.window(this);
    }

    /**
     * A window opened on top of the others and became active.
     *
     * @param window as it opened
     */
    record WindowOpened(Window window) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowOpened {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowOpened(this);
        }
    }

    /**
     * A window closed.
     *
     * @param window the closed window
     * @param active the window that is active now, or null
     */
    record WindowClosed(WindowId window, @Nullable WindowId active) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowClosed {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowClosed(this);
        }
    }

    /**
     * A window was raised and became active.
     *
     * @param window the window
     * @param zIndex its new place in the stacking order
     */
    record WindowFocused(WindowId window, int zIndex) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowFocused {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowFocused(this);
        }
    }

    /**
     * A window was hidden.
     *
     * @param window the hidden window
     * @param active the window that is active now, or null
     */
    record WindowMinimized(WindowId window, @Nullable WindowId active) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowMinimized {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowMinimized(this);
        }
    }

    /**
     * A window was made to fill the work area, raised and made active.
     *
     * @param window the window
     * @param zIndex its new place in the stacking order
     */
    record WindowMaximized(WindowId window, int zIndex) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowMaximized {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowMaximized(this);
        }
    }

    /**
     * A window came back from being minimized or maximized, raised and active.
     *
     * @param window the window
     * @param state how it is shown now, {@code NORMAL} or {@code MAXIMIZED}
     * @param zIndex its new place in the stacking order
     */
    record WindowRestored(WindowId window, WindowState state, int zIndex) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowRestored {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(state, "state");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowRestored(this);
        }
    }

    /**
     * A window moved.
     *
     * @param window the window
     * @param position where it stands now
     */
    record WindowMoved(WindowId window, Position position) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowMoved {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(position, "position");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowMoved(this);
        }
    }

    /**
     * A window took other bounds.
     *
     * @param window the window
     * @param position where it stands now
     * @param size how large it is now
     */
    record WindowResized(WindowId window, Position position, Size size) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowResized {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(position, "position");
            Objects.requireNonNull(size, "size");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowResized(this);
        }
    }

    /**
     * A window took another title.
     *
     * @param window the window
     * @param title the new title
     */
    record WindowRenamed(WindowId window, String title) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowRenamed {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(title, "title");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowRenamed(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link WindowOpened}. */
        R windowOpened(WindowOpened event);

        /** For {@link WindowClosed}. */
        R windowClosed(WindowClosed event);

        /** For {@link WindowFocused}. */
        R windowFocused(WindowFocused event);

        /** For {@link WindowMinimized}. */
        R windowMinimized(WindowMinimized event);

        /** For {@link WindowMaximized}. */
        R windowMaximized(WindowMaximized event);

        /** For {@link WindowRestored}. */
        R windowRestored(WindowRestored event);

        /** For {@link WindowMoved}. */
        R windowMoved(WindowMoved event);

        /** For {@link WindowResized}. */
        R windowResized(WindowResized event);

        /** For {@link WindowRenamed}. */
        R windowRenamed(WindowRenamed event);
    }
}
