package systems.blackroad.api.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowNotice;
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
     * A window opened.
     *
     * @param window as it opened
     * @param focus where that leaves the focus and the stacking order
     */
    record WindowOpened(Window window, Focus focus) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowOpened {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowOpened(this);
        }
    }

    /**
     * A window closed.
     *
     * @param window the window
     * @param focus where that leaves the focus and the stacking order
     */
    record WindowClosed(WindowId window, Focus focus) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowClosed {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowClosed(this);
        }
    }

    /**
     * A window was raised and became active.
     *
     * @param window the window that was asked for
     * @param focus where that leaves the focus and the stacking order
     */
    record WindowFocused(WindowId window, Focus focus) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowFocused {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowFocused(this);
        }
    }

    /**
     * A window was hidden.
     *
     * @param window the window
     * @param focus where that leaves the focus and the stacking order
     */
    record WindowMinimized(WindowId window, Focus focus) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowMinimized {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowMinimized(this);
        }
    }

    /**
     * A window was made to fill the work area.
     *
     * @param window the window
     * @param focus where that leaves the focus and the stacking order
     */
    record WindowMaximized(WindowId window, Focus focus) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowMaximized {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowMaximized(this);
        }
    }

    /**
     * A window came back from being minimized or maximized.
     *
     * @param window the window
     * @param state how it is shown now, {@code NORMAL} or {@code MAXIMIZED}
     * @param focus where that leaves the focus and the stacking order
     */
    record WindowRestored(WindowId window, WindowState state, Focus focus) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowRestored {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(focus, "focus");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowRestored(this);
        }
    }

    /**
     * A window moved, out of its snap zone if it was in one.
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
     * A window took other bounds, out of its snap zone if it was in one.
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

    /**
     * A window shows something else on the taskbar.
     *
     * @param window the window
     * @param notice all that it shows now
     */
    record WindowNoticed(WindowId window, WindowNotice notice) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowNoticed {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(notice, "notice");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowNoticed(this);
        }
    }

    /**
     * One key of a window's metadata was set or removed.
     *
     * @param window the window
     * @param key the key
     * @param value its value now, or null if it is removed
     */
    record WindowMetadataChanged(
            WindowId window, String key, @Nullable String value) implements WindowEvent {

        /** Checks that the parts that must be there are. */
        public WindowMetadataChanged {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(key, "key");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.windowMetadataChanged(this);
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

        /** For {@link WindowNoticed}. */
        R windowNoticed(WindowNoticed event);

        /** For {@link WindowMetadataChanged}. */
        R windowMetadataChanged(WindowMetadataChanged event);
    }
}
