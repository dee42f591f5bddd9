package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.window.AppId;

/** The JSON of what lies around the windows. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DesktopJsonTest {

    @Test
    void commands_about_the_desktop_and_the_session_are_read_as_documented() {
        NotificationId note = NotificationId.of("n");
        assertThat(OsJson.readCommands("[{\"type\":\"put_desktop_item\",\"item\":{\"id\":\"a\",\"title\":\"A\","
                        + "\"icon\":\"i\",\"app_id\":\"notes\"}},{\"type\":\"remove_desktop_item\",\"item_id\":\"a\"},"
                        + "{\"type\":\"put_taskbar_item\",\"item\":{\"id\":\"a\",\"title\":\"A\",\"icon\":\"i\"}},"
                        + "{\"type\":\"move_taskbar_item\",\"item_id\":\"a\",\"index\":2},"
                        + "{\"type\":\"remove_taskbar_item\",\"item_id\":\"a\"},"
                        + "{\"type\":\"put_tray_item\",\"item\":{\"id\":\"a\",\"icon\":\"i\",\"status\":\"on\"}},"
                        + "{\"type\":\"remove_tray_item\",\"item_id\":\"a\"},"
                        + "{\"type\":\"set_theme_tokens\",\"tokens\":{\"accent\":\"red\"}},"
                        + "{\"type\":\"set_wallpaper\",\"wallpaper\":\"sky\"},{\"type\":\"set_wallpaper\"}]"))
                .containsExactly(
                        new DesktopCommand.PutDesktopItem(new DesktopItem("a", "A", "i", AppId.of("notes"))),
                        new DesktopCommand.RemoveDesktopItem("a"),
                        new DesktopCommand.PutTaskbarItem(new TaskbarItem("a", "A", "i", null)),
                        new DesktopCommand.MoveTaskbarItem("a", 2),
                        new DesktopCommand.RemoveTaskbarItem("a"),
                        new DesktopCommand.PutTrayItem(new TrayItem("a", "i", "on")),
                        new DesktopCommand.RemoveTrayItem("a"),
                        new DesktopCommand.SetThemeTokens(Map.of("accent", "red")),
                        new DesktopCommand.SetWallpaper("sky"),
                        new DesktopCommand.SetWallpaper(null));
        assertThat(OsJson.readCommands("[{\"type\":\"notify\",\"title\":\"T\"},"
                        + "{\"type\":\"notify\",\"title\":\"T\",\"body\":\"b\",\"app_id\":\"mail\"},"
                        + "{\"type\":\"read_notification\",\"notification_id\":\"n\"},"
                        + "{\"type\":\"read_all_notifications\"},"
                        + "{\"type\":\"dismiss_notification\",\"notification_id\":\"n\"},"
                        + "{\"type\":\"copy_to_clipboard\",\"text\":\"x\"},{\"type\":\"clear_clipboard\"},"
                        + "{\"type\":\"set_shortcut\",\"keys\":\"ctrl+s\",\"action\":\"save\"},"
                        + "{\"type\":\"set_shortcut\",\"keys\":\"ctrl+s\"},"
                        + "{\"type\":\"set_display_name\",\"display_name\":\"Ada\"},"
                        + "{\"type\":\"set_session_metadata\",\"key\":\"k\",\"value\":\"v\"},"
                        + "{\"type\":\"set_session_metadata\",\"key\":\"k\",\"value\":null}]"))
                .containsExactly(
                        new DesktopCommand.Notify("T", "", null),
                        new DesktopCommand.Notify("T", "b", AppId.of("mail")),
                        new DesktopCommand.ReadNotification(note),
                        new DesktopCommand.ReadAllNotifications(),
                        new DesktopCommand.DismissNotification(note),
                        new DesktopCommand.CopyToClipboard("x"),
                        new DesktopCommand.ClearClipboard(),
                        new DesktopCommand.SetShortcut("ctrl+s", "save"),
                        new DesktopCommand.SetShortcut("ctrl+s", null),
                        new SessionCommand.SetDisplayName("Ada"),
                        new SessionCommand.SetSessionMetadata("k", "v"),
                        new SessionCommand.SetSessionMetadata("k", null));
    }

    @Test
    void what_lies_around_the_windows_is_read_strictly() {
        assertRefused(
                () -> OsJson.readCommands("{\"type\":\"put_tray_item\",\"item\":{\"id\":\"a\",\"icon\":\"i\","
                        + "\"status\":\"on\",\"title\":\"secret\"}}"),
                ErrorCode.INVALID_VALUE,
                "item.'title' is an unknown field");
        assertRefused(
                () -> OsJson.readCommands(
                        "{\"type\":\"put_desktop_item\",\"item\":{\"id\":\"a\",\"icon\":\"i\"," + "\"title\":\"T\"}}"),
                ErrorCode.INVALID_VALUE,
                "item.app_id must be a string and is absent");
        assertRefused(
                () -> OsJson.readCommands("{\"type\":\"set_theme_tokens\",\"tokens\":{\"a\":7}}"),
                ErrorCode.INVALID_VALUE,
                "tokens must have strings as values");
        assertRefused(
                () -> OsJson.readCommands("{\"type\":\"read_notification\",\"notification_id\":\"secret id\"}"),
                ErrorCode.INVALID_VALUE,
                "notification_id is not valid");
        String json = OsJson.state(TestDesktop.with().state());
        assertRefused(
                () -> OsJson.readState(json.replace("\"clipboard\":[]", "\"clipboard\":[\"secret\",\"secret\"]")),
                ErrorCode.INVALID_VALUE,
                "clipboard is not valid");
        String note = "{\"id\":\"n\",\"title\":\"T\",\"body\":\"secret\",\"app_id\":null,"
                + "\"at\":\"2026-11-23T21:00:00.123Z\",\"read\":false}";
        assertRefused(
                () -> OsJson.readState(
                        json.replace("\"notifications\":[]", "\"notifications\":[" + note + "," + note + "]")),
                ErrorCode.INVALID_VALUE,
                "notifications is not valid");
        assertRefused(
                () -> OsJson.readState(
                        json.replace("\"notifications\":[]", "\"notifications\":[" + note.replace("false", "0") + "]")),
                ErrorCode.INVALID_VALUE,
                "notifications[0].read");
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part)
                .message()
                .doesNotContain("secret");
    }
}
