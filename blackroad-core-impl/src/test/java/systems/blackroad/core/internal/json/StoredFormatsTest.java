package systems.blackroad.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.SessionEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Restack;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowHints;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowState;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;
import systems.blackroad.core.Decision;
import systems.blackroad.core.TestDesktop;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StoredFormatsTest {

    private static final WindowId W = WindowId.of("w");

    static List<OsEvent> every_kind() {
        OsEvent opened = ((Decision.Accepted) new TestDesktop().decide(TestDesktop.furnished()))
                .events()
                .get(0);
        OsEvent window = ((Decision.Accepted) TestDesktop.with()
                        .decide(new WindowCommand.OpenWindow(AppId.of("a"), "T\u0001\"", Map.of("k", "v"))))
                .events()
                .get(0);
        return List.of(
                opened,
                new SessionEvent.SessionEnded("user"),
                window,
                new WindowEvent.WindowClosed(W, Focus.on(null)),
                new WindowEvent.WindowClosed(W, Focus.on(WindowId.of("v"))),
                new WindowEvent.WindowFocused(W, Focus.raised(W, 3)),
                new WindowEvent.WindowMinimized(W, Focus.on(WindowId.of("v"))),
                new WindowEvent.WindowMaximized(W, Focus.raised(W, 3)),
                new WindowEvent.WindowRestored(W, WindowState.MAXIMIZED, Focus.raised(W, 3)),
                new WindowEvent.WindowMoved(W, new Position(-1, 2)),
                new WindowEvent.WindowResized(W, new Position(-1, 2), new Size(3, 4)),
                new WindowEvent.WindowRenamed(W, "T"),
                new WindowEvent.WindowNoticed(W, new WindowNotice("9+", 40, true, true)),
                new WindowEvent.WindowNoticed(W, WindowNotice.NONE),
                new WindowEvent.WindowMetadataChanged(W, "k", "v"),
                new WindowEvent.WindowMetadataChanged(W, "k", null),
                new LayoutEvent.WindowsArranged(
                        LayoutEvent.Reason.SNAP,
                        List.of(new LayoutEvent.Arranged(
                                W,
                                WindowLayout.normal(new Position(1, 2), new Size(3, 4), WorkspaceId.of("2"))
                                        .withSnap(SnapZone.TOP_LEFT)
                                        .withFullscreen(true)
                                        .withLayer(WindowLayer.ABOVE)
                                        .withWorkspace(WorkspaceId.of("3"), true))),
                        new Focus(W, List.of(new Restack(WindowId.of("v"), 0), new Restack(W, 1)))),
                new LayoutEvent.WorkspaceAdded(new Workspace(WorkspaceId.of("2"), "Two")),
                new LayoutEvent.WorkspaceRemoved(
                        WorkspaceId.of("2"), WorkspaceId.of("1"), WorkspaceId.of("3"), Focus.on(W)),
                new LayoutEvent.WorkspaceRenamed(WorkspaceId.of("2"), "Two"),
                new LayoutEvent.WorkspaceSwitched(WorkspaceId.of("2"), Focus.on(null)),
                new DesktopEvent.ThemeChanged(Theme.of("dark")));
    }

    static List<OsEvent> every_kind_around_the_windows() {
        NotificationId id = NotificationId.of("n");
        Notification note = new Notification(id, "T", "b\u0001", AppId.of("mail"), TestDesktop.AT, false);
        return List.of(
                new SessionEvent.DisplayNameChanged("Ada"),
                new SessionEvent.SessionMetadataChanged("k", "v"),
                new SessionEvent.SessionMetadataChanged("k", null),
                new DesktopEvent.DesktopItemPut(new DesktopItem("i", "T", "\uD83D\uDDA5", AppId.of("a"))),
                new DesktopEvent.DesktopItemRemoved("i"),
                new DesktopEvent.TaskbarItemPut(new TaskbarItem("i", "T", "s", AppId.of("a"))),
                new DesktopEvent.TaskbarItemPut(new TaskbarItem("i", "T", "s", null)),
                new DesktopEvent.TaskbarItemRemoved("i"),
                new DesktopEvent.TaskbarItemMoved("i", 7),
                new DesktopEvent.TrayItemPut(new TrayItem("i", "s", "on")),
                new DesktopEvent.TrayItemRemoved("i"),
                new DesktopEvent.ThemeTokensChanged(Map.of("accent", "red", "radius", "")),
                new DesktopEvent.ThemeTokensChanged(Map.of()),
                new DesktopEvent.WallpaperChanged("sky"),
                new DesktopEvent.WallpaperChanged(null),
                new DesktopEvent.NotificationAdded(note, null),
                new DesktopEvent.NotificationAdded(
                        new Notification(id, "T", "", null, TestDesktop.AT, true), NotificationId.of("m")),
                new DesktopEvent.NotificationRead(id),
                new DesktopEvent.NotificationsRead(),
                new DesktopEvent.NotificationDismissed(id),
                new DesktopEvent.ClipboardCopied("\u2028 \" \n", 20),
                new DesktopEvent.ClipboardCleared(),
                new DesktopEvent.ShortcutChanged("ctrl+\\", "split"),
                new DesktopEvent.ShortcutChanged("f5", null));
    }

    @ParameterizedTest
    @MethodSource({"every_kind", "every_kind_around_the_windows"})
    void every_event_comes_back_as_it_went(OsEvent event) {
        Payload payload = StoredFormats.event(event);
        assertThat(payload.version()).isEqualTo(1);
        assertThat(StoredFormats.readEvent(payload)).contains(event);
    }

    @Test
    void events_from_before_groups_and_workspaces_are_still_read() {
        assertThat(old("window_focused", "{\"window_id\":\"w\",\"z_index\":3}"))
                .contains(new WindowEvent.WindowFocused(W, Focus.raised(W, 3)));
        assertThat(old("window_closed", "{\"window_id\":\"w\",\"active_window_id\":\"v\"}"))
                .contains(new WindowEvent.WindowClosed(W, Focus.on(WindowId.of("v"))));
        assertThat(old("window_minimized", "{\"window_id\":\"w\",\"active_window_id\":null}"))
                .contains(new WindowEvent.WindowMinimized(W, Focus.on(null)));
        Window window = new Window(
                W,
                AppId.of("a"),
                "T",
                WindowLayout.normal(new Position(1, 2), new Size(3, 4), Workspace.FIRST.id()),
                WindowHints.DEFAULTS,
                WindowNotice.NONE,
                TestDesktop.AT,
                Map.of());
        assertThat(old(
                        "window_opened",
                        "{\"window\":{\"id\":\"w\",\"app_id\":\"a\",\"title\":\"T\",\"state\":\"normal\","
                                + "\"restore_state\":\"normal\",\"position\":{\"x\":1,\"y\":2},"
                                + "\"size\":{\"width\":3,\"height\":4},\"created_at\":\"2026-11-23T21:00:00.123Z\","
                                + "\"metadata\":{}}}"))
                .contains(new WindowEvent.WindowOpened(window, Focus.on(W)));
    }

    @Test
    void openings_and_snapshots_from_before_notifications_are_still_read() {
        String desktop = "\"desktop_items\":[],\"taskbar_items\":[],\"system_tray_items\":[],\"theme\":\"dark\"";
        String session = "\"session\":{\"id\":\"desk\",\"user_id\":\"ada\",\"display_name\":\"Guest\","
                + "\"created_at\":\"2026-11-23T21:00:00.123Z\",\"metadata\":{}}";
        Desktop expected = Desktop.empty().withTheme(Theme.of("dark"));
        assertThat(old("session_opened", "{" + session + "," + desktop + ",\"metadata\":{}}"))
                .hasValueSatisfying(event -> assertThat(((SessionEvent.SessionOpened) event).desktop())
                        .isEqualTo(expected));
        Payload snapshot = Payload.ofJson(
                "os_state",
                1,
                "{\"state\":{" + session + ",\"status\":\"live\",\"windows\":[],\"active_window_id\":null,"
                        + "\"focus_order\":[]," + desktop
                        + ",\"metadata\":{},\"revision\":1},\"clients\":[]}");
        assertThat(StoredFormats.readSnapshot(snapshot))
                .hasValueSatisfying(read -> assertThat(read.state().desktop()).isEqualTo(expected));
    }

    private static Optional<OsEvent> old(String type, String json) {
        return StoredFormats.readEvent(Payload.ofJson(type, 1, json));
    }

    @Test
    void a_snapshot_comes_back_as_it_went_with_its_clients_in_order() {
        Map<ClientId, Long> clients = new LinkedHashMap<>();
        clients.put(ClientId.of("z"), 5L);
        clients.put(ClientId.of("a"), Long.MAX_VALUE);
        TestDesktop desktop = TestDesktop.with("a", "b");
        WindowId a = desktop.order().get(0);
        WorkspaceId second = desktop.addWorkspace("Second");
        desktop.apply(new LayoutCommand.SnapWindow(a, SnapZone.LEFT));
        desktop.apply(new LayoutCommand.SetLayer(a, WindowLayer.ABOVE));
        desktop.apply(new LayoutCommand.MoveToWorkspace(a, second));
        desktop.apply(new LayoutCommand.UndoLayout(null));
        assertThat(desktop.state().memory().history().steps()).hasSize(3);
        desktop.apply(new DesktopCommand.Notify("T", "b", null), new DesktopCommand.ReadAllNotifications());
        desktop.apply(new DesktopCommand.CopyToClipboard("x"), new DesktopCommand.SetShortcut("f5", "reload"));
        desktop.apply(new DesktopCommand.SetWallpaper("sky"), new DesktopCommand.SetThemeTokens(Map.of("a", "b")));
        StoredFormats.Snapshot snapshot = new StoredFormats.Snapshot(desktop.state(), clients);
        StoredFormats.Snapshot read =
                StoredFormats.readSnapshot(StoredFormats.snapshot(snapshot)).orElseThrow();
        assertThat(read).isEqualTo(snapshot);
        assertThat(read.clients().keySet()).containsExactly(ClientId.of("z"), ClientId.of("a"));
    }

    @Test
    void a_snapshot_whose_bytes_were_damaged_is_told() {
        byte[] stored = StoredFormats.snapshot(
                        new StoredFormats.Snapshot(TestDesktop.with("a", "b").state(), Map.of()))
                .bytes();
        byte[] flipped = stored.clone();
        flipped[stored.length / 2] ^= 1;
        byte[] bomb = Deflated.of(new byte[StrictReader.STORED.maxLength() + 1]);
        for (byte[] damaged : List.of(
                flipped,
                Arrays.copyOf(stored, stored.length - 1),
                Arrays.copyOf(stored, stored.length + 1),
                bomb,
                new byte[0])) {
            assertThatThrownBy(() -> StoredFormats.readSnapshot(Payload.of("os_state", 2, damaged)))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_UNREADABLE));
        }
    }

    @Test
    void each_character_is_stored_as_itself() {
        String title = "\u00e9\ud83d\udda5";
        assertThat(StoredFormats.event(new WindowEvent.WindowRenamed(W, title)).json())
                .contains(title);
    }

    @Test
    void what_was_deflated_comes_back_up_to_the_limit() {
        Random random = new Random(5);
        for (int length : new int[] {0, 1, 8_191, 8_192, 8_193, 100_000}) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            assertThat(Deflated.inflate(Deflated.of(plain), Math.max(length, 1)))
                    .isEqualTo(plain);
            assertThat(Deflated.inflate(Deflated.of(new byte[length + 1]), length + 1))
                    .hasSize(length + 1);
            assertThatThrownBy(() -> Deflated.inflate(Deflated.of(new byte[length + 2]), length + 1))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void the_largest_state_that_the_laws_allow_can_be_read_back() {
        TestDesktop desktop = new TestDesktop(SessionLimits.builder()
                .maxWindows(1000)
                .maxWindowMetadataBytes(65_536)
                .build());
        desktop.apply(SessionCommand.OpenSession.empty());
        Map<String, String> facts = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            facts.put("k" + i, "\u0001".repeat(10));
        }
        Decision last;
        do {
            last = desktop.apply(new WindowCommand.OpenWindow(AppId.of("a"), null, facts));
        } while (last instanceof Decision.Accepted);
        StoredFormats.Snapshot snapshot = new StoredFormats.Snapshot(desktop.state(), Map.of());
        assertThat(StoredFormats.readSnapshot(StoredFormats.snapshot(snapshot))).contains(snapshot);
    }

    @Test
    void an_unknown_type_or_version_is_told_apart_from_damage() {
        Payload known = StoredFormats.event(new SessionEvent.SessionEnded("user"));
        assertThat(StoredFormats.readEvent(Payload.of(known.type(), 2, known.bytes())))
                .isEmpty();
        assertThat(StoredFormats.readEvent(Payload.of("window_shaded", 1, known.bytes())))
                .isEmpty();
        assertThat(StoredFormats.readSnapshot(Payload.of("os_state", 3, known.bytes())))
                .isEmpty();
        assertThatThrownBy(() -> StoredFormats.readEvent(Payload.ofJson(known.type(), 1, "{\"reason\":")))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_UNREADABLE));
        assertThatThrownBy(() -> StoredFormats.readEvent(Payload.ofJson(known.type(), 1, "{\"reason\":\"a\",\"b\":1}")))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_UNREADABLE));
    }

    @Test
    void the_hash_of_a_body_tells_senders_and_commands_apart() {
        List<OsCommand> commands = List.of(new WindowCommand.CloseWindow(W));
        String hash = CommandWriter.bodyHash(TestDesktop.ADA.user(), commands);
        assertThat(CommandWriter.bodyHash(TestDesktop.ADA.user(), List.copyOf(commands)))
                .isEqualTo(hash)
                .hasSize(64);
        assertThat(CommandWriter.bodyHash(TestDesktop.ADA.user(), List.of(new WindowCommand.FocusWindow(W))))
                .isNotEqualTo(hash);
        assertThat(CommandWriter.bodyHash(UserId.of("bob"), commands)).isNotEqualTo(hash);
    }
}
