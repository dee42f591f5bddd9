package systems.blackroad.proof.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.Appearance;
import systems.blackroad.api.session.Clipboard;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.Notifications;
import systems.blackroad.api.session.Shortcuts;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.window.AppId;

/** Random parts of commands about what lies around the windows. Not thread-safe. */
final class DesktopParts {

    private final SplittableRandom random;
    private final Parts parts;
    private final List<NotificationId> notifications = new ArrayList<>();
    private final List<String> icons = new ArrayList<>();
    private final List<String> pins = new ArrayList<>();
    private final List<String> indicators = new ArrayList<>();

    DesktopParts(SplittableRandom random, Parts parts) {
        this.random = random;
        this.parts = parts;
    }

    /** Takes over what there is, for the commands of one list. */
    void look(@Nullable Desk desk) {
        notifications.clear();
        icons.clear();
        pins.clear();
        indicators.clear();
        if (desk != null) {
            notifications.addAll(desk.around.noteIds());
            icons.addAll(desk.around.icons.keySet());
            pins.addAll(desk.around.pins.keySet());
            indicators.addAll(desk.around.tray.keySet());
        }
    }

    String iconId() {
        return known(icons);
    }

    String pinId() {
        return known(pins);
    }

    String indicatorId() {
        return known(indicators);
    }

    private String known(List<String> ids) {
        return ids.isEmpty() || parts.chance(20) ? itemId() : ids.get(random.nextInt(ids.size()));
    }

    /** Items share few ids, so that they meet. */
    private String itemId() {
        return "i" + random.nextInt(6);
    }

    private String newItemId() {
        return parts.chance(95) ? itemId() : parts.any("", " ", "x".repeat(128), "x".repeat(129), Parts.HALF);
    }

    private String itemText() {
        return parts.chance(95)
                ? parts.any("A", "B", "ü")
                : parts.any("", "x".repeat(128), "x".repeat(129), Parts.HALF);
    }

    DesktopItem icon() {
        return new DesktopItem(newItemId(), itemText(), itemText(), AppId.of(parts.any("notes", "mail")));
    }

    TaskbarItem pin() {
        return new TaskbarItem(newItemId(), itemText(), itemText(), app());
    }

    TrayItem indicator() {
        return new TrayItem(newItemId(), itemText(), itemText());
    }

    @Nullable
    AppId app() {
        return parts.chance(50) ? null : AppId.of("mail");
    }

    Map<String, String> tokens() {
        if (parts.chance(5)) {
            return numbered(random.nextInt(2) + Appearance.MAX_TOKENS);
        }
        String name = parts.any("accent", "a-1", "accent", "x".repeat(64), "x".repeat(65), "A", "");
        String value = parts.any("red", "", "ü", "x".repeat(64), "x".repeat(65), "a\u0000", "\u0085", Parts.HALF);
        return parts.chance(20) ? Map.of() : Map.of(name, value);
    }

    @Nullable
    String wallpaper() {
        return parts.chance(30) ? null : parts.any("sky", "sea", "ü".repeat(512), "x".repeat(513), " ", Parts.HALF);
    }

    String body() {
        return parts.any("", "b", "ü".repeat(1024), "x".repeat(1025), Parts.HALF);
    }

    NotificationId notification() {
        return notifications.isEmpty() || parts.chance(4)
                ? NotificationId.of(parts.any("nowhere", "f1", "f1-1"))
                : notifications.get(random.nextInt(notifications.size()));
    }

    String clip() {
        return parts.chance(90)
                ? "text " + random.nextInt(parts.any(4, 40))
                : parts.any("", " ", "ü".repeat(2048), "x".repeat(4097), Parts.HALF);
    }

    String keys() {
        return parts.chance(85)
                ? parts.any("ctrl+", "", "alt+shift+", "ctrl+alt+shift+meta+")
                        + parts.any("a", "f5", "/", "enter", "k" + random.nextInt(120))
                : parts.any("Ctrl+a", "shift+ctrl+a", "ctrl", "ctrl++", "", "a b", "x".repeat(64), "x".repeat(65));
    }

    @Nullable
    String action() {
        return parts.chance(25) ? null : parts.any("save", "open", "ü".repeat(128), "x".repeat(129), " ", Parts.HALF);
    }

    /** What a session opens with: little, or of one kind as much as there may be, or one more. */
    Desktop desktop() {
        Desktop desktop = parts.chance(50) ? furnished() : Desktop.empty();
        int extra = parts.any(-random.nextInt(8), 0, 0, 1);
        return switch (random.nextInt(8)) {
            case 0 -> desktop.withDesktopItems(icons(Desktop.MAX_ITEMS + Math.min(extra, 1)));
            case 1 ->
                desktop.withTaskbarItems(icons(Desktop.MAX_ITEMS + Math.min(extra, 1)).stream()
                        .map(item -> new TaskbarItem(item.id(), item.title(), item.icon(), null))
                        .toList());
            case 2 ->
                desktop.withSystemTrayItems(icons(Desktop.MAX_ITEMS + Math.min(extra, 1)).stream()
                        .map(item -> new TrayItem(item.id(), item.icon(), item.title()))
                        .toList());
            case 3, 4 -> desktop.with(new Notifications(notifications(Notifications.MAX + Math.min(extra, 0))));
            case 5 -> desktop.with(new Clipboard(clips(Clipboard.MAX_ENTRIES + Math.min(extra, 0))));
            case 6 -> desktop.with(new Shortcuts(shortcuts(Shortcuts.MAX + Math.min(extra, 1))));
            default -> desktop.with(new Appearance(Theme.of("dark"), tokens(), wallpaper()));
        };
    }

    private Desktop furnished() {
        String id = parts.any("one", "two", "", "x".repeat(129));
        return new Desktop(
                List.of(new DesktopItem("one", parts.text(), "i", AppId.of("notes"))),
                List.of(
                        new TaskbarItem("one", "t", "i", null),
                        new TaskbarItem(parts.any("two", "i1", id), "t", "i", null)),
                List.of(new TrayItem(parts.any("three", "i2", id), "i", "on")),
                Theme.of("dark"));
    }

    private static List<DesktopItem> icons(int count) {
        List<DesktopItem> icons = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            icons.add(new DesktopItem("n" + i, "t", "i", AppId.of("notes")));
        }
        return icons;
    }

    private List<Notification> notifications(int count) {
        int readers = parts.any(0, 5, 5, 60);
        String body = parts.any("", "ü".repeat(1000));
        List<Notification> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean read = parts.chance(readers);
            list.add(new Notification(NotificationId.of("n" + i), "t", body, null, Instant.EPOCH, read));
        }
        return list;
    }

    private List<String> clips(int count) {
        String filling = parts.any("", "x".repeat(4000));
        List<String> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add("text " + i + filling);
        }
        return clips;
    }

    private static Map<String, String> numbered(int count) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < count; i++) {
            map.put("k" + i, "v");
        }
        return map;
    }

    private Map<String, String> shortcuts(int count) {
        Map<String, String> map = numbered(count);
        if (parts.chance(5)) {
            map.put(keys(), parts.any("save", " "));
        }
        return map;
    }
}
