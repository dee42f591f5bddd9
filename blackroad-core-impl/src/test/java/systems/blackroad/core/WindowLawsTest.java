package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.DesktopEvent;
import systems.blackroad.api.event.Focus;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.EndSession;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.UserSession;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MaximizeWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.RenameWindow;
import systems.blackroad.api.session.WindowCommand.ResizeWindow;
import systems.blackroad.api.session.WindowCommand.RestoreWindow;
import systems.blackroad.api.session.WindowCommand.SetWindowMetadata;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowState;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WindowLawsTest {

    @Test
    void a_session_opens_as_asked_at_revision_one_without_windows() {
        TestDesktop desktop = new TestDesktop();
        desktop.apply(TestDesktop.furnished());
        OsState state = desktop.state();
        assertThat(state.session())
                .isEqualTo(new UserSession(
                        TestDesktop.SESSION,
                        TestDesktop.ADA.user(),
                        "Ada",
                        TestDesktop.AT.plusSeconds(1),
                        Map.of("city", "London", "team", "analysis")));
        assertThat(state.revision()).isEqualTo(1);
        assertThat(state.status()).isEqualTo(SessionStatus.LIVE);
        assertThat(state.windows()).isEmpty();
        assertThat(state.activeWindowId()).isNull();
        assertThat(state.desktop()).isEqualTo(TestDesktop.furnished().desktop());
    }

    @Test
    void a_session_without_a_display_name_belongs_to_a_guest() {
        assertThat(TestDesktop.with().state().session().displayName()).isEqualTo("Guest");
    }

    @Test
    void a_window_opens_on_top_and_active_with_the_defaults() {
        TestDesktop desktop = TestDesktop.with("notes");
        WindowId id = desktop.open("prism-console");
        Window window = desktop.window(id);
        assertThat(window.title()).isEqualTo("Prism Console");
        assertThat(window.state()).isEqualTo(WindowState.NORMAL);
        assertThat(window.size()).isEqualTo(new Size(800, 600));
        assertThat(desktop.state().activeWindowId()).isEqualTo(id);
        assertThat(desktop.state().zIndex(id)).isEqualTo(1);
        assertThat(desktop.state().focusOrder().get(0)).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"notes,Notes", "my-big-app,My Big App", "a--b-,A B", "x.y_z,X.y_z", "7zip,7zip"})
    void the_default_title_is_the_app_id_as_words(String app, String title) {
        TestDesktop desktop = TestDesktop.with();
        assertThat(desktop.window(desktop.open(app)).title()).isEqualTo(title);
    }

    @Test
    void windows_cascade_by_thirty_pixels_and_begin_again_after_ten() {
        TestDesktop desktop = TestDesktop.with();
        List<Position> places = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            places.add(desktop.window(desktop.open("notes")).position());
        }
        assertThat(places.get(0)).isEqualTo(new Position(100, 100));
        assertThat(places.get(1)).isEqualTo(new Position(130, 130));
        assertThat(places.get(9)).isEqualTo(new Position(370, 370));
        assertThat(places.get(10)).isEqualTo(new Position(100, 100));
    }

    @Test
    void windows_of_one_list_get_ids_of_their_place() {
        TestDesktop desktop = TestDesktop.with();
        desktop.apply(OpenWindow.of("a"), OpenWindow.of("b"), OpenWindow.of("c"));
        assertThat(desktop.state().focusOrder())
                .containsExactly(WindowId.of("w2-2"), WindowId.of("w2-1"), WindowId.of("w2"));
    }

    @Test
    void closing_the_active_window_activates_the_most_recent_visible_one_and_not_the_oldest() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        WindowId c = desktop.open("c");
        desktop.apply(new FocusWindow(a));
        desktop.apply(new FocusWindow(b));
        desktop.apply(new MinimizeWindow(a));
        desktop.apply(new CloseWindow(b));
        assertThat(desktop.state().activeWindowId()).isEqualTo(c);
        assertThat(desktop.state().focusOrder()).containsExactly(c, a);
    }

    @Test
    void closing_another_window_leaves_the_focus_where_it_is() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        desktop.apply(new CloseWindow(a));
        assertThat(desktop.state().activeWindowId()).isEqualTo(b);
    }

    @Test
    void stacking_stays_without_gaps_or_doubles_after_a_close() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        WindowId c = desktop.open("c");
        desktop.apply(new CloseWindow(a));
        WindowId d = desktop.open("d");
        assertThat(desktop.state().zIndex(b)).isZero();
        assertThat(desktop.state().zIndex(c)).isEqualTo(1);
        assertThat(desktop.state().zIndex(d)).isEqualTo(2);
    }

    @Test
    void minimizing_hides_a_window_and_moves_the_focus_on() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        desktop.apply(new MinimizeWindow(b));
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
        desktop.apply(new MinimizeWindow(a));
        assertThat(desktop.state().activeWindowId()).isNull();
        assertThat(desktop.state().isVisible(a)).isFalse();
    }

    @Test
    void focusing_raises_one_window_and_keeps_the_order_of_the_others() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        WindowId c = desktop.open("c");
        assertThat(events(desktop.apply(new FocusWindow(a))))
                .containsExactly(new WindowEvent.WindowFocused(a, Focus.raised(a, 2)));
        assertThat(desktop.state().windows().stream().map(Window::id)).containsExactly(b, c, a);
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
    }

    @Test
    void the_active_window_is_raised_when_another_lies_above_it() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        desktop.apply(new MinimizeWindow(b));
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
        assertThat(events(desktop.apply(new FocusWindow(a))))
                .containsExactly(new WindowEvent.WindowFocused(a, Focus.raised(a, 1)));
    }

    @Test
    void maximizing_and_restoring_gives_the_bounds_back() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new ResizeWindow(a, new Size(333, 222), new Position(-5, 7)));
        Window before = desktop.window(a);
        desktop.apply(new MaximizeWindow(a));
        assertThat(desktop.window(a).state()).isEqualTo(WindowState.MAXIMIZED);
        assertThat(desktop.window(a).size()).isEqualTo(before.size());
        desktop.apply(new RestoreWindow(a));
        assertThat(desktop.window(a)).isEqualTo(before);
    }

    @Test
    void a_minimized_window_remembers_that_it_was_maximized() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new MaximizeWindow(a));
        desktop.apply(new MinimizeWindow(a));
        desktop.apply(new RestoreWindow(a));
        assertThat(desktop.window(a).state()).isEqualTo(WindowState.MAXIMIZED);
        desktop.apply(new RestoreWindow(a));
        assertThat(desktop.window(a).state()).isEqualTo(WindowState.NORMAL);
    }

    @Test
    void a_minimized_window_can_be_moved_and_maximized() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new MinimizeWindow(a));
        desktop.apply(new MoveWindow(a, new Position(1, 2)));
        assertThat(desktop.window(a).position()).isEqualTo(new Position(1, 2));
        desktop.apply(new MaximizeWindow(a));
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
    }

    @Test
    void what_changes_nothing_has_no_event() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        Decision unchanged = new Decision.Unchanged();
        Window window = desktop.window(b);
        assertThat(desktop.decide(new FocusWindow(b))).isEqualTo(unchanged);
        assertThat(desktop.decide(new MoveWindow(b, window.position()))).isEqualTo(unchanged);
        assertThat(desktop.decide(new ResizeWindow(b, window.size(), null))).isEqualTo(unchanged);
        assertThat(desktop.decide(new ResizeWindow(b, window.size(), window.position())))
                .isEqualTo(unchanged);
        assertThat(desktop.decide(new RenameWindow(b, window.title()))).isEqualTo(unchanged);
        assertThat(desktop.decide(new RestoreWindow(a))).isEqualTo(unchanged);
        assertThat(desktop.decide(new SetTheme(Theme.of("classic")))).isEqualTo(unchanged);
        desktop.apply(new MaximizeWindow(b));
        assertThat(desktop.decide(new MaximizeWindow(b))).isEqualTo(unchanged);
        desktop.apply(new MinimizeWindow(a));
        assertThat(desktop.decide(new MinimizeWindow(a))).isEqualTo(unchanged);
    }

    @Test
    void renaming_and_theming_change_just_that() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new RenameWindow(a, "Letters"), new SetTheme(Theme.of("dark")));
        assertThat(desktop.window(a).title()).isEqualTo("Letters");
        assertThat(desktop.state().desktop().theme()).isEqualTo(Theme.of("dark"));
        assertThat(desktop.state().revision()).isEqualTo(4);
    }

    @Test
    void laws_refuse_with_their_codes() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        assertThat(code(new TestDesktop().decide(OpenWindow.of("a")))).isEqualTo(ErrorCode.SESSION_NOT_FOUND);
        assertThat(code(desktop.decide(OpenSession.empty()))).isEqualTo(ErrorCode.SESSION_EXISTS);
        assertThat(code(desktop.decide(new CloseWindow(WindowId.of("none"))))).isEqualTo(ErrorCode.WINDOW_NOT_FOUND);
        assertThat(code(desktop.decide(new RenameWindow(a, "  ")))).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(code(desktop.decide(OpenWindow.of("a", "")))).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(code(desktop.decide(new EndSession("two words")))).isEqualTo(ErrorCode.INVALID_VALUE);
        desktop.apply(new MaximizeWindow(a));
        assertThat(code(desktop.decide(new MoveWindow(a, new Position(0, 0))))).isEqualTo(ErrorCode.WINDOW_MAXIMIZED);
        assertThat(code(desktop.decide(new ResizeWindow(a, new Size(1, 1), null))))
                .isEqualTo(ErrorCode.WINDOW_MAXIMIZED);
        desktop.apply(new MinimizeWindow(a));
        assertThat(code(desktop.decide(new FocusWindow(a)))).isEqualTo(ErrorCode.WINDOW_MINIMIZED);
        desktop.apply(new EndSession("user"));
        assertThat(desktop.state().status()).isEqualTo(SessionStatus.ENDED);
        assertThat(code(desktop.decide(new CloseWindow(a)))).isEqualTo(ErrorCode.SESSION_ENDED);
    }

    @Test
    void limits_refuse_and_name_themselves_and_never_what_was_typed() {
        TestDesktop desktop = TestDesktop.with();
        for (int i = 0; i < 20; i++) {
            desktop.open("notes");
        }
        assertThat(rejected(desktop.decide(OpenWindow.of("one-more"))))
                .isEqualTo(new Decision.Rejected(
                        ErrorCode.LIMIT_EXCEEDED,
                        "session desk may have at most 20 windows, 20 are open; close one first"));
        WindowId some = desktop.state().focusOrder().get(0);
        Decision.Rejected title = rejected(desktop.decide(new RenameWindow(some, "secret".repeat(2000))));
        assertThat(title.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(title.message()).contains("256").contains("12000").doesNotContain("secret");
        assertThat(code(desktop.decide(new RenameWindow(some, "x".repeat(256)))))
                .isNull();
    }

    @Test
    void metadata_is_bounded_by_window_by_session_and_by_key() {
        TestDesktop desktop = TestDesktop.with();
        assertThat(code(desktop.decide(window(Map.of("k", "v".repeat(4095)))))).isNull();
        assertThat(code(desktop.decide(window(Map.of("k", "v".repeat(4096)))))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(desktop.decide(window(Map.of("k".repeat(65), "v"))))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(new TestDesktop().decide(opening(Map.of("k", "\u00e4".repeat(8192))))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void a_state_never_outgrows_what_a_snapshot_may_hold() {
        TestDesktop desktop = new TestDesktop(SessionLimits.builder()
                .maxWindows(1000)
                .maxWindowMetadataBytes(65_536)
                .build());
        desktop.apply(OpenSession.empty());
        int opened = 0;
        while (desktop.apply(window(Map.of("k", "v".repeat(65_000)))) instanceof Decision.Accepted) {
            opened++;
        }
        assertThat(opened).isEqualTo(4);
        assertThat(rejected(desktop.decide(window(Map.of("k", "v".repeat(65_000)))))
                        .message())
                .contains("262144");
    }

    @Test
    void a_state_may_be_as_large_as_its_limit_and_not_a_byte_larger() {
        TestDesktop desktop = new TestDesktop(
                SessionLimits.builder().maxWindowMetadataBytes(65_536).build());
        desktop.apply(OpenSession.empty());
        int left = 262_144 - "Workspace 1".length() - "Guest".length();
        for (int i = 0; i < 3; i++) {
            assertThat(code(desktop.apply(window(Map.of("k", "v".repeat(65_535))))))
                    .isNull();
            left -= 512 + 1 + 65_536;
        }
        desktop.apply(window(Map.of("k", "v".repeat(60_000 - 1))));
        left -= 512 + 1 + 60_000;
        desktop.apply(window(Map.of()));
        left -= 512 + 1;
        WindowId last = desktop.state().focusOrder().get(0);
        assertThat(code(desktop.decide(new SetWindowMetadata(last, "k", "v".repeat(left)))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(desktop.apply(new SetWindowMetadata(last, "k", "v".repeat(left - 1)))))
                .isNull();
        assertThat(code(desktop.decide(new RenameWindow(last, "AB")))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(desktop.decide(new RenameWindow(last, "B")))).isNull();
    }

    @Test
    void items_of_the_desktop_are_bounded_and_have_unique_ids() {
        DesktopItem item = new DesktopItem("same", "T", "i", AppId.of("a"));
        assertThat(code(new TestDesktop().decide(items(List.of(item, item))))).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(code(new TestDesktop().decide(items(Collections.nCopies(101, item)))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(new TestDesktop()
                        .decide(items(List.of(new DesktopItem("a", "T".repeat(129), "i", AppId.of("a")))))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void a_list_applies_whole_or_not_at_all() {
        TestDesktop desktop = TestDesktop.with();
        OsState before = desktop.state();
        Decision decision = desktop.apply(OpenWindow.of("a"), new CloseWindow(WindowId.of("none")));
        assertThat(code(decision)).isEqualTo(ErrorCode.WINDOW_NOT_FOUND);
        assertThat(desktop.state()).isEqualTo(before);
    }

    @Test
    void a_list_is_decided_on_the_states_between() {
        TestDesktop desktop = TestDesktop.with();
        Decision decision = desktop.apply(
                OpenWindow.of("a"), new MaximizeWindow(WindowId.of("w2")), new CloseWindow(WindowId.of("w2")));
        assertThat(events(decision)).hasSize(3);
        assertThat(desktop.state().windows()).isEmpty();
        assertThat(desktop.state().revision()).isEqualTo(4);
    }

    @Test
    void an_event_that_does_not_fit_is_refused() {
        OsState state = TestDesktop.with("a").state();
        assertThatThrownBy(() -> OsLogic.evolve(null, new DesktopEvent.ThemeChanged(Theme.of("dark"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OsLogic.evolve(state, new WindowEvent.WindowRenamed(WindowId.of("none"), "T")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
    }

    private static OpenWindow window(Map<String, String> metadata) {
        return new OpenWindow(AppId.of("a"), null, metadata);
    }

    private static OpenSession opening(Map<String, String> metadata) {
        return new OpenSession(null, Desktop.empty(), new HashMap<>(metadata));
    }

    private static OpenSession items(List<DesktopItem> items) {
        return new OpenSession(null, new Desktop(items, List.of(), List.of(), Theme.of("classic")), Map.of());
    }

    private static List<OsEvent> events(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted) decision).events();
    }

    private static Decision.Rejected rejected(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        return (Decision.Rejected) decision;
    }

    private static @Nullable ErrorCode code(Decision decision) {
        return decision instanceof Decision.Rejected rejected ? rejected.code() : null;
    }
}
