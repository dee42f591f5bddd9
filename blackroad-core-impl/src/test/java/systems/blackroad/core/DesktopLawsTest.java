package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.session.Appearance;
import systems.blackroad.api.session.Clipboard;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopCommand.ClearClipboard;
import systems.blackroad.api.session.DesktopCommand.CopyToClipboard;
import systems.blackroad.api.session.DesktopCommand.DismissNotification;
import systems.blackroad.api.session.DesktopCommand.MoveTaskbarItem;
import systems.blackroad.api.session.DesktopCommand.Notify;
import systems.blackroad.api.session.DesktopCommand.PutDesktopItem;
import systems.blackroad.api.session.DesktopCommand.PutTaskbarItem;
import systems.blackroad.api.session.DesktopCommand.PutTrayItem;
import systems.blackroad.api.session.DesktopCommand.ReadAllNotifications;
import systems.blackroad.api.session.DesktopCommand.ReadNotification;
import systems.blackroad.api.session.DesktopCommand.RemoveDesktopItem;
import systems.blackroad.api.session.DesktopCommand.RemoveTaskbarItem;
import systems.blackroad.api.session.DesktopCommand.RemoveTrayItem;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.DesktopCommand.SetThemeTokens;
import systems.blackroad.api.session.DesktopCommand.SetWallpaper;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.Notifications;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.window.AppId;

