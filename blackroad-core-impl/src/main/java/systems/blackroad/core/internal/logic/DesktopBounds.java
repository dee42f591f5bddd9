package systems.blackroad.core.internal.logic;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.Appearance;
import systems.blackroad.api.session.Clipboard;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.Shortcuts;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.TrayItem;

/** The checks of what lies around the windows; each answers null where all is well. */
final class DesktopBounds {

    private static final Pattern TOKEN = Pattern.compile("[a-z0-9-]+");
    /** What a notification has beside its texts: its id, its application and a time. */
    private static final int NOTIFICATION_BYTES = 128;

    private final Bounds bounds;
    private final String session;

    DesktopBounds(Bounds bounds, Object session) {
        this.bounds = bounds;
        this.session = " of session " + session;
    }

    /**
     * A kind of item.
     *
     * @param name what people call several of them
     * @param list those of a desktop
     * @param texts the texts of one, its id first
     */
    record Kind<T>(String name, Function<Desktop, List<T>> list, Function<T, List<String>> texts) {

        static final Kind<DesktopItem> DESKTOP = new Kind<>(
                "desktop items",
                Desktop::desktopItems,
                item -> List.of(
                        item.id(), item.icon(), item.title(), item.appId().value()));
        static final Kind<TaskbarItem> TASKBAR = new Kind<>(
                "taskbar items",
                Desktop::taskbarItems,
                item -> List.of(
                        item.id(),
                        item.icon(),
                        item.title(),
                        Objects.requireNonNullElse(item.appId(), "").toString()));
        static final Kind<TrayItem> TRAY = new Kind<>(
                "tray items", Desktop::systemTrayItems, item -> List.of(item.id(), item.icon(), item.status()));

        String id(T item) {
            return texts.apply(item).get(0);
        }

        /** The place of the item of this id, or -1. */
        int place(List<T> items, String id) {
            for (int i = 0; i < items.size(); i++) {
                if (id(items.get(i)).equals(id)) {
                    return i;
                }
            }
            return -1;
        }

        int bytes(T item) {
            int bytes = 0;
            for (String text : texts.apply(item)) {
                bytes += Bounds.utf8(text);
            }
            return bytes;
        }

        private int bytes(Desktop desktop) {
            int bytes = 0;
            for (T item : list.apply(desktop)) {
                bytes += bytes(item);
            }
            return bytes;
        }
    }

    /** All of a desktop, as a session opens with it. */
    @Nullable
    Ruling all(Desktop desktop) {
        Ruling refusal = SessionRules.firstOf(
                items(Kind.DESKTOP, desktop),
                items(Kind.TASKBAR, desktop),
                items(Kind.TRAY, desktop),
                tokens(desktop.appearance().tokens()),
                wallpaper(desktop.appearance().wallpaper()),
                bounds.count(
                        "shortcuts" + session, desktop.shortcuts().actions().size(), Shortcuts.MAX));
        for (Notification each : desktop.notifications().list()) {
            refusal = refusal == null ? notification(each.title(), each.body()) : refusal;
        }
        for (String entry : desktop.clipboard().entries()) {
            refusal = refusal == null ? clip(entry) : refusal;
        }
        for (Map.Entry<String, String> each : desktop.shortcuts().actions().entrySet()) {
            refusal = refusal == null ? SessionRules.firstOf(keys(each.getKey()), action(each.getValue())) : refusal;
        }
        return refusal;
    }

    private <T> @Nullable Ruling items(Kind<T> kind, Desktop desktop) {
        List<T> items = kind.list().apply(desktop);
        Ruling refusal = bounds.count(kind.name() + session, items.size(), Desktop.MAX_ITEMS);
        Set<String> ids = new HashSet<>();
        for (T item : items) {
            if (refusal == null) {
                refusal = ids.add(kind.id(item))
                        ? item(kind, item)
                        : Bounds.invalid(kind.name() + session + " must have unique ids; rename the item at place "
                                + ids.size());
            }
        }
        return refusal;
    }

