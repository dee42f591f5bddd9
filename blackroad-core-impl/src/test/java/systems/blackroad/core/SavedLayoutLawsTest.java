package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.LayoutCommand.DeleteLayout;
import systems.blackroad.api.session.LayoutCommand.MoveToWorkspace;
import systems.blackroad.api.session.LayoutCommand.RemoveWorkspace;
import systems.blackroad.api.session.LayoutCommand.RestoreLayout;
import systems.blackroad.api.session.LayoutCommand.SaveLayout;
import systems.blackroad.api.session.LayoutCommand.SetFullscreen;
import systems.blackroad.api.session.LayoutCommand.SetLayer;
import systems.blackroad.api.session.LayoutCommand.SnapWindow;
import systems.blackroad.api.session.LayoutCommand.UndoLayout;
import systems.blackroad.api.session.LayoutMemory;
import systems.blackroad.api.session.LayoutMemory.AppBounds;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MaximizeWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.ResizeWindow;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.api.window.WorkspaceId;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SavedLayoutLawsTest {

    @Test
    void a_saved_layout_comes_back_and_can_be_undone() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        WorkspaceId second = desktop.addWorkspace("Second");
        desktop.apply(new SnapWindow(a, SnapZone.LEFT));
        desktop.apply(new MaximizeWindow(b));
        desktop.apply(new SaveLayout("work"));
        assertThat(desktop.decide(new SaveLayout("work"))).isEqualTo(new Decision.Unchanged());
        List<WindowLayout> saved = layouts(desktop, a, b);
        desktop.apply(new SetFullscreen(a, true));
        desktop.apply(new MoveToWorkspace(b, second));
        desktop.apply(new MinimizeWindow(b));
        List<WindowLayout> other = layouts(desktop, a, b);
        desktop.apply(new RestoreLayout("work"));
        assertThat(layouts(desktop, a, b)).isEqualTo(saved);
        assertThat(desktop.decide(new RestoreLayout("work"))).isEqualTo(new Decision.Unchanged());
        desktop.apply(new UndoLayout(null));
        assertThat(layouts(desktop, a, b)).isEqualTo(other);
    }

    @Test
    void windows_that_are_closed_leave_their_place_to_others_of_their_application() {
        TestDesktop desktop = TestDesktop.with();
        WindowId first = desktop.open("a");
        WindowId second = desktop.open("a");
        desktop.apply(new MoveWindow(first, new Position(1, 1)));
        desktop.apply(new MoveWindow(second, new Position(2, 2)));
        desktop.apply(new SaveLayout("work"));
        desktop.apply(new CloseWindow(first));
        WindowId third = desktop.open("a");
        WindowId fourth = desktop.open("a");
        WindowId other = desktop.open("b");
        Position left = desktop.window(fourth).position();
        Window before = desktop.window(other);
        desktop.apply(new MoveWindow(second, new Position(9, 9)));
        desktop.apply(new RestoreLayout("work"));
        assertThat(desktop.window(second).position()).isEqualTo(new Position(2, 2));
        assertThat(desktop.window(third).position()).isEqualTo(new Position(1, 1));
        assertThat(desktop.window(fourth).position()).isEqualTo(left);
        assertThat(desktop.window(other)).isEqualTo(before);
    }

    @Test
    void the_oldest_window_takes_the_place_that_is_left_however_they_are_stacked() {
        TestDesktop desktop = TestDesktop.with();
        WindowId closed = desktop.open("a");
        desktop.apply(new SetLayer(closed, WindowLayer.ABOVE));
        desktop.apply(new SaveLayout("work"));
        desktop.apply(new CloseWindow(closed));
        WindowId oldest = desktop.open("a");
        WindowId next = desktop.open("a");
        desktop.apply(new FocusWindow(oldest));
        desktop.apply(new RestoreLayout("work"));
        assertThat(desktop.window(oldest).layout().layer()).isEqualTo(WindowLayer.ABOVE);
        assertThat(desktop.window(next).layout().layer()).isEqualTo(WindowLayer.NORMAL);
        assertThat(desktop.decide(new RestoreLayout("work"))).isEqualTo(new Decision.Unchanged());
    }

    @Test
    void a_place_bends_to_what_the_window_may_be_and_to_the_workspaces_that_are_there() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WorkspaceId second = desktop.addWorkspace("Second");
        desktop.apply(new MoveToWorkspace(a, second));
        desktop.apply(new ResizeWindow(a, new Size(400, 300), null));
        desktop.apply(new SaveLayout("work"));
        desktop.apply(new CloseWindow(a));
        desktop.apply(new RemoveWorkspace(second));
        WindowId large = desktop.open("a", WindowOptions.DEFAULTS.withSizes(new Size(600, 500), null));
        desktop.apply(new RestoreLayout("work"));
        assertThat(desktop.window(large).size()).isEqualTo(new Size(600, 500));
        assertThat(desktop.window(large).layout().workspace())
                .isEqualTo(desktop.state().workspaces().current());
    }

    @Test
    void a_name_that_was_not_saved_is_told() {
        TestDesktop desktop = TestDesktop.with("a");
        assertThat(desktop.code(new RestoreLayout("work"))).isEqualTo(ErrorCode.LAYOUT_NOT_FOUND);
        assertThat(desktop.code(new DeleteLayout("work"))).isEqualTo(ErrorCode.LAYOUT_NOT_FOUND);
        desktop.apply(new SaveLayout("work"));
        desktop.apply(new DeleteLayout("work"));
        assertThat(desktop.state().memory().saved()).isEmpty();
        assertThat(desktop.code(new RestoreLayout("work"))).isEqualTo(ErrorCode.LAYOUT_NOT_FOUND);
    }

    @Test
    void ten_layouts_are_kept_and_an_eleventh_is_refused() {
        TestDesktop desktop = TestDesktop.with("a");
        for (int i = 0; i < LayoutMemory.MAX_SAVED; i++) {
            assertThat(desktop.code(new SaveLayout("l" + i))).isNull();
            desktop.apply(new SaveLayout("l" + i));
        }
        assertThat(desktop.code(new SaveLayout("more"))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        desktop.open("b");
        assertThat(desktop.apply(new SaveLayout("l3"))).isInstanceOf(Decision.Accepted.class);
        assertThat(desktop.state().memory().saved())
                .extracting(SavedLayout::name)
                .containsExactly("l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8", "l9");
    }

    @Test
    void a_layouts_name_is_bounded_like_a_title() {
        TestDesktop desktop =
                new TestDesktop(SessionLimits.builder().maxTitleLength(5).build());
        desktop.apply(OpenSession.empty());
        assertThat(desktop.code(new SaveLayout("12345"))).isNull();
        assertThat(desktop.code(new SaveLayout("123456"))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(desktop.code(new SaveLayout(" "))).isEqualTo(ErrorCode.INVALID_VALUE);
    }

    @Test
    void an_application_opens_where_its_last_window_closed() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new ResizeWindow(a, new Size(444, 333), new Position(5, 6)));
        desktop.apply(new MaximizeWindow(a));
        desktop.apply(new CloseWindow(a));
        WindowId again = desktop.open("a");
        assertThat(desktop.window(again).position()).isEqualTo(new Position(5, 6));
        assertThat(desktop.window(again).size()).isEqualTo(new Size(444, 333));
        assertThat(desktop.window(desktop.open("a")).position())
                .as("beside an open one")
                .isEqualTo(new Position(130, 130));
        assertThat(desktop.window(desktop.open("b")).position()).isEqualTo(new Position(160, 160));
    }

    @Test
    void fifty_applications_are_remembered_the_latest_first() {
        TestDesktop desktop = TestDesktop.with();
        for (int i = 0; i <= LayoutMemory.MAX_BOUNDS; i++) {
            desktop.apply(new CloseWindow(desktop.open("app-" + i)));
        }
        desktop.apply(new CloseWindow(desktop.open("app-7")));
        List<AppBounds> bounds = desktop.state().memory().bounds();
        assertThat(bounds).hasSize(LayoutMemory.MAX_BOUNDS);
        assertThat(bounds.get(0).app()).isEqualTo(AppId.of("app-7"));
        assertThat(bounds.get(1).app()).isEqualTo(AppId.of("app-50"));
        assertThat(bounds).extracting(AppBounds::app).doesNotContain(AppId.of("app-0"));
    }

    private static List<WindowLayout> layouts(TestDesktop desktop, WindowId... windows) {
        return List.of(windows).stream().map(id -> desktop.window(id).layout()).toList();
    }
}
