package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.Appearance;
import systems.blackroad.api.session.Clipboard;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopCommand.CopyToClipboard;
import systems.blackroad.api.session.DesktopCommand.Notify;
import systems.blackroad.api.session.DesktopCommand.PutDesktopItem;
import systems.blackroad.api.session.DesktopCommand.PutTaskbarItem;
import systems.blackroad.api.session.DesktopCommand.PutTrayItem;
import systems.blackroad.api.session.DesktopCommand.RemoveDesktopItem;
import systems.blackroad.api.session.DesktopCommand.SetShortcut;
import systems.blackroad.api.session.DesktopCommand.SetThemeTokens;
import systems.blackroad.api.session.DesktopCommand.SetWallpaper;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.Notifications;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionCommand.SetDisplayName;
import systems.blackroad.api.session.SessionCommand.SetSessionMetadata;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.Shortcuts;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.session.WindowCommand.SetWindowMetadata;
import systems.blackroad.api.window.AppId;

/** The laws of a session's name and facts, of the desktop that it opens with, and of all that it may hold. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SessionLawsTest {

    private static final Desktop EMPTY = Desktop.empty();

    private final TestDesktop desktop = TestDesktop.with();

    // The session

    @Test
    void the_display_name_is_bounded_as_a_title_is() {
        desktop.apply(new SetDisplayName("Ada"));
        assertThat(desktop.state().session().displayName()).isEqualTo("Ada");
        assertThat(desktop.apply(new SetDisplayName("Ada"))).isInstanceOf(Decision.Unchanged.class);
        assertCode(null, new SetDisplayName("x".repeat(256)));
        assertCode(ErrorCode.LIMIT_EXCEEDED, new SetDisplayName("x".repeat(257)));
        assertCode(ErrorCode.INVALID_VALUE, new SetDisplayName(" "));
    }

    @Test
    void the_sessions_metadata_is_set_key_by_key_within_its_limit() {
        desktop.apply(new SetSessionMetadata("a", "1"), new SetSessionMetadata("b", "2"));
        desktop.apply(new SetSessionMetadata("a", null), new SetSessionMetadata("b", "3"));
        assertThat(desktop.state().session().metadata()).containsExactly(Map.entry("b", "3"));
        assertThat(desktop.apply(new SetSessionMetadata("b", "3"), new SetSessionMetadata("a", null)))
                .isInstanceOf(Decision.Unchanged.class);
        assertCode(null, new SetSessionMetadata("c", "x".repeat(16 * 1024 - 3)));
        assertCode(ErrorCode.LIMIT_EXCEEDED, new SetSessionMetadata("c", "x".repeat(16 * 1024 - 2)));
        assertCode(null, new SetSessionMetadata("k".repeat(64), "v"));
        assertCode(ErrorCode.LIMIT_EXCEEDED, new SetSessionMetadata("k".repeat(65), "v"));
    }

    // Opening, and the whole

    @Test
    void a_session_opens_with_a_desktop_within_the_same_bounds() {
        Notification note = new Notification(id("n"), "t", "b", null, TestDesktop.AT, true);
        Desktop full = new Desktop(
                        List.of(icon("a")), List.of(pin("a")), List.of(new TrayItem("a", "i", "s")), Theme.of("dark"))
                .with(new Appearance(Theme.of("dark"), Map.of("accent", "red"), "sky"))
                .with(new Notifications(List.of(note)))
                .with(new Clipboard(List.of("x", "y")))
                .with(new Shortcuts(Map.of("ctrl+s", "save")));
        TestDesktop opened = new TestDesktop();
        opened.apply(new OpenSession(null, full, Map.of()));
        assertThat(opened.state().desktop()).isEqualTo(full);
        assertOpening(null, EMPTY.withDesktopItems(icons(100)));
        assertOpening(ErrorCode.LIMIT_EXCEEDED, EMPTY.withDesktopItems(icons(101)));
        assertOpening(ErrorCode.INVALID_VALUE, EMPTY.withTaskbarItems(List.of(pin("a"), pin("a"))));
        assertOpening(ErrorCode.INVALID_VALUE, EMPTY.withSystemTrayItems(List.of(new TrayItem(" ", "i", "s"))));
        assertOpening(ErrorCode.LIMIT_EXCEEDED, EMPTY.with(EMPTY.appearance().withTokens(numbered(51))));
        assertOpening(ErrorCode.INVALID_VALUE, EMPTY.with(EMPTY.appearance().withTokens(Map.of("A", ""))));
        assertOpening(ErrorCode.LIMIT_EXCEEDED, EMPTY.with(EMPTY.appearance().withWallpaper("x".repeat(513))));
        Notification wordy = new Notification(id("n"), "t", "x".repeat(1025), null, TestDesktop.AT, true);
        assertOpening(ErrorCode.LIMIT_EXCEEDED, EMPTY.with(new Notifications(List.of(wordy))));
        assertOpening(ErrorCode.LIMIT_EXCEEDED, EMPTY.with(new Clipboard(List.of("x".repeat(4097)))));
        assertOpening(ErrorCode.INVALID_VALUE, EMPTY.with(new Shortcuts(Map.of("Ctrl+s", "save"))));
        assertOpening(ErrorCode.INVALID_VALUE, EMPTY.with(new Shortcuts(Map.of("ctrl+s", ""))));
        assertOpening(ErrorCode.LIMIT_EXCEEDED, EMPTY.with(new Shortcuts(numbered(101))));
    }

    @Test
    void lists_that_no_sequence_of_events_leads_to_are_no_values() {
        Notification note = new Notification(id("n"), "t", "", null, TestDesktop.AT, false);
        assertThatThrownBy(() -> new Notifications(List.of(note, note))).isInstanceOf(IllegalArgumentException.class);
        List<Notification> many = new ArrayList<>();
        for (int i = 0; i <= Notifications.MAX; i++) {
            many.add(new Notification(id("n" + i), "t", "", null, TestDesktop.AT, false));
        }
        assertThatThrownBy(() -> new Notifications(many)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Clipboard(List.of("a", "a"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Clipboard(List.of(""))).isInstanceOf(IllegalArgumentException.class);
        List<String> texts = new ArrayList<>(numbered(Clipboard.MAX_ENTRIES + 1).keySet());
        assertThatThrownBy(() -> new Clipboard(texts)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void all_texts_of_the_desktop_count_toward_the_bound_of_the_whole_state() {
        String fact = "x".repeat(64 * 1024 - 1);
        TestDesktop wide = new TestDesktop(SessionLimits.builder()
                .maxSessionMetadataBytes(65_536)
                .maxWindowMetadataBytes(65_536)
                .build());
        wide.apply(new OpenSession("A", EMPTY, Map.of("k", fact)));
        for (String app : List.of("a", "b")) {
            wide.open(app);
            wide.apply(new SetWindowMetadata(wide.order().get(wide.order().size() - 1), "k", fact));
        }
        wide.open("c");
        // The name, "Workspace 1", three windows of a title of one char, and three maps of 64 KiB less what is left
        // below.
        int used = 1 + 11 + 3 * (512 + 1) + 3 * 65_536;
        int left = 262_144 - used - 1;
        wide.apply(new SetWindowMetadata(wide.order().get(2), "k", "x".repeat(left - 1000)));
        assertThat(wide.code(copy("x".repeat(1000)))).isNull();
        assertThat(wide.code(copy("x".repeat(1001)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        wide.apply(copy("x".repeat(700)));
        assertThat(wide.code(new Notify("t", "x".repeat(171), null))).isNull();
        assertThat(wide.code(new Notify("t", "x".repeat(172), null))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(wide.code(new SetWallpaper("x".repeat(300)))).isNull();
        assertThat(wide.code(new SetWallpaper("x".repeat(301)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        wide.apply(new SetWallpaper("x".repeat(200)));
        assertThat(wide.code(new SetThemeTokens(Map.of("a", "x".repeat(64), "b", "x".repeat(34)))))
                .isNull();
        assertThat(wide.code(new SetThemeTokens(Map.of("a", "x".repeat(64), "b", "x".repeat(35)))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(wide.code(new SetShortcut("a", "x".repeat(99)))).isNull();
        assertThat(wide.code(new SetShortcut("a", "x".repeat(100)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(wide.code(new PutDesktopItem(new DesktopItem("a", "x".repeat(97), "i", AppId.of("a")))))
                .isNull();
        assertThat(wide.code(new PutDesktopItem(new DesktopItem("a", "x".repeat(98), "i", AppId.of("a")))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(wide.code(new PutTrayItem(new TrayItem("a", "i", "x".repeat(98)))))
                .isNull();
        assertThat(wide.code(new PutTrayItem(new TrayItem("a", "i", "x".repeat(99)))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(wide.code(new PutTaskbarItem(new TaskbarItem("a", "t", "x".repeat(98), null))))
                .isNull();
        assertThat(wide.code(new PutTaskbarItem(new TaskbarItem("a", "t", "x".repeat(99), null))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(wide.code(new SetDisplayName("x".repeat(101)))).isNull();
        assertThat(wide.code(new SetDisplayName("x".repeat(102)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(wide.code(new SetSessionMetadata("k", null), new SetSessionMetadata("l", fact + "x")))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void a_desktop_too_large_for_the_whole_state_opens_no_session() {
        List<DesktopItem> large = new ArrayList<>();
        for (int i = 0; i < Desktop.MAX_ITEMS; i++) {
            large.add(new DesktopItem(i + "ü".repeat(120), "€".repeat(128), "€".repeat(128), AppId.of("a")));
        }
        List<TaskbarItem> pins = large.stream()
                .map(item -> new TaskbarItem(item.id(), item.title(), item.icon(), null))
                .toList();
        List<TrayItem> tray = large.stream()
                .map(item -> new TrayItem(item.id(), item.icon(), item.title()))
                .toList();
        Desktop two = EMPTY.withDesktopItems(large).withTaskbarItems(pins);
        assertOpening(null, two);
        assertOpening(ErrorCode.LIMIT_EXCEEDED, two.withSystemTrayItems(tray));
    }

    @Test
    void a_text_that_would_not_come_back_as_it_was_stored_is_refused() {
        for (String text : List.of("\uD800", "\uDC00", "a\uD83D", "\uDDA5\uD83D")) {
            assertCode(ErrorCode.INVALID_VALUE, copy(text));
            assertCode(ErrorCode.INVALID_VALUE, new SetSessionMetadata(text, "v"));
            assertCode(ErrorCode.INVALID_VALUE, new SetSessionMetadata("k", text));
            assertCode(ErrorCode.INVALID_VALUE, new SetDisplayName(text));
            assertCode(ErrorCode.INVALID_VALUE, new SetWallpaper(text));
            assertCode(ErrorCode.INVALID_VALUE, new SetThemeTokens(Map.of("a", text)));
            assertCode(ErrorCode.INVALID_VALUE, new SetShortcut("a", text));
            assertCode(ErrorCode.INVALID_VALUE, new Notify("t", text, null));
            assertCode(ErrorCode.INVALID_VALUE, new PutTrayItem(new TrayItem(text, "i", "s")));
            assertCode(ErrorCode.INVALID_VALUE, new LayoutCommand.SaveLayout(text));
            assertCode(ErrorCode.INVALID_VALUE, WindowCommand.OpenWindow.of("a", text));
            assertOpening(ErrorCode.INVALID_VALUE, EMPTY.with(new Clipboard(List.of("?", text))));
        }
        assertCode(null, copy("\uD83D\uDDA5"));
    }

    @Test
    void messages_do_not_quote_what_was_typed() {
        for (OsCommand command : List.of(
                new RemoveDesktopItem("secret"),
                new PutTrayItem(new TrayItem("secret".repeat(30), "i", "s")),
                new SetThemeTokens(Map.of("Secret", "secret")),
                new SetWallpaper("secret".repeat(100)),
                new SetShortcut("Secret", "secret"),
                copy("secret".repeat(1000)),
                new SetDisplayName("secret".repeat(100)))) {
            assertThat(desktop.decide(command))
                    .isInstanceOfSatisfying(
                            Decision.Rejected.class,
                            rejected -> assertThat(rejected.message()).doesNotContainIgnoringCase("secret"));
        }
    }

    private void assertCode(@Nullable ErrorCode code, OsCommand command) {
        assertThat(desktop.code(command)).isEqualTo(code);
    }

    private static void assertOpening(@Nullable ErrorCode code, Desktop desktop) {
        assertThat(new TestDesktop().code(new OpenSession(null, desktop, Map.of())))
                .isEqualTo(code);
    }

    private static List<DesktopItem> icons(int count) {
        return IntStream.range(0, count).mapToObj(i -> icon("i" + i)).toList();
    }

    private static Map<String, String> numbered(int count) {
        Map<String, String> tokens = new HashMap<>();
        IntStream.range(0, count).forEach(i -> tokens.put("t" + i, "v"));
        return tokens;
    }

    private static DesktopItem icon(String id) {
        return new DesktopItem(id, "T", "i", AppId.of("notes"));
    }

    private static TaskbarItem pin(String id) {
        return new TaskbarItem(id, "T", "i", null);
    }

    private static CopyToClipboard copy(String text) {
        return new CopyToClipboard(text);
    }

    private static NotificationId id(String value) {
        return NotificationId.of(value);
    }
}
