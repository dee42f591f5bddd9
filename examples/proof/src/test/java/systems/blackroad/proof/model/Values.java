package systems.blackroad.proof.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Size;

/** The check "form and size of values" of one command: finds every fault before it rejects. Not thread-safe. */
final class Values {

    private static final int KEY = 64;
    private static final int ITEMS = 100;
    private static final int ITEM_TEXT = 128;
    private static final int TOKENS = 50;
    private static final int TOKEN_TEXT = 64;
    private static final int WALLPAPER = 512;
    private static final int BODY = 1024;
    private static final int CLIP_BYTES = 4096;
    private static final int SHORTCUTS = 100;
    private static final int KEYS = 64;
    private static final int ACTION = 128;
    private static final int NOTE_BYTES = 128;
    private static final List<String> MODIFIERS = List.of("ctrl", "alt", "shift", "meta");
    private static final String MARKS = "!\"#$%&'()*,-./:;<=>?@[\\]^_`{|}~";
    private static final int STATE_BYTES = 256 * 1024;
    private static final int WINDOW_BYTES = 512;

    private final SessionLimits limits;
    private final Set<ErrorCode> faults = EnumSet.noneOf(ErrorCode.class);

    Values(SessionLimits limits) {
        this.limits = limits;
    }

    Values valid(boolean holds) {
        if (!holds) {
            faults.add(ErrorCode.INVALID_VALUE);
        }
        return this;
    }

    Values within(long amount, long limit) {
        if (amount > limit) {
            faults.add(ErrorCode.LIMIT_EXCEEDED);
        }
        return this;
    }

    /** A text that is the same after it was stored. */
    private Values storable(String text) {
        return valid(new String(text.getBytes(UTF_8), UTF_8).equals(text));
    }

    /** A badge on the taskbar. */
    Values badge(String badge, int longest) {
        return storable(badge).within(badge.length(), longest);
    }

    /** A title or a name. */
    Values title(String text) {
        return storable(text).valid(!text.isBlank()).within(text.length(), limits.maxTitleLength());
    }

    Values windowMetadata(Map<String, String> metadata) {
        return keys(metadata).within(bytes(metadata), limits.maxWindowMetadataBytes());
    }

    Values sessionMetadata(Map<String, String> metadata) {
        return keys(metadata).within(bytes(metadata), limits.maxSessionMetadataBytes());
    }

    private Values keys(Map<String, String> metadata) {
        metadata.forEach((key, value) -> storable(key).storable(value).within(key.length(), KEY));
        return this;
    }

    Values sizes(@Nullable Size min, @Nullable Size max) {
        return valid(min == null || max == null || (min.width() <= max.width() && min.height() <= max.height()));
    }

    /** Law 19j: all that a session opens with. */
    Values desktop(Desktop desktop) {
        Set<String> seen = new HashSet<>();
        desktop.desktopItems().forEach(item -> unique(seen, item.id()).item(item.id(), item.title(), item.icon()));
        seen.clear();
        desktop.taskbarItems().forEach(item -> unique(seen, item.id()).item(item.id(), item.title(), item.icon()));
        seen.clear();
        desktop.systemTrayItems().forEach(item -> unique(seen, item.id()).item(item.id(), item.icon(), item.status()));
        desktop.notifications().list().forEach(each -> note(each.title(), each.body()));
        desktop.clipboard().entries().forEach(this::clip);
        desktop.shortcuts().actions().forEach((keys, action) -> keys(keys).action(action));
        return items(desktop.desktopItems().size())
                .items(desktop.taskbarItems().size())
                .items(desktop.systemTrayItems().size())
                .tokens(desktop.appearance().tokens())
                .wallpaper(desktop.appearance().wallpaper())
                .shortcuts(desktop.shortcuts().actions().size());
    }

    private Values unique(Set<String> seen, String id) {
        return valid(seen.add(id));
    }

    /** So many items of one kind. */
    Values items(int count) {
        return within(count, ITEMS);
    }

