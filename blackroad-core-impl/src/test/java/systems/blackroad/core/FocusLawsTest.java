package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MaximizeWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.RestoreWindow;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.api.window.WindowState;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FocusLawsTest {

    @Test
    void focusing_a_window_with_a_modal_child_focuses_the_deepest_most_recent_one() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId older = desktop.open("a", WindowOptions.modalOf(a));
        WindowId newer = desktop.open("a", WindowOptions.modalOf(a));
        WindowId deepest = desktop.open("a", WindowOptions.modalOf(newer));
        WindowId b = desktop.open("b");
        desktop.apply(new FocusWindow(a));
        assertThat(desktop.state().activeWindowId()).isEqualTo(deepest);
        assertThat(desktop.order()).containsExactly(b, a, older, newer, deepest);
        assertThat(desktop.decide(new FocusWindow(a))).isEqualTo(new Decision.Unchanged());
        desktop.apply(new FocusWindow(older));
        assertThat(desktop.state().activeWindowId()).isEqualTo(older);
    }

    @Test
    void maximizing_a_window_with_a_modal_child_gives_the_child_the_focus() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId modal = desktop.open("a", WindowOptions.modalOf(a));
        desktop.open("b");
        desktop.apply(new MaximizeWindow(a));
        assertThat(desktop.window(a).state()).isEqualTo(WindowState.MAXIMIZED);
        assertThat(desktop.state().activeWindowId()).isEqualTo(modal);
    }

    @Test
    void after_a_transient_its_ancestor_is_active_although_another_is_more_recent() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId child = desktop.open("a", WindowOptions.transientOf(a));
        WindowId grandchild = desktop.open("a", WindowOptions.transientOf(child));
        WindowId b = desktop.open("b");
        desktop.apply(new FocusWindow(grandchild));
        desktop.apply(new MinimizeWindow(grandchild));
        assertThat(desktop.state().activeWindowId()).isEqualTo(child);
        desktop.apply(new FocusWindow(b));
        desktop.apply(new FocusWindow(child));
        desktop.apply(new CloseWindow(child));
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
        assertThat(desktop.order()).containsExactly(b, a);
    }

    @Test
    void minimizing_a_parent_hides_its_transients_and_restoring_it_shows_them() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId modal = desktop.open("a", WindowOptions.modalOf(a));
        assertThat(desktop.code(new MinimizeWindow(modal))).isEqualTo(ErrorCode.WINDOW_MODAL);
        desktop.apply(new MinimizeWindow(a));
        assertThat(desktop.state().activeWindowId()).isNull();
        assertThat(desktop.state().isVisible(modal)).isFalse();
        assertThat(desktop.code(new FocusWindow(modal))).isEqualTo(ErrorCode.WINDOW_MINIMIZED);
        assertThat(desktop.code(new MaximizeWindow(modal))).isEqualTo(ErrorCode.WINDOW_MINIMIZED);
        desktop.apply(new RestoreWindow(a));
        assertThat(desktop.state().activeWindowId()).isEqualTo(modal);
    }

    @Test
    void a_window_that_is_not_focusable_opens_and_rises_without_the_focus() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId panel = desktop.open("p", WindowOptions.DEFAULTS.withFocusable(false));
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
        assertThat(desktop.state().focusOrder()).containsExactly(a, panel);
        assertThat(desktop.code(new FocusWindow(panel))).isEqualTo(ErrorCode.WINDOW_NOT_FOCUSABLE);
        desktop.apply(new FocusWindow(a));
        desktop.apply(new MaximizeWindow(panel));
        assertThat(desktop.order()).containsExactly(a, panel);
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
        desktop.apply(new MinimizeWindow(a));
        assertThat(desktop.state().activeWindowId()).isNull();
    }
}
