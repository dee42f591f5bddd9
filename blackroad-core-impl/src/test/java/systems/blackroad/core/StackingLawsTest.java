package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.event.WindowEvent;
import systems.blackroad.api.session.LayoutCommand.SetFullscreen;
import systems.blackroad.api.session.LayoutCommand.SetLayer;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowOptions;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StackingLawsTest {

    @Test
    void a_transient_stands_directly_above_its_parents_group() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        WindowId child = desktop.open("a", WindowOptions.transientOf(a));
        assertThat(desktop.order()).containsExactly(b, a, child);
        WindowId grandchild = desktop.open("a", WindowOptions.transientOf(child));
        WindowId sibling = desktop.open("a", WindowOptions.transientOf(a));
        assertThat(desktop.order()).containsExactly(b, a, child, grandchild, sibling);
    }

    @Test
    void raising_a_window_raises_its_whole_group_and_keeps_the_order_of_the_rest() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId one = desktop.open("a", WindowOptions.transientOf(a));
        WindowId two = desktop.open("a", WindowOptions.transientOf(a));
        WindowId b = desktop.open("b");
        WindowId c = desktop.open("c");
        desktop.apply(new FocusWindow(one));
        assertThat(desktop.order()).containsExactly(b, c, a, two, one);
        desktop.apply(new FocusWindow(b));
        desktop.apply(new FocusWindow(a));
        assertThat(desktop.order()).containsExactly(c, b, a, two, one);
    }

    @Test
    void layers_stand_above_each_other_and_a_raise_stays_in_its_layer() {
        TestDesktop desktop = TestDesktop.with();
        WindowId above = desktop.open("a", WindowOptions.DEFAULTS.withLayer(WindowLayer.ABOVE));
        WindowId dock = desktop.open("d", WindowOptions.DEFAULTS.withLayer(WindowLayer.DOCK));
        WindowId normal = desktop.open("n");
        WindowId below = desktop.open("b", WindowOptions.DEFAULTS.withLayer(WindowLayer.BELOW));
        WindowId wallpaper = desktop.open("w", WindowOptions.DEFAULTS.withLayer(WindowLayer.DESKTOP));
        assertThat(desktop.order()).containsExactly(wallpaper, below, normal, above, dock);
        desktop.apply(new FocusWindow(above));
        desktop.apply(new FocusWindow(below));
        assertThat(desktop.order()).containsExactly(wallpaper, below, normal, dock, above);
    }

    @Test
    void a_layer_is_that_of_the_whole_group_and_does_not_raise_it() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId child = desktop.open("a", WindowOptions.transientOf(a));
        WindowId top = desktop.open("t", WindowOptions.DEFAULTS.withLayer(WindowLayer.ABOVE));
        WindowId b = desktop.open("b");
        desktop.apply(new SetLayer(child, WindowLayer.ABOVE));
        assertThat(desktop.order()).containsExactly(b, a, child, top);
        assertThat(desktop.window(a).layout().layer()).isEqualTo(WindowLayer.ABOVE);
        assertThat(desktop.state().activeWindowId()).isEqualTo(b);
        assertThat(desktop.decide(new SetLayer(a, WindowLayer.ABOVE))).isEqualTo(new Decision.Unchanged());
    }

    @Test
    void a_fullscreen_window_covers_what_is_always_on_top_only_while_it_has_the_focus() {
        TestDesktop desktop = TestDesktop.with();
        WindowId film = desktop.open("film");
        WindowId top = desktop.open("t", WindowOptions.DEFAULTS.withLayer(WindowLayer.ABOVE));
        WindowId b = desktop.open("b");
        desktop.apply(new SetFullscreen(film, true));
        assertThat(desktop.order()).containsExactly(b, top, film);
        desktop.apply(new FocusWindow(b));
        assertThat(desktop.order()).containsExactly(film, b, top);
        desktop.apply(new MinimizeWindow(b));
        desktop.apply(new MinimizeWindow(top));
        assertThat(desktop.order()).containsExactly(b, top, film);
    }

    @Test
    void closing_a_parent_closes_its_transients_before_it_from_the_top() {
        TestDesktop desktop = TestDesktop.with();
        WindowId b = desktop.open("b");
        WindowId a = desktop.open("a");
        WindowId child = desktop.open("a", WindowOptions.transientOf(a));
        WindowId grandchild = desktop.open("a", WindowOptions.modalOf(child));
        Decision decision = desktop.apply(new CloseWindow(a));
        assertThat(((Decision.Accepted) decision).events().stream().map(StackingLawsTest::closed))
                .containsExactly(grandchild, child, a);
        assertThat(desktop.order()).containsExactly(b);
        assertThat(desktop.state().activeWindowId()).isEqualTo(b);
    }

    private static WindowId closed(OsEvent event) {
        return ((WindowEvent.WindowClosed) event).window();
    }

    @Test
    void a_line_of_parents_is_at_most_eight_long() {
        TestDesktop desktop = TestDesktop.with();
        WindowId last = desktop.open("a");
        for (int i = 0; i < 8; i++) {
            last = desktop.open("a", WindowOptions.transientOf(last));
        }
        assertThat(desktop.order()).hasSize(9);
        assertThat(desktop.code(OpenWindow.of("a", WindowOptions.transientOf(last))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void a_parent_must_be_open_and_shown_and_gives_its_layer() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        assertThat(desktop.code(OpenWindow.of("a", WindowOptions.transientOf(WindowId.of("none")))))
                .isEqualTo(ErrorCode.WINDOW_NOT_FOUND);
        assertThat(desktop.code(OpenWindow.of("a", WindowOptions.transientOf(a).withLayer(WindowLayer.ABOVE))))
                .isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(desktop.code(OpenWindow.of("a", new WindowOptions(null, null, null, null, null, true, true, null))))
                .isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(desktop.code(OpenWindow.of("a", WindowOptions.modalOf(a).withFocusable(false))))
                .isEqualTo(ErrorCode.INVALID_VALUE);
        desktop.apply(new MinimizeWindow(a));
        assertThat(desktop.code(OpenWindow.of("a", WindowOptions.transientOf(a))))
                .isEqualTo(ErrorCode.WINDOW_MINIMIZED);
    }
}
