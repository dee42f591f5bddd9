package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.LayoutCommand.AddWorkspace;
import systems.blackroad.api.session.LayoutCommand.MoveToWorkspace;
import systems.blackroad.api.session.LayoutCommand.RemoveWorkspace;
import systems.blackroad.api.session.LayoutCommand.RenameWorkspace;
import systems.blackroad.api.session.LayoutCommand.SetFullscreen;
import systems.blackroad.api.session.LayoutCommand.SetSticky;
import systems.blackroad.api.session.LayoutCommand.SnapWindow;
import systems.blackroad.api.session.LayoutCommand.SwitchWorkspace;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MaximizeWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.ResizeWindow;
import systems.blackroad.api.session.WindowCommand.RestoreWindow;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.api.window.WindowState;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LayoutLawsTest {

    private static final WorkspaceId FIRST = Workspace.FIRST.id();

    @Test
    void snapping_keeps_the_users_bounds_and_restoring_gives_them_back() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        Window before = desktop.window(a);
        for (SnapZone zone : SnapZone.values()) {
            desktop.apply(new SnapWindow(a, zone));
            assertThat(desktop.window(a).layout().snap()).isEqualTo(zone);
            assertThat(desktop.decide(new SnapWindow(a, zone))).isEqualTo(new Decision.Unchanged());
        }
        assertThat(desktop.order()).containsExactly(b, a);
        desktop.apply(new RestoreWindow(a));
        assertThat(desktop.window(a)).isEqualTo(before);
        assertThat(desktop.decide(new RestoreWindow(a))).isEqualTo(new Decision.Unchanged());
    }

    @Test
    void moving_or_resizing_takes_a_window_out_of_its_zone() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new SnapWindow(a, SnapZone.LEFT));
        desktop.apply(new MoveWindow(a, desktop.window(a).position()));
        assertThat(desktop.window(a).layout().snap()).isNull();
        desktop.apply(new SnapWindow(a, SnapZone.LEFT));
        desktop.apply(new ResizeWindow(a, desktop.window(a).size(), null));
        assertThat(desktop.window(a).layout().snap()).isNull();
    }

    @Test
    void snapping_and_maximizing_exclude_each_other() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new SnapWindow(a, SnapZone.LEFT), new MaximizeWindow(a));
        assertThat(desktop.window(a).layout().snap()).isNull();
        desktop.apply(new SnapWindow(a, SnapZone.TOP));
        assertThat(desktop.window(a).state()).isEqualTo(WindowState.NORMAL);
    }

    @Test
    void minimizing_keeps_zone_and_fullscreen_and_restoring_takes_one_off_after_the_other() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        Window before = desktop.window(a);
        desktop.apply(new SnapWindow(a, SnapZone.LEFT), new SetFullscreen(a, true), new MinimizeWindow(a));
        desktop.apply(new RestoreWindow(a));
        assertThat(desktop.window(a).layout().fullscreen()).isTrue();
        desktop.apply(new RestoreWindow(a));
        assertThat(desktop.window(a).layout().fullscreen()).isFalse();
        assertThat(desktop.window(a).layout().snap()).isEqualTo(SnapZone.LEFT);
        desktop.apply(new RestoreWindow(a));
        assertThat(desktop.window(a)).isEqualTo(before);
    }

    @Test
    void fullscreen_remembers_what_lies_under_it_and_brings_a_minimized_window_back() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new MaximizeWindow(a), new MinimizeWindow(a), new SetFullscreen(a, true));
        assertThat(desktop.window(a).state()).isEqualTo(WindowState.MAXIMIZED);
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
        desktop.apply(new SetFullscreen(a, false));
        assertThat(desktop.window(a).state()).isEqualTo(WindowState.MAXIMIZED);
        assertThat(desktop.decide(new SetFullscreen(a, false))).isEqualTo(new Decision.Unchanged());
        desktop.apply(new RestoreWindow(a), new SetFullscreen(a, true));
        assertThat(desktop.code(new MoveWindow(a, new Position(1, 1)))).isEqualTo(ErrorCode.WINDOW_FULLSCREEN);
        assertThat(desktop.code(new ResizeWindow(a, new Size(400, 300), null))).isEqualTo(ErrorCode.WINDOW_FULLSCREEN);
    }

    @Test
    void a_size_is_held_within_the_windows_own_limits_and_the_minimum_wins() {
        TestDesktop desktop = TestDesktop.with();
        WindowId plain = desktop.open("a");
        desktop.apply(new ResizeWindow(plain, new Size(1, 9999), null));
        assertThat(desktop.window(plain).size()).isEqualTo(new Size(320, 9999));
        WindowOptions options = WindowOptions.DEFAULTS
                .withBounds(new Position(5, 6), new Size(900, 50))
                .withSizes(null, new Size(500, 100));
        WindowId held = desktop.open("a", options);
        assertThat(desktop.window(held).size()).isEqualTo(new Size(500, 200));
        assertThat(desktop.window(held).position()).isEqualTo(new Position(5, 6));
        assertThat(desktop.code(
                        OpenWindow.of("a", WindowOptions.DEFAULTS.withSizes(new Size(500, 500), new Size(600, 499)))))
                .isEqualTo(ErrorCode.INVALID_VALUE);
    }

    @Test
    void switching_shows_the_windows_of_a_workspace_and_its_most_recent_gets_the_focus() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        WorkspaceId two = desktop.addWorkspace("Two");
        desktop.apply(new SwitchWorkspace(two));
        assertThat(desktop.state().activeWindowId()).isNull();
        assertThat(desktop.state().isVisible(a)).isFalse();
        WindowId c = desktop.open("c");
        assertThat(desktop.window(c).layout().workspace()).isEqualTo(two);
        desktop.apply(new SwitchWorkspace(FIRST));
        assertThat(desktop.state().activeWindowId()).isEqualTo(b);
        assertThat(desktop.decide(new SwitchWorkspace(FIRST))).isEqualTo(new Decision.Unchanged());
    }

    @Test
    void focusing_a_window_on_another_workspace_switches_there_first() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.open("b");
        WorkspaceId two = desktop.addWorkspace("Two");
        desktop.apply(new SwitchWorkspace(two));
        Decision decision = desktop.apply(new FocusWindow(a));
        assertThat(((Decision.Accepted) decision).events())
                .hasExactlyElementsOfTypes(LayoutEvent.WorkspaceSwitched.class, WindowEvent.WindowFocused.class);
        desktop.apply(new SwitchWorkspace(two));
        Decision again = desktop.apply(new FocusWindow(a));
        assertThat(((Decision.Accepted) again).events())
                .as("the switch alone makes it active and on top")
                .hasExactlyElementsOfTypes(LayoutEvent.WorkspaceSwitched.class);
        assertThat(desktop.state().workspaces().current()).isEqualTo(FIRST);
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
        desktop.apply(new SwitchWorkspace(two));
        WindowId child = desktop.open("a", WindowOptions.transientOf(a));
        assertThat(desktop.state().workspaces().current()).isEqualTo(FIRST);
        assertThat(desktop.state().activeWindowId()).isEqualTo(child);
    }

    @Test
    void a_group_moves_to_a_workspace_as_a_whole() {
        TestDesktop desktop = TestDesktop.with();
        WindowId b = desktop.open("b");
        WindowId a = desktop.open("a");
        WindowId child = desktop.open("a", WindowOptions.transientOf(a));
        WorkspaceId two = desktop.addWorkspace("Two");
        desktop.apply(new MoveToWorkspace(child, two));
        assertThat(desktop.window(a).layout().workspace()).isEqualTo(two);
        assertThat(desktop.state().workspaces().current()).isEqualTo(FIRST);
        assertThat(desktop.state().activeWindowId()).isEqualTo(b);
        assertThat(desktop.decide(new MoveToWorkspace(a, two))).isEqualTo(new Decision.Unchanged());
        assertThat(desktop.code(new MoveToWorkspace(a, WorkspaceId.of("none"))))
                .isEqualTo(ErrorCode.WORKSPACE_NOT_FOUND);
    }

    @Test
    void a_sticky_group_is_on_every_workspace_and_stays_on_the_current_one() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId child = desktop.open("a", WindowOptions.transientOf(a));
        WorkspaceId two = desktop.addWorkspace("Two");
        desktop.apply(new SetSticky(a, true), new SwitchWorkspace(two));
        assertThat(desktop.state().activeWindowId()).isEqualTo(child);
        assertThat(desktop.window(a).layout().workspace()).isEqualTo(FIRST);
        desktop.apply(new SetSticky(child, false));
        assertThat(desktop.window(a).layout().workspace()).isEqualTo(two);
        assertThat(desktop.state().activeWindowId()).isEqualTo(child);
    }

    @Test
    void removing_a_workspace_moves_its_windows_to_the_neighbour() {
        TestDesktop desktop = TestDesktop.with();
        assertThat(desktop.code(new RemoveWorkspace(FIRST))).isEqualTo(ErrorCode.INVALID_VALUE);
        WindowId a = desktop.open("a");
        WorkspaceId two = desktop.addWorkspace("Two");
        WorkspaceId three = desktop.addWorkspace("Three");
        desktop.apply(new SwitchWorkspace(three));
        WindowId c = desktop.open("c");
        desktop.apply(new RemoveWorkspace(three));
        assertThat(desktop.window(c).layout().workspace()).isEqualTo(two);
        assertThat(desktop.state().workspaces().current()).isEqualTo(two);
        assertThat(desktop.state().activeWindowId()).isEqualTo(c);
        desktop.apply(new RemoveWorkspace(FIRST));
        assertThat(desktop.window(a).layout().workspace()).isEqualTo(two);
        assertThat(desktop.state().isVisible(a)).isTrue();
        assertThat(desktop.state().workspaces().list())
                .extracting(Workspace::name)
                .containsExactly("Two");
    }

    @Test
    void workspaces_have_names_and_a_bound() {
        TestDesktop desktop = new TestDesktop(
                SessionLimits.builder().maxWorkspaces(2).maxTitleLength(20).build());
        desktop.apply(OpenSession.empty());
        assertThat(desktop.code(new AddWorkspace(" "))).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(desktop.code(new AddWorkspace("n".repeat(21)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        WorkspaceId two = desktop.addWorkspace("n".repeat(20));
        assertThat(desktop.code(new AddWorkspace("Three"))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        desktop.apply(new RenameWorkspace(two, "Two"));
        assertThat(desktop.state().workspaces().list().get(1)).isEqualTo(new Workspace(two, "Two"));
        assertThat(desktop.decide(new RenameWorkspace(two, "Two"))).isEqualTo(new Decision.Unchanged());
        assertThat(desktop.code(new RenameWorkspace(two, "n".repeat(21)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }
}
