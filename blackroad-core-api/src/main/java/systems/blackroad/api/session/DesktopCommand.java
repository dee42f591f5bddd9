package systems.blackroad.api.session;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.AppId;

/** A command about what lies around the windows. */
public sealed interface DesktopCommand extends OsCommand {

    /** Calls the method of {@code visitor} that is named after this command's kind. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(OsCommand.Visitor<R> visitor) {
        return visitor.desktop(this);
    }

    /** Puts an icon on the desktop: in place of the one of its id, else at the end. */
    record PutDesktopItem(DesktopItem item) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public PutDesktopItem {
            Objects.requireNonNull(item, "item");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.putDesktopItem(this);
        }
    }

    /** Takes an icon off the desktop. */
    record RemoveDesktopItem(String id) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public RemoveDesktopItem {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.removeDesktopItem(this);
        }
    }

    /** Pins an entry to the taskbar: in place of the one of its id, else at the end. */
    record PutTaskbarItem(TaskbarItem item) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public PutTaskbarItem {
            Objects.requireNonNull(item, "item");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.putTaskbarItem(this);
        }
    }

    /** Takes a pinned entry off the taskbar. */
    record RemoveTaskbarItem(String id) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public RemoveTaskbarItem {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.removeTaskbarItem(this);
        }
    }

    /**
     * Moves a pinned entry along the taskbar.
     *
     * @param id which
     * @param index its place afterwards, 0 to the number of entries less one
     */
    record MoveTaskbarItem(String id, int index) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public MoveTaskbarItem {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.moveTaskbarItem(this);
        }
    }

    /** Puts an indicator into the tray: in place of the one of its id, else at the end. */
    record PutTrayItem(TrayItem item) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public PutTrayItem {
            Objects.requireNonNull(item, "item");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.putTrayItem(this);
        }
    }

    /** Takes an indicator out of the tray. */
    record RemoveTrayItem(String id) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public RemoveTrayItem {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.removeTrayItem(this);
        }
    }

    /** Gives the desktop another theme. */
    record SetTheme(Theme theme) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public SetTheme {
            Objects.requireNonNull(theme, "theme");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setTheme(this);
        }
    }

    /** Gives the desktop the values that override those of its theme, in place of all it had. */
    record SetThemeTokens(Map<String, String> tokens) implements DesktopCommand {

        /** Copies the map. */
        public SetThemeTokens {
            tokens = Map.copyOf(tokens);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setThemeTokens(this);
        }
    }

    /**
     * Gives the desktop another wallpaper.
     *
     * @param wallpaper in the application's own words, or null for none
     */
    record SetWallpaper(@Nullable String wallpaper) implements DesktopCommand {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setWallpaper(this);
        }
    }

    /**
     * Tells the user something. Where {@value Notifications#MAX} notifications are kept already, the oldest that was
     * read goes for it, else the oldest.
     *
     * @param title its headline
     * @param body what else it says; may be empty
     * @param appId the application that it is about, or null
     */
    record Notify(String title, String body, @Nullable AppId appId) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public Notify {
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(body, "body");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notify(this);
        }
    }

    /** Marks a notification as seen. */
    record ReadNotification(NotificationId id) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public ReadNotification {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.readNotification(this);
        }
    }

    /** Marks all notifications as seen. */
    record ReadAllNotifications() implements DesktopCommand {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.readAllNotifications(this);
        }
    }

    /** Takes a notification away. */
    record DismissNotification(NotificationId id) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public DismissNotification {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dismissNotification(this);
        }
    }

    /** Copies a text: it becomes the first of the clipboard, also where it was further down. */
    record CopyToClipboard(String text) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public CopyToClipboard {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.copyToClipboard(this);
        }
    }

    /** Forgets all that was copied. */
    record ClearClipboard() implements DesktopCommand {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.clearClipboard(this);
        }
    }

    /**
     * Says what keys do.
     *
     * @param keys in the form of {@link Shortcuts#isCanonical}
     * @param action in the application's own words, or null for nothing
     */
    record SetShortcut(String keys, @Nullable String action) implements DesktopCommand {

        /** Checks that the parts that must be there are. */
        public SetShortcut {
            Objects.requireNonNull(keys, "keys");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setShortcut(this);
        }
    }

    /** One method per kind, so that on Java 17 too a forgotten kind fails to compile. */
    interface Visitor<R> {
        /** For {@link PutDesktopItem}. */
        R putDesktopItem(PutDesktopItem command);

        /** For {@link RemoveDesktopItem}. */
        R removeDesktopItem(RemoveDesktopItem command);

        /** For {@link PutTaskbarItem}. */
        R putTaskbarItem(PutTaskbarItem command);

        /** For {@link RemoveTaskbarItem}. */
        R removeTaskbarItem(RemoveTaskbarItem command);

        /** For {@link MoveTaskbarItem}. */
        R moveTaskbarItem(MoveTaskbarItem command);

        /** For {@link PutTrayItem}. */
        R putTrayItem(PutTrayItem command);

        /** For {@link RemoveTrayItem}. */
        R removeTrayItem(RemoveTrayItem command);

        /** For {@link SetTheme}. */
        R setTheme(SetTheme command);

        /** For {@link SetThemeTokens}. */
        R setThemeTokens(SetThemeTokens command);

        /** For {@link SetWallpaper}. */
        R setWallpaper(SetWallpaper command);

        /** For {@link Notify}. */
        R notify(Notify command);

        /** For {@link ReadNotification}. */
        R readNotification(ReadNotification command);

        /** For {@link ReadAllNotifications}. */
        R readAllNotifications(ReadAllNotifications command);

        /** For {@link DismissNotification}. */
        R dismissNotification(DismissNotification command);

        /** For {@link CopyToClipboard}. */
        R copyToClipboard(CopyToClipboard command);

        /** For {@link ClearClipboard}. */
        R clearClipboard(ClearClipboard command);

        /** For {@link SetShortcut}. */
        R setShortcut(SetShortcut command);
    }
}
