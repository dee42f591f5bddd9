package systems.blackroad.api.event;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;

/** Something that happened around the windows. */
public sealed interface DesktopEvent extends OsEvent {

    /** Calls the method of {@code visitor} that is named after this event's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsEvent.Visitor<R> visitor) {
        return visitor.desktop(this);
    }

    /** An icon came onto the desktop: in place of the one of its id, else at the end. */
    record DesktopItemPut(DesktopItem item) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public DesktopItemPut {
            Objects.requireNonNull(item, "item");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.desktopItemPut(this);
        }
    }

    /** An icon went off the desktop. */
    record DesktopItemRemoved(String id) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public DesktopItemRemoved {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.desktopItemRemoved(this);
        }
    }

    /** An entry was pinned to the taskbar: in place of the one of its id, else at the end. */
    record TaskbarItemPut(TaskbarItem item) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public TaskbarItemPut {
            Objects.requireNonNull(item, "item");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.taskbarItemPut(this);
        }
    }

    /** A pinned entry went off the taskbar. */
    record TaskbarItemRemoved(String id) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public TaskbarItemRemoved {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.taskbarItemRemoved(this);
        }
    }

    /**
     * A pinned entry moved along the taskbar.
     *
     * @param id which
     * @param index its place afterwards, from 0
     */
    record TaskbarItemMoved(String id, int index) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public TaskbarItemMoved {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.taskbarItemMoved(this);
        }
    }

    /** An indicator came into the tray: in place of the one of its id, else at the end. */
    record TrayItemPut(TrayItem item) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public TrayItemPut {
            Objects.requireNonNull(item, "item");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.trayItemPut(this);
        }
    }

    /** An indicator went out of the tray. */
    record TrayItemRemoved(String id) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public TrayItemRemoved {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.trayItemRemoved(this);
        }
    }

    /**
     * The desktop took another theme.
     *
     * @param theme the new theme
     */
    record ThemeChanged(Theme theme) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public ThemeChanged {
            Objects.requireNonNull(theme, "theme");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.themeChanged(this);
        }
    }

    /**
     * The desktop took other tokens.
     *
     * @param tokens all that it has now
     */
    record ThemeTokensChanged(Map<String, String> tokens) implements DesktopEvent {

        /** Copies the map. */
        public ThemeTokensChanged {
            tokens = Map.copyOf(tokens);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.themeTokensChanged(this);
        }
    }

    /**
     * The desktop took another wallpaper.
     *
     * @param wallpaper the new one, or null for none
     */
    record WallpaperChanged(@Nullable String wallpaper) implements DesktopEvent {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.wallpaperChanged(this);
        }
    }

    /**
     * The user was told something.
     *
     * @param notification the new one, which is the first
     * @param dropped the one that went for it, or null
     */
    record NotificationAdded(
            Notification notification, @Nullable NotificationId dropped) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public NotificationAdded {
            Objects.requireNonNull(notification, "notification");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notificationAdded(this);
        }
    }

    /** A notification was seen. */
    record NotificationRead(NotificationId id) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public NotificationRead {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notificationRead(this);
        }
    }

    /** All notifications were seen. */
    record NotificationsRead() implements DesktopEvent {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notificationsRead(this);
        }
    }

    /** A notification was taken away. */
    record NotificationDismissed(NotificationId id) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public NotificationDismissed {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notificationDismissed(this);
        }
    }

    /**
     * A text was copied.
     *
     * @param text the first of the clipboard now
     * @param size how many texts there are now; the last ones went
     */
    record ClipboardCopied(String text, int size) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public ClipboardCopied {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.clipboardCopied(this);
        }
    }

    /** All that was copied was forgotten. */
    record ClipboardCleared() implements DesktopEvent {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.clipboardCleared(this);
        }
    }

    /**
     * Keys do something else.
     *
     * @param keys which
     * @param action what they do now, or null for nothing
     */
    record ShortcutChanged(String keys, @Nullable String action) implements DesktopEvent {

        /** Checks that the parts that must be there are. */
        public ShortcutChanged {
            Objects.requireNonNull(keys, "keys");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.shortcutChanged(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link DesktopItemPut}. */
        R desktopItemPut(DesktopItemPut event);

        /** For {@link DesktopItemRemoved}. */
        R desktopItemRemoved(DesktopItemRemoved event);

        /** For {@link TaskbarItemPut}. */
        R taskbarItemPut(TaskbarItemPut event);

        /** For {@link TaskbarItemRemoved}. */
        R taskbarItemRemoved(TaskbarItemRemoved event);

        /** For {@link TaskbarItemMoved}. */
        R taskbarItemMoved(TaskbarItemMoved event);

        /** For {@link TrayItemPut}. */
        R trayItemPut(TrayItemPut event);

        /** For {@link TrayItemRemoved}. */
        R trayItemRemoved(TrayItemRemoved event);

        /** For {@link ThemeChanged}. */
        R themeChanged(ThemeChanged event);

        /** For {@link ThemeTokensChanged}. */
        R themeTokensChanged(ThemeTokensChanged event);

        /** For {@link WallpaperChanged}. */
        R wallpaperChanged(WallpaperChanged event);

        /** For {@link NotificationAdded}. */
        R notificationAdded(NotificationAdded event);

        /** For {@link NotificationRead}. */
        R notificationRead(NotificationRead event);

        /** For {@link NotificationsRead}. */
        R notificationsRead(NotificationsRead event);

        /** For {@link NotificationDismissed}. */
        R notificationDismissed(NotificationDismissed event);

        /** For {@link ClipboardCopied}. */
        R clipboardCopied(ClipboardCopied event);

        /** For {@link ClipboardCleared}. */
        R clipboardCleared(ClipboardCleared event);

        /** For {@link ShortcutChanged}. */
        R shortcutChanged(ShortcutChanged event);
    }
}