    /** The texts of one item. */
    <T> @Nullable Ruling item(Kind<T> kind, T item) {
        String subject = "each text of the " + kind.name() + session;
        Ruling refusal = bounds.filled("each id of the " + kind.name() + session, kind.id(item), Desktop.MAX_ITEM_TEXT);
        for (String text : kind.texts().apply(item)) {
            refusal = refusal == null ? bounds.length(subject, text, Desktop.MAX_ITEM_TEXT) : refusal;
        }
        return refusal;
    }

    @Nullable
    Ruling tokens(Map<String, String> tokens) {
        String subject = "theme tokens" + session;
        Ruling refusal = bounds.count(subject, tokens.size(), Appearance.MAX_TOKENS);
        for (Map.Entry<String, String> token : tokens.entrySet()) {
            refusal = refusal == null ? token(subject, token.getKey(), token.getValue()) : refusal;
        }
        return refusal;
    }

    private @Nullable Ruling token(String subject, String name, String value) {
        if (!TOKEN.matcher(name).matches()) {
            return Bounds.invalid(subject + " must have names of lower-case letters, digits or -; rename one");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return Bounds.invalid(subject + " must have values without control characters; take them out");
        }
        return SessionRules.firstOf(
                bounds.length("each name of the " + subject, name, Appearance.MAX_TOKEN_LENGTH),
                bounds.length("each value of the " + subject, value, Appearance.MAX_TOKEN_LENGTH));
    }

    @Nullable
    Ruling wallpaper(@Nullable String wallpaper) {
        return wallpaper == null
                ? null
                : bounds.filled("wallpaper" + session, wallpaper, Appearance.MAX_WALLPAPER_LENGTH);
    }

    @Nullable
    Ruling notification(String title, String body) {
        return SessionRules.firstOf(
                bounds.text("title of a notification" + session, title),
                bounds.length("body of a notification" + session, body, Notification.MAX_BODY_LENGTH));
    }

    @Nullable
    Ruling clip(String text) {
        int bytes = Bounds.utf8(text);
        if (bytes == 0) {
            return Bounds.invalid("text for the clipboard" + session + " must not be empty; copy at least one char");
        }
        if (!Bounds.isStorable(text)) {
            return Bounds.unstorable("text for the clipboard" + session);
        }
        return bytes <= Clipboard.MAX_ENTRY_BYTES
                ? null
                : Bounds.exceeded("text for the clipboard" + session + " must be at most " + Clipboard.MAX_ENTRY_BYTES
                        + " bytes, got " + bytes + "; copy less");
    }

    @Nullable
    Ruling keys(String keys) {
        return Shortcuts.isCanonical(keys)
                ? bounds.length("keys of a shortcut" + session, keys, Shortcuts.MAX_KEYS_LENGTH)
                : Bounds.invalid("keys of a shortcut" + session
                        + " must be ctrl+, alt+, shift+, meta+ in this order, each at most once, then one key in lower"
                        + " case, such as ctrl+shift+s; write them so");
    }

    @Nullable
    Ruling action(String action) {
        return bounds.filled("action of a shortcut" + session, action, Shortcuts.MAX_ACTION_LENGTH);
    }

    static int bytes(Desktop desktop) {
        int bytes = Kind.DESKTOP.bytes(desktop) + Kind.TASKBAR.bytes(desktop) + Kind.TRAY.bytes(desktop);
        bytes += Bounds.metadataBytes(desktop.appearance().tokens());
        bytes += wallpaperBytes(desktop.appearance().wallpaper());
        for (Notification each : desktop.notifications().list()) {
            bytes += notificationBytes(each);
        }
        for (String entry : desktop.clipboard().entries()) {
            bytes += Bounds.utf8(entry);
        }
        return bytes + Bounds.metadataBytes(desktop.shortcuts().actions());
    }

    static int wallpaperBytes(@Nullable String wallpaper) {
        return wallpaper == null ? 0 : Bounds.utf8(wallpaper);
    }

    static int notificationBytes(Notification notification) {
        return NOTIFICATION_BYTES + Bounds.utf8(notification.title()) + Bounds.utf8(notification.body());
    }
}