    Values item(String id, String one, String other) {
        return storable(id)
                .storable(one)
                .storable(other)
                .valid(!id.isBlank())
                .within(id.length(), ITEM_TEXT)
                .within(one.length(), ITEM_TEXT)
                .within(other.length(), ITEM_TEXT);
    }

    Values tokens(Map<String, String> tokens) {
        within(tokens.size(), TOKENS);
        tokens.forEach((name, value) -> {
            storable(value).within(name.length(), TOKEN_TEXT).within(value.length(), TOKEN_TEXT);
            valid(!name.isEmpty() && name.chars().allMatch(c -> c == '-' || isLowerOrDigit(c)));
            valid(value.chars().noneMatch(c -> c < ' ' || (c >= 0x7f && c < 0xa0)));
        });
        return this;
    }

    Values wallpaper(@Nullable String wallpaper) {
        return wallpaper == null
                ? this
                : storable(wallpaper).valid(!wallpaper.isBlank()).within(wallpaper.length(), WALLPAPER);
    }

    Values note(String title, String body) {
        return title(title).storable(body).within(body.length(), BODY);
    }

    Values clip(String text) {
        return storable(text).valid(!text.isEmpty()).within(bytes(text), CLIP_BYTES);
    }

    Values shortcuts(int count) {
        return within(count, SHORTCUTS);
    }

    /** Law 19i: the modifiers come off from the front in their order, then one key is left. */
    Values keys(String keys) {
        String key = keys;
        for (String modifier : MODIFIERS) {
            key = key.startsWith(modifier + "+") ? key.substring(modifier.length() + 1) : key;
        }
        boolean word = !key.isEmpty() && key.chars().allMatch(Values::isLowerOrDigit) && !MODIFIERS.contains(key);
        boolean mark = key.length() == 1 && MARKS.contains(key);
        return valid(word || mark).within(keys.length(), KEYS);
    }

    Values action(String action) {
        return storable(action).valid(!action.isBlank()).within(action.length(), ACTION);
    }

    private static boolean isLowerOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** The whole state with {@code more} bytes; what adds nothing may always be. */
    Values growth(Desk desk, long more) {
        return more > 0 ? state(desk, more) : this;
    }

    /** A state of which that much is there. */
    Values whole(long bytes) {
        return within(bytes, STATE_BYTES);
    }

    /** The whole state with {@code more} bytes. */
    Values state(Desk desk, long more) {
        return within(stateBytes(desk) + more, STATE_BYTES);
    }

    void check() {
        if (!faults.isEmpty()) {
            throw new Rejection(faults);
        }
    }

    static long windowBytes(String title, Map<String, String> metadata) {
        return WINDOW_BYTES + bytes(title) + bytes(metadata);
    }

    static long layoutBytes(String name, int windows) {
        return bytes(name) + (long) WINDOW_BYTES * windows;
    }

    static long itemBytes(String id, String one, String other, @Nullable AppId app) {
        return bytes(id) + bytes(one) + bytes(other) + (app == null ? 0 : bytes(app.value()));
    }

    static long noteBytes(String title, String body) {
        return NOTE_BYTES + bytes(title) + bytes(body);
    }

    static long bytes(String text) {
        return text.getBytes(UTF_8).length;
    }

    static long bytes(Map<String, String> metadata) {
        return bytes(metadata.keySet()) + bytes(metadata.values());
    }

    private static long bytes(Collection<String> texts) {
        return texts.stream().mapToLong(Values::bytes).sum();
    }

    /** What a session has from the beginning. */
    static long sessionBytes(String name, Map<String, String> metadata, Surroundings around) {
        return bytes(name) + bytes(metadata) + around.bytes();
    }

    private static long stateBytes(Desk desk) {
        long windows = desk.stacked().stream()
                .mapToLong(pane -> windowBytes(pane.title, pane.metadata))
                .sum();
        long saved = desk.past.saved.values().stream()
                .mapToLong(layout -> layoutBytes(layout.name(), layout.places().size()))
                .sum();
        return windows
                + saved
                + bytes(desk.workspaces.values())
                + bytes(desk.metadata)
                + sessionBytes(desk.session.displayName(), desk.session.metadata(), desk.around);
    }
}
