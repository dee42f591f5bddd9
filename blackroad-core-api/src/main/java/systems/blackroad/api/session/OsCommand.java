package systems.blackroad.api.session;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.WindowId;

/**
 * Something that a sender wants of a session. Immutable values; the session decides each into events, into nothing, or
 * into a rejection with a code.
 */
public sealed interface OsCommand {

    /** Calls the method of {@code visitor} that is named after this command's kind. */
    <R> R accept(Visitor<R> visitor);

    /**
     * Opens the session itself; only as the first command of its log.
     *
     * @param displayName shown to people, or null for {@value UserSession#DEFAULT_DISPLAY_NAME}
     * @param desktopItems icons on the desktop
     * @param taskbarItems entries pinned to the taskbar
     * @param systemTrayItems indicators in the tray
     * @param theme the first theme
     * @param metadata the application's own small facts, kept with the session
     */
    record OpenSession(
            @Nullable String displayName,
            List<DesktopItem> desktopItems,
            List<TaskbarItem> taskbarItems,
            List<TrayItem> systemTrayItems,
            Theme theme,
            Map<String, String> metadata)
            implements OsCommand {

        /** Copies the collections. */
        public OpenSession {
            desktopItems = List.copyOf(desktopItems);
            taskbarItems = List.copyOf(taskbarItems);
            systemTrayItems = List.copyOf(systemTrayItems);
            Objects.requireNonNull(theme, "theme");
            metadata = Map.copyOf(metadata);
        }

        /** An empty desktop in the classic theme. */
        public static OpenSession empty() {
            return new OpenSession(null, List.of(), List.of(), List.of(), Theme.of("classic"), Map.of());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.openSession(this);
        }
    }

    /**
     * Ends the session for good.
     *
     * @param reason one word for the log, for example {@code user}
     */
    record EndSession(String reason) implements OsCommand {

        /** Checks that a reason is given. */
        public EndSession {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.endSession(this);
        }
    }

    /**
     * Opens a window on top of the others and makes it active.
     *
     * @param appId the application
     * @param title shown in the title bar, or null for the app id in title case
     * @param metadata the application's own small facts, kept with the window
     */
    record OpenWindow(AppId appId, @Nullable String title, Map<String, String> metadata) implements OsCommand {

        /** Copies the map. */
        public OpenWindow {
            Objects.requireNonNull(appId, "appId");
            metadata = Map.copyOf(metadata);
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
    sealed interface OfWindow extends OsCommand {
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

    /** Gives the desktop another theme. */
    record SetTheme(Theme theme) implements OsCommand {

        /** Checks that the parts that must be there are. */
        public SetTheme {
            Objects.requireNonNull(theme, "theme");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setTheme(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link OpenSession}. */
        R openSession(OpenSession command);

        /** For {@link EndSession}. */
        R endSession(EndSession command);

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

        /** For {@link SetTheme}. */
        R setTheme(SetTheme command);
    }
}
