package systems.blackroad.proof.model;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
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

/** What lies around the windows (laws 19 to 19j). Not thread-safe. */
final class Surroundings {

    private static final int MOST_NOTES = 50;
    private static final int MOST_CLIPS = 20;

    /** By id, in order. */
    final Map<String, DesktopItem> icons = new LinkedHashMap<>();

    final Map<String, TaskbarItem> pins = new LinkedHashMap<>();
    final Map<String, TrayItem> tray = new LinkedHashMap<>();
    Theme theme;
    Map<String, String> tokens;

    @Nullable
    String wallpaper;

    /** The oldest first. */
    private final Deque<Note> notes = new ArrayDeque<>();

    /** Copied last, last. */
    private final Set<String> clips = new LinkedHashSet<>();

    final Map<String, String> shortcuts = new TreeMap<>();
    private @Nullable Desktop value;

    /** A notification; whether it was read changes. */
    private static final class Note {

        private final NotificationId id;
        private final String title;
        private final String body;
        private final @Nullable AppId app;
        private final Instant at;
        private boolean read;

        private Note(NotificationId id, String title, String body, @Nullable AppId app, Instant at, boolean read) {
            this.id = id;
            this.title = title;
            this.body = body;
            this.app = app;
            this.at = at;
            this.read = read;
        }
    }

    Surroundings(Desktop desktop) {
        desktop.desktopItems().forEach(item -> icons.put(item.id(), item));
        desktop.taskbarItems().forEach(item -> pins.put(item.id(), item));
        desktop.systemTrayItems().forEach(item -> tray.put(item.id(), item));
        theme = desktop.appearance().theme();
        tokens = desktop.appearance().tokens();
        wallpaper = desktop.appearance().wallpaper();
        for (Notification each : desktop.notifications().list()) {
            notes.addFirst(new Note(each.id(), each.title(), each.body(), each.appId(), each.at(), each.read()));
        }
        List<String> newestFirst = desktop.clipboard().entries();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            clips.add(newestFirst.get(i));
        }
        shortcuts.putAll(desktop.shortcuts().actions());
    }

    Surroundings copy() {
        return new Surroundings(toDesktop());
    }

    /** To be called after every change. */
    void changed() {
        value = null;
    }

    // Laws 19e to 19g

    void add(NotificationId id, String title, String body, @Nullable AppId app, Instant at) {
        if (notes.size() == MOST_NOTES) {
            notes.remove(nextToGo());
        }
        notes.addLast(new Note(id, title, body, app, at, false));
    }

    /** Law 19f. */
    private Note nextToGo() {
        return notes.stream().filter(note -> note.read).findFirst().orElseGet(notes::getFirst);
    }

    /** The bytes of the texts of the one that goes when another comes, or 0 while there is room, as {@link Values} counts. */
    long bytesToGo() {
        return notes.size() < MOST_NOTES ? 0 : Values.noteBytes(nextToGo().title, nextToGo().body);
    }

    private Note need(NotificationId id) {
        return notes.stream()
                .filter(note -> note.id.equals(id))
                .findFirst()
                .orElseThrow(() -> Rejection.of(ErrorCode.ITEM_NOT_FOUND));
    }

    void needNote(NotificationId id) {
        need(id);
    }

    void read(NotificationId id) {
        need(id).read = true;
    }

    void readAll() {
        notes.forEach(note -> note.read = true);
    }

    void dismiss(NotificationId id) {
        notes.remove(need(id));
    }

    boolean hasRead() {
        return notes.stream().anyMatch(note -> note.read);
    }

    List<NotificationId> noteIds() {
        return notes.stream().map(note -> note.id).toList();
    }

    // Law 19h

    void copyText(String text) {
        clips.remove(text);
        clips.add(text);
        if (clips.size() > MOST_CLIPS) {
            clips.remove(clips.iterator().next());
        }
    }

    /** How many bytes more there are once {@code text} is copied. */
    long growthWith(String text) {
        if (clips.contains(text)) {
            return 0;
        }
        return Values.bytes(text)
                - (clips.size() < MOST_CLIPS ? 0 : Values.bytes(clips.iterator().next()));
    }

    void clearClips() {
        clips.clear();
    }

    int clipCount() {
        return clips.size();
    }

    /** Law 19b: {@code id} at another place, 0 at first. */
    void movePin(String id, int place) {
        List<TaskbarItem> others = new ArrayList<>(pins.values());
        TaskbarItem moved = pins.get(id);
        others.remove(moved);
        others.add(place, moved);
        pins.clear();
        others.forEach(item -> pins.put(item.id(), item));
    }

    /** What all of it counts for in the limit of the whole state. */
    long bytes() {
        long bytes = Values.bytes(tokens) + Values.bytes(shortcuts) + Values.bytes(wallpaper == null ? "" : wallpaper);
        for (DesktopItem item : icons.values()) {
            bytes += Values.itemBytes(item.id(), item.title(), item.icon(), item.appId());
        }
        for (TaskbarItem item : pins.values()) {
            bytes += Values.itemBytes(item.id(), item.title(), item.icon(), item.appId());
        }
        for (TrayItem item : tray.values()) {
            bytes += Values.itemBytes(item.id(), item.icon(), item.status(), null);
        }
        for (Note note : notes) {
            bytes += Values.noteBytes(note.title, note.body);
        }
        for (String clip : clips) {
            bytes += Values.bytes(clip);
        }
        return bytes;
    }

    /** The same as a value of the API. */
    Desktop toDesktop() {
        if (value == null) {
            List<Notification> newestFirst = new ArrayList<>();
            notes.descendingIterator()
                    .forEachRemaining(note -> newestFirst.add(
                            new Notification(note.id, note.title, note.body, note.app, note.at, note.read)));
            List<String> lastFirst = new ArrayList<>();
            clips.forEach(clip -> lastFirst.add(0, clip));
            value = new Desktop(
                    List.copyOf(icons.values()),
                    List.copyOf(pins.values()),
                    List.copyOf(tray.values()),
                    new Appearance(theme, tokens, wallpaper),
                    new Notifications(newestFirst),
                    new Clipboard(lastFirst),
                    new Shortcuts(new HashMap<>(shortcuts)));
        }
        return value;
    }
}
