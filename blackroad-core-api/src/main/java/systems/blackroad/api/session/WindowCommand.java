package systems.blackroad.api.session;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowOptions;

/** A command about windows. */
public sealed interface WindowCommand extends OsCommand {

    /** Calls the method of {@code visitor} that is named after this command's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsCommand.Visitor<R> visitor) {
        return visitor.window(this);
    }

    /**
     * Opens a window on top of the others and makes it active.
     *
     * @param appId the application
     * @param title shown in the title bar, or null for the app's, else the app id in title case
     * @param metadata the application's own small facts, kept with the window
     * @param options how it is wanted
     */
    record OpenWindow(AppId appId, @Nullable String title, Map<String, String> metadata, WindowOptions options)
            implements WindowCommand {

        /** Copies the map. */
        public OpenWindow {
            Objects.requireNonNull(appId, "appId");
            metadata = Map.copyOf(metadata);
            Objects.requireNonNull(options, "options");
        }

        /** A window with everything else by default. */
        public OpenWindow(AppId appId, @Nullable String title, Map<String, String> metadata) {
            this(appId, title, metadata, WindowOptions.DEFAULTS);
        }

        /** A window of {@code appId} as wanted, under its default title. */
        public static OpenWindow of(String appId, WindowOptions options) {
            return new OpenWindow(AppId.of(appId), null, Map.of(), options);
        }

        /** A window of {@code appId} under its default title. */
        public static OpenWindow of(String appId) {
            return new OpenWindow(AppId.of(appId), null, Map.of());
        }

        /** A window of {@code appId} under {@code title}. */
        public static OpenWindow of(String appId, String title) {
            return new OpenWindow(AppId.of(appId), title, Map.of());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.openWindow(this);
        }
    }

    /** A command about one window. */
    sealed interface OfWindow extends WindowCommand {
        /** The window that the command is about. */
        WindowId window();
    }

    /** Closes a window; the most recently active visible one becomes active. */
    record CloseWindow(WindowId window) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public CloseWindow {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.closeWindow(this);
        }
    }

    /** Raises a visible window and makes it active. */
    record FocusWindow(WindowId window) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public FocusWindow {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.focusWindow(this);
        }
    }

    /** Hides a window; the most recently active visible one becomes active. */
    record MinimizeWindow(WindowId window) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public MinimizeWindow {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.minimizeWindow(this);
        }
    }

    /** Lets a window fill the work area, raises it and makes it active. */
    record MaximizeWindow(WindowId window) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public MaximizeWindow {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.maximizeWindow(this);
        }
    }

    /** Brings a minimized window back as it was, or a maximized one to its own bounds; raises it and makes it active. */
    record RestoreWindow(WindowId window) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public RestoreWindow {
            Objects.requireNonNull(window, "window");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.restoreWindow(this);
        }
    }

    /** Moves a window that is not maximized. */
    record MoveWindow(WindowId window, Position position) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public MoveWindow {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(position, "position");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.moveWindow(this);
        }
    }

    /**
     * Resizes a window that is not maximized.
     *
     * @param window the window
     * @param size its new size
     * @param position its new position, or null to keep the present one
     */
    record ResizeWindow(
            WindowId window, Size size, @Nullable Position position) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public ResizeWindow {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(size, "size");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resizeWindow(this);
        }
    }

    /** Gives a window another title. */
    record RenameWindow(WindowId window, String title) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public RenameWindow {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(title, "title");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.renameWindow(this);
        }
    }

    /** Replaces what a window shows on the taskbar. */
    record SetNotice(WindowId window, WindowNotice notice) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public SetNotice {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(notice, "notice");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setNotice(this);
        }
    }

    /**
     * Sets one key of a window's metadata, or removes it.
     *
     * @param window the window
     * @param key the key
     * @param value its new value, or null to remove the key
     */
    record SetWindowMetadata(
            WindowId window, String key, @Nullable String value) implements OfWindow {

        /** Checks that the parts that must be there are. */
        public SetWindowMetadata {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(key, "key");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setWindowMetadata(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link OpenWindow}. */
        R openWindow(OpenWindow command);

        /** For {@link CloseWindow}. */
        R closeWindow(CloseWindow command);

        /** For {@link FocusWindow}. */
        R focusWindow(FocusWindow command);

        /** For {@link MinimizeWindow}. */
        R minimizeWindow(MinimizeWindow command);

        /** For {@link MaximizeWindow}. */
        R maximizeWindow(MaximizeWindow command);

        /** For {@link RestoreWindow}. */
        R restoreWindow(RestoreWindow command);

        /** For {@link MoveWindow}. */
        R moveWindow(MoveWindow command);

        /** For {@link ResizeWindow}. */
        R resizeWindow(ResizeWindow command);

        /** For {@link RenameWindow}. */
        R renameWindow(RenameWindow command);

        /** For {@link SetNotice}. */
        R setNotice(SetNotice command);

        /** For {@link SetWindowMetadata}. */
        R setWindowMetadata(SetWindowMetadata command);
    }
}