/** The laws of what lies around the windows. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DesktopLawsTest {

    private static final Desktop EMPTY = Desktop.empty();

    private final TestDesktop desktop = TestDesktop.with();

    // Items

    @Test
    void putting_an_item_replaces_the_one_of_its_id_in_place_or_adds_at_the_end() {
        desktop.apply(new PutDesktopItem(icon("a")), new PutDesktopItem(icon("b")));
        DesktopItem other = new DesktopItem("a", "Other", "o", AppId.of("mail"));
        assertThat(desktop.apply(new PutDesktopItem(other))).isInstanceOf(Decision.Accepted.class);
        assertThat(desk().desktopItems()).containsExactly(other, icon("b"));
        assertThat(desktop.apply(new PutDesktopItem(other))).isInstanceOf(Decision.Unchanged.class);
        desktop.apply(new PutTrayItem(new TrayItem("a", "i", "on")), new PutTrayItem(new TrayItem("b", "i", "on")));
        desktop.apply(new PutTrayItem(new TrayItem("a", "i", "off")));
        assertThat(desk().systemTrayItems())
                .containsExactly(new TrayItem("a", "i", "off"), new TrayItem("b", "i", "on"));
        desktop.apply(new PutTaskbarItem(pin("a")), new PutTaskbarItem(pin("b")));
        desktop.apply(new PutTaskbarItem(new TaskbarItem("a", "T", "i", AppId.of("notes"))));
        assertThat(desk().taskbarItems()).containsExactly(new TaskbarItem("a", "T", "i", AppId.of("notes")), pin("b"));
    }

    @Test
    void an_item_is_removed_by_its_id_among_its_own_kind() {
        desktop.apply(
                new PutDesktopItem(icon("a")),
                new PutTaskbarItem(pin("b")),
                new PutTrayItem(new TrayItem("c", "i", "on")));
        assertThat(desktop.code(new RemoveDesktopItem("b"))).isEqualTo(ErrorCode.ITEM_NOT_FOUND);
        assertThat(desktop.code(new RemoveTaskbarItem("c"))).isEqualTo(ErrorCode.ITEM_NOT_FOUND);
        assertThat(desktop.code(new MoveTaskbarItem("c", 0))).isEqualTo(ErrorCode.ITEM_NOT_FOUND);
        assertThat(desktop.code(new RemoveTrayItem("a"))).isEqualTo(ErrorCode.ITEM_NOT_FOUND);
        desktop.apply(new RemoveDesktopItem("a"), new RemoveTaskbarItem("b"), new RemoveTrayItem("c"));
        assertThat(desk()).isEqualTo(EMPTY);
    }

    @Test
    void a_pinned_entry_moves_to_a_place_that_there_is() {
        desktop.apply(new PutTaskbarItem(pin("a")), new PutTaskbarItem(pin("b")), new PutTaskbarItem(pin("c")));
        desktop.apply(new MoveTaskbarItem("a", 2));
        assertThat(desk().taskbarItems()).containsExactly(pin("b"), pin("c"), pin("a"));
        desktop.apply(new MoveTaskbarItem("a", 0));
        assertThat(desk().taskbarItems()).containsExactly(pin("a"), pin("b"), pin("c"));
        assertThat(desktop.apply(new MoveTaskbarItem("b", 1))).isInstanceOf(Decision.Unchanged.class);
        assertThat(desktop.code(new MoveTaskbarItem("b", 3))).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(desktop.code(new MoveTaskbarItem("b", -1))).isEqualTo(ErrorCode.INVALID_VALUE);
    }

    @Test
    void there_are_at_most_a_hundred_items_of_each_kind() {
        assertThatItMayHave(
                Desktop.MAX_ITEMS, i -> new PutDesktopItem(icon("i" + i)), new PutDesktopItem(icon("more")));
        assertThatItMayHave(Desktop.MAX_ITEMS, i -> new PutTaskbarItem(pin("i" + i)), new PutTaskbarItem(pin("more")));
        assertThatItMayHave(
                Desktop.MAX_ITEMS,
                i -> new PutTrayItem(new TrayItem("i" + i, "i", "on")),
                new PutTrayItem(new TrayItem("more", "i", "on")));
        assertThat(desktop.apply(new PutTrayItem(new TrayItem("i7", "i", "off"))))
                .as("one of those that are there")
                .isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void each_text_of_an_item_has_at_most_128_chars_and_an_id_is_not_blank() {
        String longest = "x".repeat(Desktop.MAX_ITEM_TEXT);
        AppId app = AppId.of("notes");
        for (String part : List.of(longest, longest + "x")) {
            ErrorCode code = part.equals(longest) ? null : ErrorCode.LIMIT_EXCEEDED;
            assertCode(code, new PutDesktopItem(new DesktopItem(part, "t", "i", app)));
            assertCode(code, new PutDesktopItem(new DesktopItem("a", part, "i", app)));
            assertCode(code, new PutDesktopItem(new DesktopItem("a", "t", part, app)));
            assertCode(code, new PutTaskbarItem(new TaskbarItem(part, "t", "i", null)));
            assertCode(code, new PutTaskbarItem(new TaskbarItem("a", part, "i", null)));
            assertCode(code, new PutTaskbarItem(new TaskbarItem("a", "t", part, null)));
            assertCode(code, new PutTrayItem(new TrayItem(part, "i", "s")));
            assertCode(code, new PutTrayItem(new TrayItem("a", part, "s")));
            assertCode(code, new PutTrayItem(new TrayItem("a", "i", part)));
        }
        assertCode(ErrorCode.INVALID_VALUE, new PutDesktopItem(icon(" ")));
        assertCode(ErrorCode.INVALID_VALUE, new PutTaskbarItem(pin("")));
        assertCode(ErrorCode.INVALID_VALUE, new PutTrayItem(new TrayItem(" ", "i", "s")));
    }

    // Appearance

    @Test
    void tokens_are_replaced_as_a_whole_and_stay_when_the_theme_changes() {
        desktop.apply(new SetThemeTokens(Map.of("accent", "#ff0000", "radius", "")));
        desktop.apply(new SetThemeTokens(Map.of("accent", "#00ff00")), new SetTheme(Theme.of("dark")));
        assertThat(desk().appearance()).isEqualTo(new Appearance(Theme.of("dark"), Map.of("accent", "#00ff00"), null));
        assertThat(desktop.apply(new SetThemeTokens(Map.of("accent", "#00ff00"))))
                .isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void tokens_are_bounded_in_number_and_length_and_have_a_form() {
        String longest = "x".repeat(Appearance.MAX_TOKEN_LENGTH);
        assertCode(null, new SetThemeTokens(numbered(Appearance.MAX_TOKENS)));
        assertCode(ErrorCode.LIMIT_EXCEEDED, new SetThemeTokens(numbered(Appearance.MAX_TOKENS + 1)));
        assertCode(null, new SetThemeTokens(Map.of(longest, longest)));
        assertCode(ErrorCode.LIMIT_EXCEEDED, new SetThemeTokens(Map.of(longest + "x", "")));
        assertCode(ErrorCode.LIMIT_EXCEEDED, new SetThemeTokens(Map.of("a", longest + "x")));
        for (String name : List.of("", "A", "a b", "a_b", "ä", "a\n")) {
            assertCode(ErrorCode.INVALID_VALUE, new SetThemeTokens(Map.of(name, "v")));
        }
        for (String value : List.of("\n", "a\u0000", "\u007f", "\u0085")) {
            assertCode(ErrorCode.INVALID_VALUE, new SetThemeTokens(Map.of("a", value)));
        }
    }

    @Test
    void a_wallpaper_is_a_bounded_text_that_can_be_taken_away() {
        String longest = "x".repeat(Appearance.MAX_WALLPAPER_LENGTH);
        desktop.apply(new SetWallpaper(longest));
        assertThat(desk().appearance().wallpaper()).isEqualTo(longest);
        assertThat(desktop.apply(new SetWallpaper(longest))).isInstanceOf(Decision.Unchanged.class);
        assertCode(ErrorCode.LIMIT_EXCEEDED, new SetWallpaper(longest + "x"));
        assertCode(ErrorCode.INVALID_VALUE, new SetWallpaper(" "));
        desktop.apply(new SetWallpaper(null));
        assertThat(desk()).isEqualTo(EMPTY);
    }

    // Notifications

    @Test
    void a_notification_has_a_fresh_id_the_time_of_its_command_and_is_unread() {
        Decision.Accepted decision = (Decision.Accepted)
                desktop.apply(new Notify("A", "b", AppId.of("mail")), new SetTheme(Theme.of("dark")), note("C"));
        assertThat(desk().notifications().list())
                .containsExactly(
                        new Notification(id("w2-2"), "C", "", null, TestDesktop.AT.plusSeconds(2), false),
                        new Notification(id("w2"), "A", "b", AppId.of("mail"), TestDesktop.AT.plusSeconds(2), false));
        assertThat(decision.events()).hasSize(3);
    }

    @Test
    void notifications_are_read_one_by_one_or_all_at_once_and_dismissed() {
        desktop.apply(note("A"), note("B"), note("C"));
        desktop.apply(new ReadNotification(id("w2-1")));
        assertThat(read()).containsExactly(false, true, false);
        assertThat(desktop.apply(new ReadNotification(id("w2-1")))).isInstanceOf(Decision.Unchanged.class);
        desktop.apply(new ReadAllNotifications());
        assertThat(read()).containsExactly(true, true, true);
        assertThat(desktop.apply(new ReadAllNotifications())).isInstanceOf(Decision.Unchanged.class);
        desktop.apply(new DismissNotification(id("w2-1")));
        assertThat(desk().notifications().list())
                .extracting(Notification::title)
                .containsExactly("C", "A");
        assertCode(ErrorCode.ITEM_NOT_FOUND, new DismissNotification(id("w2-1")));
        assertCode(ErrorCode.ITEM_NOT_FOUND, new ReadNotification(id("w2-1")));
    }

    @Test
    void the_oldest_read_notification_goes_for_the_fifty_first_else_the_oldest() {
        for (int i = 0; i < Notifications.MAX; i++) {
            desktop.apply(note("N" + i));
        }
        assertThat(desk().notifications().list()).hasSize(Notifications.MAX);
        desktop.apply(note("one more"));
        assertThat(titles()).hasSize(Notifications.MAX).contains("N1").doesNotContain("N0");
        desktop.apply(new ReadNotification(noteId("N7")), new ReadNotification(noteId("N9")));
        assertThat(desktop.apply(note("and more")))
                .isInstanceOfSatisfying(
                        Decision.Accepted.class,
                        accepted -> assertThat(accepted.events())
                                .singleElement()
                                .isInstanceOfSatisfying(
                                        DesktopEvent.NotificationAdded.class,
                                        added -> assertThat(added.dropped()).isEqualTo(id("w9"))));
        assertThat(titles()).hasSize(Notifications.MAX).contains("N1", "N9").doesNotContain("N7");
    }

    @Test
    void a_notification_has_a_title_as_a_window_has_and_a_bounded_body() {
        TestDesktop tight =
                new TestDesktop(SessionLimits.builder().maxTitleLength(5).build());
        tight.apply(new OpenSession("Ada", EMPTY, Map.of()));
        assertThat(tight.code(note("12345"))).isNull();
        assertThat(tight.code(note("123456"))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(tight.code(note(" "))).isEqualTo(ErrorCode.INVALID_VALUE);
        String longest = "x".repeat(Notification.MAX_BODY_LENGTH);
        assertThat(tight.code(new Notify("t", longest, null))).isNull();
        assertThat(tight.code(new Notify("t", longest + "x", null))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    // Clipboard

    @Test
    void what_is_copied_comes_first_and_stands_there_once() {
        desktop.apply(copy("a"), copy("b"), copy("c"), copy("a"));
        assertThat(desk().clipboard().entries()).containsExactly("a", "c", "b");
        assertThat(desktop.apply(copy("a"))).isInstanceOf(Decision.Unchanged.class);
        desktop.apply(new ClearClipboard());
        assertThat(desk()).isEqualTo(EMPTY);
        assertThat(desktop.apply(new ClearClipboard())).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void twenty_texts_are_kept() {
        for (int i = 0; i < Clipboard.MAX_ENTRIES; i++) {
            desktop.apply(copy("t" + i));
        }
        assertThat(desk().clipboard().entries()).hasSize(Clipboard.MAX_ENTRIES).contains("t0");
        desktop.apply(copy("t5"));
        assertThat(desk().clipboard().entries()).hasSize(Clipboard.MAX_ENTRIES).endsWith("t0");
        desktop.apply(copy("more"));
        assertThat(desk().clipboard().entries())
                .hasSize(Clipboard.MAX_ENTRIES)
                .startsWith("more", "t5", "t19")
                .endsWith("t1");
    }

    @Test
    void a_copied_text_is_not_empty_and_has_at_most_4096_bytes_of_utf_8() {
        String longest = "ü".repeat(Clipboard.MAX_ENTRY_BYTES / 2);
        assertCode(null, copy(longest));
        assertCode(ErrorCode.LIMIT_EXCEEDED, copy(longest + "x"));
        assertCode(ErrorCode.INVALID_VALUE, copy(""));
        assertCode(null, copy(" "));
    }

    private Desktop desk() {
        return desktop.state().desktop();
    }

    private List<Boolean> read() {
        return desk().notifications().list().stream().map(Notification::read).toList();
    }

    private List<String> titles() {
        return desk().notifications().list().stream().map(Notification::title).toList();
    }

    private NotificationId noteId(String title) {
        return desk().notifications().list().stream()
                .filter(each -> each.title().equals(title))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void assertCode(@Nullable ErrorCode code, OsCommand command) {
        assertThat(desktop.code(command)).isEqualTo(code);
    }

    /** That there may be so many, and not one more. */
    private void assertThatItMayHave(int count, Function<Integer, OsCommand> command, OsCommand oneMore) {
        for (int i = 0; i < count; i++) {
            assertThat(desktop.apply(command.apply(i))).isInstanceOf(Decision.Accepted.class);
        }
        assertCode(ErrorCode.LIMIT_EXCEEDED, oneMore);
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

    private static Notify note(String title) {
        return new Notify(title, "", null);
    }

    private static CopyToClipboard copy(String text) {
        return new CopyToClipboard(text);
    }

    private static NotificationId id(String value) {
        return NotificationId.of(value);
    }
}
