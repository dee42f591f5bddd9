package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.api.window.WorkspaceId;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OsJsonTest {

    private static final CommandId COMMAND = new CommandId(ClientId.of("tab"), 7);

    @Test
    void a_state_reads_as_documented() {
        TestDesktop desktop = new TestDesktop();
        desktop.apply(TestDesktop.furnished());
        desktop.apply(new WindowCommand.OpenWindow(AppId.of("notes"), null, Map.of("b", "2", "a", "1")));
        assertThat(OsJson.state(desktop.state()))
                .isEqualTo("{\"session\":{\"id\":\"desk\",\"user_id\":\"ada\",\"display_name\":\"Ada\","
                        + "\"created_at\":\"2026-11-23T21:00:01.123Z\","
                        + "\"metadata\":{\"city\":\"London\",\"team\":\"analysis\"}},\"status\":\"live\","
                        + "\"control\":{\"holder\":null,\"token_generation\":0,\"impersonator\":null},"
                        + "\"windows\":["
                        + "{\"id\":\"w2\",\"app_id\":\"notes\",\"title\":\"Notes\",\"state\":\"normal\","
                        + "\"restore_state\":\"normal\",\"position\":{\"x\":100,\"y\":100},"
                        + "\"size\":{\"width\":800,\"height\":600},\"snap\":null,\"fullscreen\":false,"
                        + "\"layer\":\"normal\",\"workspace_id\":\"1\",\"sticky\":false,\"parent_id\":null,"
                        + "\"modal\":false,\"focusable\":true,\"min_size\":{\"width\":320,\"height\":200},"
                        + "\"max_size\":null,\"notice\":{\"badge\":null,\"progress\":null,\"busy\":false,"
                        + "\"urgent\":false},\"z_index\":0,"
                        + "\"created_at\":\"2026-11-23T21:00:02.123Z\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}],"
                        + "\"active_window_id\":\"w2\",\"focus_order\":[\"w2\"],"
                        + "\"workspaces\":[{\"id\":\"1\",\"name\":\"Workspace 1\"}],\"current_workspace_id\":\"1\","
                        + "\"saved_layouts\":[],\"remembered_bounds\":[],\"desktop_items\":[{\"id\":"
                        + "\"my-computer\",\"title\":\"My Computer\",\"icon\":\"\uD83D\uDDA5\",\"app_id\":\"computer\"}],"
                        + "\"taskbar_items\":[{\"id\":\"start-menu\",\"title\":\"Start\",\"icon\":\"S\",\"app_id\":null},"
                        + "{\"id\":\"notes\",\"title\":\"Notes\",\"icon\":\"N\",\"app_id\":\"notes\"}],"
                        + "\"system_tray_items\":[{\"id\":\"network\",\"icon\":\"W\",\"status\":\"connected\"}],"
                        + "\"theme\":\"dark\",\"theme_tokens\":{},\"wallpaper\":null,\"notifications\":[],"
                        + "\"clipboard\":[],\"shortcuts\":{},\"metadata\":{},\"revision\":2}");
    }

    @Test
    void a_state_comes_back_as_it_went() {
        TestDesktop desktop = new TestDesktop();
        desktop.apply(TestDesktop.furnished());
        WindowId a = desktop.open("a");
        desktop.apply(new WindowCommand.MaximizeWindow(a), new WindowCommand.MinimizeWindow(a));
        desktop.apply(WindowCommand.OpenWindow.of("b", "\u0000\"\\ \u2028 \uD83D\uDE00 </script>"));
        desktop.apply(new LayoutCommand.SaveLayout("work"));
        desktop.apply(new WindowCommand.CloseWindow(desktop.open("c")));
        desktop.apply(
                new DesktopCommand.Notify("T", "\u2028", AppId.of("mail")),
                new DesktopCommand.CopyToClipboard(" \u0000"),
                new DesktopCommand.SetShortcut("ctrl+\\", "split"),
                new DesktopCommand.SetWallpaper("sky"),
                new DesktopCommand.SetThemeTokens(Map.of("b", "2", "a", "1")));
        OsState shown = desktop.state();
        OsState state = shown.next(shown.memory().withHistory(LayoutHistory.empty()));
        assertThat(OsJson.readState(OsJson.state(state))).isEqualTo(state);
        assertThat(OsJson.canonicalHash(OsJson.readState(OsJson.state(state))))
                .isEqualTo(OsJson.canonicalHash(state))
                .hasSize(64);
    }

    @Test
    void equal_states_have_equal_text_whatever_the_order_of_their_maps() {
        Map<String, String> facts = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            facts.put("key" + i, "value");
        }
        TestDesktop one = TestDesktop.with();
        one.apply(new WindowCommand.OpenWindow(AppId.of("a"), null, facts));
        TestDesktop other = TestDesktop.with();
        other.apply(new WindowCommand.OpenWindow(AppId.of("a"), null, new HashMap<>(facts)));
        assertThat(OsJson.state(one.state()))
                .isEqualTo(OsJson.state(other.state()))
                .contains("\"key0\":\"value\",\"key1\":");
    }

    @Test
    void an_event_reads_as_documented() {
        RecordedEvent event = recorded(new WindowEvent.WindowMoved(WindowId.of("w"), new Position(5, 6)));
        assertThat(OsJson.event(event))
                .isEqualTo(
                        "{\"revision\":8,\"type\":\"window_moved\",\"version\":1,\"at\":\"2026-11-23T21:00:00.123Z\","
                                + "\"actor\":\"ada\",\"client_id\":\"tab\",\"seq\":7,\"trace\":null,"
                                + "\"data\":{\"window_id\":\"w\",\"position\":{\"x\":5,\"y\":6}}}");
    }

    @Test
    void frames_read_as_documented() {
        OsState state = TestDesktop.with().state();
        SessionFrame resumed = new SessionFrame.Resumed(new StreamPosition("e", 7));
        SessionFrame snapshot = new SessionFrame.Snapshot("e", state, SessionFrame.Reason.LAGGED);
        RecordedEvent event = recorded(new DesktopEvent.ThemeChanged(Theme.of("dark")));
        SessionFrame closed = new SessionFrame.Closed(ErrorCode.SESSION_ENDED);
        assertThat(OsJson.frameName(resumed)).isEqualTo("resumed");
        assertThat(OsJson.frame(resumed)).isEqualTo("{\"epoch\":\"e\",\"revision\":7}");
        assertThat(OsJson.frameName(snapshot)).isEqualTo("snapshot");
        assertThat(OsJson.frame(snapshot))
                .isEqualTo(
                        "{\"epoch\":\"e\",\"revision\":1,\"reason\":\"lagged\",\"state\":" + OsJson.state(state) + "}");
        assertThat(OsJson.frameName(new SessionFrame.Event("e", event))).isEqualTo("event");
        assertThat(OsJson.frame(new SessionFrame.Event("e", event))).isEqualTo(OsJson.event(event));
        assertThat(OsJson.frameName(closed)).isEqualTo("closed");
        assertThat(OsJson.frame(closed)).isEqualTo("{\"code\":\"SESSION_ENDED\"}");
    }

    @Test
    void every_command_is_read() {
        WindowId w = WindowId.of("w");
        assertThat(OsJson.readCommands("[{\"type\":\"open_window\",\"app_id\":\"notes\"},"
                        + "{\"type\":\"open_window\",\"app_id\":\"notes\",\"title\":null},"
                        + "{\"type\":\"open_window\",\"app_id\":\"notes\",\"title\":\"T\"},"
                        + "{\"type\":\"close_window\",\"window_id\":\"w\"},{\"type\":\"focus_window\",\"window_id\":\"w\"},"
                        + "{\"type\":\"minimize_window\",\"window_id\":\"w\"},"
                        + "{\"type\":\"maximize_window\",\"window_id\":\"w\"},"
                        + "{\"type\":\"restore_window\",\"window_id\":\"w\"},"
                        + "{\"type\":\"move_window\",\"window_id\":\"w\",\"position\":{\"x\":1,\"y\":-2}},"
                        + "{\"type\":\"resize_window\",\"window_id\":\"w\",\"size\":{\"width\":3,\"height\":4}},"
                        + "{\"type\":\"resize_window\",\"window_id\":\"w\",\"size\":{\"width\":3,\"height\":4},"
                        + "\"position\":{\"x\":1,\"y\":-2}},"
                        + "{\"type\":\"rename_window\",\"window_id\":\"w\",\"title\":\"T\"},"
                        + "{\"type\":\"set_theme\",\"theme\":\"dark\"}]"))
                .containsExactly(
                        WindowCommand.OpenWindow.of("notes"),
                        WindowCommand.OpenWindow.of("notes"),
                        WindowCommand.OpenWindow.of("notes", "T"),
                        new WindowCommand.CloseWindow(w),
                        new WindowCommand.FocusWindow(w),
                        new WindowCommand.MinimizeWindow(w),
                        new WindowCommand.MaximizeWindow(w),
                        new WindowCommand.RestoreWindow(w),
                        new WindowCommand.MoveWindow(w, new Position(1, -2)),
                        new WindowCommand.ResizeWindow(w, new Size(3, 4), null),
                        new WindowCommand.ResizeWindow(w, new Size(3, 4), new Position(1, -2)),
                        new WindowCommand.RenameWindow(w, "T"),
                        new DesktopCommand.SetTheme(Theme.of("dark")));
        assertThat(OsJson.readCommands("{\"type\":\"set_theme\",\"theme\":\"dark\"}"))
                .hasSize(1);
    }

    @Test
    void a_posted_body_is_read() {
        CommandBody body = OsJson.readCommandBody(
                bytes("{\"client_id\":\"tab\",\"seq\":7,\"commands\":[{\"type\":\"set_theme\",\"theme\":\"dark\"}]}"));
        assertThat(body).isEqualTo(new CommandBody(COMMAND, List.of(new DesktopCommand.SetTheme(Theme.of("dark")))));
    }

    @Test
    void a_title_of_ten_thousand_chars_is_read_and_left_to_the_limits() {
        String title = "x".repeat(10_000);
        assertThat(OsJson.readCommands("{\"type\":\"open_window\",\"app_id\":\"a\",\"title\":\"" + title + "\"}"))
                .containsExactly(WindowCommand.OpenWindow.of("a", title));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nope-secret",
                "{\"type\":\"set_theme\",\"theme\":\"dark\"} trailing",
                "{\"type\":\"set_theme\",\"theme\":\"dark\",\"theme\":\"dark\"}",
                "{'type':'set_theme'}",
                "[NaN]",
                "{\"type\":\"set_theme\",/* secret */\"theme\":\"dark\"}"
            })
    void what_is_not_well_formed_is_malformed(String json) {
        assertRefused(() -> OsJson.readCommands(json), ErrorCode.MALFORMED_DOCUMENT, "");
    }

    @Test
    void every_read_limit_is_malformed() {
        ErrorCode malformed = ErrorCode.MALFORMED_DOCUMENT;
        assertRefused(() -> OsJson.readCommands("[".repeat(1000) + "]".repeat(1000)), malformed, "limit");
        assertRefused(() -> OsJson.readCommands("{\"a\":".repeat(1000) + "1" + "}".repeat(1000)), malformed, "limit");
        assertRefused(() -> OsJson.readCommands("[" + "9".repeat(41) + "]"), malformed, "limit");
        assertRefused(() -> OsJson.readCommands("{\"" + "n".repeat(129) + "\":1}"), malformed, "limit");
        assertRefused(() -> OsJson.readCommands("[\"" + "s".repeat(65_537) + "\"]"), malformed, "limit");
        assertRefused(() -> OsJson.readCommands("[" + "1,".repeat(10_000) + "1]"), malformed, "limit");
        assertRefused(() -> OsJson.readCommands(" ".repeat(1_048_577)), malformed, "1048576");
        assertRefused(() -> OsJson.readCommandBody(new byte[1_048_577]), malformed, "1048576");
        assertRefused(() -> OsJson.readCommandBody(new byte[] {'"', (byte) 0xC3, '"'}), malformed, "UTF-8");
    }

    @Test
    void what_is_invalid_is_named_by_its_path_and_never_quoted() {
        ErrorCode invalid = ErrorCode.INVALID_VALUE;
        assertRefused(
                () -> OsJson.readCommands("{\"type\":\"secret\"}"),
                invalid,
                "type must be one of add_workspace, begin_impersonation, clear_clipboard");
        assertRefused(() -> OsJson.readCommands("[{\"type\":7}]"), invalid, "[0].type");
        assertRefused(() -> OsJson.readCommands("[]"), invalid, "1 to 50");
        assertRefused(() -> OsJson.readCommands("\"secret\""), invalid, "type");
        assertRefused(
                () -> OsJson.readCommands("{\"type\":\"open_window\"}"),
                invalid,
                "app_id must be a string and is absent");
        assertRefused(
                () -> OsJson.readCommands("{\"type\":\"close_window\",\"window_id\":\"w\",\"extra\":1}"),
                invalid,
                "'extra' is an unknown field");
        assertRefused(
                () -> OsJson.readCommands("{\"type\":\"close_window\",\"window_id\":\"secret id\"}"),
                invalid,
                "window_id is not valid");
        assertRefused(
                () -> OsJson.readCommands(
                        "{\"type\":\"move_window\",\"window_id\":\"w\",\"position\":{\"x\":1.5,\"y\":0}}"),
                invalid,
                "position.x");
        assertRefused(
                () -> OsJson.readCommands(
                        "{\"type\":\"move_window\",\"window_id\":\"w\",\"position\":{\"x\":99999999999999999999,\"y\":0}}"),
                invalid,
                "position.x");
        assertRefused(
                () -> OsJson.readCommands(
                        "{\"type\":\"move_window\",\"window_id\":\"w\",\"position\":{\"x\":40000,\"y\":0}}"),
                invalid,
                "position");
        assertRefused(
                () -> OsJson.readCommandBody(bytes("{\"client_id\":\"tab\",\"seq\":0,\"commands\":[{}]}")),
                invalid,
                "seq");
        assertRefused(
                () -> OsJson.readCommandBody(bytes("{\"client_id\":\"tab\",\"seq\":1,\"commands\":[{}]}")),
                invalid,
                "commands[0].type");
        assertRefused(() -> OsJson.readCommandBody(bytes("[]")), invalid, "must be an object");
    }

    @Test
    void commands_about_arrangement_and_workspaces_are_read_as_documented() {
        WindowId w = WindowId.of("w");
        WorkspaceId two = WorkspaceId.of("2");
        assertThat(OsJson.readCommands("[{\"type\":\"snap_window\",\"window_id\":\"w\",\"zone\":\"top_left\"},"
                        + "{\"type\":\"set_fullscreen\",\"window_id\":\"w\",\"fullscreen\":true},"
                        + "{\"type\":\"set_layer\",\"window_id\":\"w\",\"layer\":\"dock\"},"
                        + "{\"type\":\"move_to_workspace\",\"window_id\":\"w\",\"workspace_id\":\"2\"},"
                        + "{\"type\":\"set_sticky\",\"window_id\":\"w\",\"sticky\":true},"
                        + "{\"type\":\"add_workspace\",\"name\":\"Two\"},"
                        + "{\"type\":\"remove_workspace\",\"workspace_id\":\"2\"},"
                        + "{\"type\":\"rename_workspace\",\"workspace_id\":\"2\",\"name\":\"Two\"},"
                        + "{\"type\":\"switch_workspace\",\"workspace_id\":\"2\"}]"))
                .containsExactly(
                        new LayoutCommand.SnapWindow(w, SnapZone.TOP_LEFT),
                        new LayoutCommand.SetFullscreen(w, true),
                        new LayoutCommand.SetLayer(w, WindowLayer.DOCK),
                        new LayoutCommand.MoveToWorkspace(w, two),
                        new LayoutCommand.SetSticky(w, true),
                        new LayoutCommand.AddWorkspace("Two"),
                        new LayoutCommand.RemoveWorkspace(two),
                        new LayoutCommand.RenameWorkspace(two, "Two"),
                        new LayoutCommand.SwitchWorkspace(two));
        assertThat(OsJson.readCommands("[{\"type\":\"set_notice\",\"window_id\":\"w\",\"badge\":\"3\",\"progress\":7},"
                        + "{\"type\":\"set_window_metadata\",\"window_id\":\"w\",\"key\":\"k\"},"
                        + "{\"type\":\"open_window\",\"app_id\":\"a\",\"metadata\":{\"k\":\"v\"},\"parent_id\":\"w\","
                        + "\"modal\":true,\"size\":{\"width\":500,\"height\":400},"
                        + "\"max_size\":{\"width\":900,\"height\":800}}]"))
                .containsExactly(
                        new WindowCommand.SetNotice(w, new WindowNotice("3", 7, false, false)),
                        new WindowCommand.SetWindowMetadata(w, "k", null),
                        new WindowCommand.OpenWindow(
                                AppId.of("a"),
                                null,
                                Map.of("k", "v"),
                                WindowOptions.modalOf(w)
                                        .withBounds(null, new Size(500, 400))
                                        .withSizes(null, new Size(900, 800))));
    }

    @Test
    void a_session_cannot_be_opened_or_ended_by_a_posted_command() {
        assertRefused(
                () -> OsJson.readCommands("{\"type\":\"end_session\",\"reason\":\"x\"}"),
                ErrorCode.INVALID_VALUE,
                "type");
        assertRefused(() -> OsJson.readCommands("{\"type\":\"open_session\"}"), ErrorCode.INVALID_VALUE, "type");
    }

    @Test
    void a_state_whose_parts_disagree_is_refused() {
        String json = OsJson.state(TestDesktop.with("a").state());
        assertRefused(
                () -> OsJson.readState(json.replace("\"z_index\":0", "\"z_index\":1")),
                ErrorCode.INVALID_VALUE,
                "windows[0].z_index");
        assertRefused(
                () -> OsJson.readState(json.replace("\"focus_order\":[\"w2\"]", "\"focus_order\":[]")),
                ErrorCode.INVALID_VALUE,
                "document");
        assertRefused(
                () -> OsJson.readState(json.replace("\"live\"", "\"secret\"")),
                ErrorCode.INVALID_VALUE,
                "status must be one of live, ended");
    }

    private static RecordedEvent recorded(OsEvent event) {
        return new RecordedEvent(TestDesktop.SESSION, 8, TestDesktop.AT, TestDesktop.ADA.user(), COMMAND, null, event);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
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
