package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.LayoutCommand.SetFullscreen;
import systems.blackroad.api.session.LayoutCommand.SnapWindow;
import systems.blackroad.api.session.LayoutCommand.SwitchWorkspace;
import systems.blackroad.api.session.WindowCommand.MaximizeWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.ResizeWindow;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.core.DesktopView.Shown;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewLawsTest {

    private static final Size LARGE = new Size(1281, 701);
    private static final Size PHONE = new Size(640, 900);

    private final TestDesktop desktop = TestDesktop.with();

    @Test
    void a_window_that_fits_is_shown_at_its_own_bounds() {
        WindowId a = desktop.open("a");
        assertThat(DesktopView.of(desktop.state(), LARGE))
                .containsExactly(new Shown(a, new Position(100, 100), new Size(800, 600)));
    }

    @Test
    void a_title_bar_stays_reachable_and_the_own_bounds_come_back_with_the_room() {
        WindowId a = desktop.open("a");
        assertThat(at(a, -5000, -300)).isEqualTo(new Position(100 - 400, 0));
        assertThat(at(a, 5000, 5000)).isEqualTo(new Position(1281 - 100, 701 - 38));
        assertThat(DesktopView.of(desktop.state(), new Size(6000, 6000)).get(0).position())
                .isEqualTo(new Position(5000, 5000));
        Shown least = DesktopView.of(desktop.state(), new Size(641, 20)).get(0);
        assertThat(least.position()).isEqualTo(new Position(541, 0));
    }

    @Test
    void a_window_narrower_than_the_grasp_stays_whole() {
        WindowId a = desktop.open("a", new WindowOptions(null, null, new Size(1, 1), null, null, false, true, null));
        desktop.apply(new ResizeWindow(a, new Size(60, 300), new Position(0, 0)));
        assertThat(shown(a).position()).isEqualTo(new Position(0, 0));
        desktop.apply(new ResizeWindow(a, new Size(60, 300), new Position(1270, 0)));
        assertThat(shown(a).position()).isEqualTo(new Position(1281 - 60, 0));
        desktop.apply(new ResizeWindow(a, new Size(60, 300), new Position(-30, 0)));
        assertThat(shown(a).position()).isEqualTo(new Position(0, 0));
    }

    @Test
    void maximized_and_fullscreen_windows_fill_the_room_and_zones_tile_it() {
        WindowId a = desktop.open("a");
        desktop.apply(new MaximizeWindow(a));
        assertThat(shown(a)).isEqualTo(new Shown(a, new Position(0, 0), LARGE));
        for (SnapZone[] tiles : new SnapZone[][] {
            {SnapZone.LEFT, SnapZone.RIGHT},
            {SnapZone.TOP, SnapZone.BOTTOM},
            {SnapZone.TOP_LEFT, SnapZone.TOP_RIGHT, SnapZone.BOTTOM_LEFT, SnapZone.BOTTOM_RIGHT},
            {SnapZone.LEFT_THIRD, SnapZone.CENTER_THIRD, SnapZone.RIGHT_THIRD}
        }) {
            long area = 0;
            for (SnapZone zone : tiles) {
                desktop.apply(new SnapWindow(a, zone));
                Size size = shown(a).size();
                area += (long) size.width() * size.height();
            }
            assertThat(area).as("%s", List.of(tiles)).isEqualTo(1281L * 701);
        }
        assertThat(shown(a)).isEqualTo(new Shown(a, new Position(854, 0), new Size(427, 701)));
        desktop.apply(new SnapWindow(a, SnapZone.LEFT));
        assertThat(shown(a).size()).as("half a pixel counts as one").isEqualTo(new Size(641, 701));
        desktop.apply(new SetFullscreen(a, true));
        assertThat(shown(a)).isEqualTo(new Shown(a, new Position(0, 0), LARGE));
    }

    @Test
    void only_visible_windows_are_shown_in_stacking_order() {
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        WindowId c = desktop.open("c");
        desktop.apply(new MinimizeWindow(b));
        assertThat(DesktopView.of(desktop.state(), LARGE))
                .extracting(Shown::window)
                .containsExactly(a, c);
        desktop.apply(new SwitchWorkspace(desktop.addWorkspace("Two")));
        assertThat(DesktopView.of(desktop.state(), LARGE)).isEmpty();
        assertThat(DesktopView.of(desktop.state(), PHONE)).isEmpty();
    }

    @Test
    void a_narrow_room_shows_the_active_window_alone() {
        desktop.open("a");
        WindowId b = desktop.open("b");
        assertThat(DesktopView.of(desktop.state(), PHONE)).containsExactly(new Shown(b, new Position(0, 0), PHONE));
        assertThat(DesktopView.of(desktop.state(), new Size(641, 900))).hasSize(2);
    }

    private Position at(WindowId window, int x, int y) {
        desktop.apply(new ResizeWindow(window, new Size(400, 300), new Position(x, y)));
        return shown(window).position();
    }

    private Shown shown(WindowId window) {
        return DesktopView.of(desktop.state(), LARGE).stream()
                .filter(each -> each.window().equals(window))
                .findFirst()
                .orElseThrow();
    }
}
