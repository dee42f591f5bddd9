package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.WindowCommand.FocusWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.ResizeWindow;
import systems.blackroad.api.session.WindowCommand.SetNotice;
import systems.blackroad.api.session.WindowCommand.SetWindowMetadata;
import systems.blackroad.api.window.App;
import systems.blackroad.api.window.AppCatalog;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowNotice;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AppLawsTest {

    private static final AppCatalog APPS = AppCatalog.of(
            App.of("notes")
                    .withTitle("My Notes", "N")
                    .withSizes(new App.Sizes(new Size(640, 480), new Size(400, 300), new Size(700, 700))),
            App.of("mail").asSingleInstance(),
            App.of("admin").requiring("admin.open"));

    @Test
    void a_catalogue_refuses_what_it_does_not_list_and_whom_it_does_not_permit() {
        TestDesktop desktop = open(TestDesktop.ADA);
        assertThat(desktop.code(OpenWindow.of("games"))).isEqualTo(ErrorCode.APP_NOT_FOUND);
        assertThat(desktop.code(OpenWindow.of("admin"))).isEqualTo(ErrorCode.APP_FORBIDDEN);
        assertThat(open(new Actor(TestDesktop.ADA.user(), Set.of("admin.open"))).code(OpenWindow.of("admin")))
                .isNull();
    }

    @Test
    void a_listed_app_gives_its_windows_title_and_sizes() {
        TestDesktop desktop = open(TestDesktop.ADA);
        WindowId id = desktop.open("notes");
        Window window = desktop.window(id);
        assertThat(window.title()).isEqualTo("My Notes");
        assertThat(window.size()).isEqualTo(new Size(640, 480));
        desktop.apply(new ResizeWindow(id, new Size(1, 9999), null));
        assertThat(desktop.window(id).size()).isEqualTo(new Size(400, 700));
    }

    @Test
    void a_single_instance_app_has_one_window_which_is_focused_or_restored() {
        TestDesktop desktop = open(TestDesktop.ADA);
        WindowId mail = desktop.open("mail");
        desktop.open("notes");
        desktop.apply(OpenWindow.of("mail"));
        assertThat(desktop.state().windows()).hasSize(2);
        assertThat(desktop.state().activeWindowId()).isEqualTo(mail);
        desktop.apply(new MinimizeWindow(mail));
        desktop.apply(OpenWindow.of("mail"));
        assertThat(desktop.window(mail).isMinimized()).isFalse();
        assertThat(desktop.decide(OpenWindow.of("mail"))).isEqualTo(new Decision.Unchanged());
    }

    @Test
    void becoming_active_clears_urgency_and_the_active_window_is_never_urgent() {
        TestDesktop desktop = open(TestDesktop.ADA);
        WindowId a = desktop.open("notes");
        WindowId b = desktop.open("notes");
        desktop.apply(new SetNotice(a, new WindowNotice("9+", 40, false, true)));
        assertThat(desktop.window(a).notice().urgent()).isTrue();
        desktop.apply(new FocusWindow(a));
        assertThat(desktop.window(a).notice()).isEqualTo(new WindowNotice("9+", 40, false, false));
        assertThat(desktop.decide(new SetNotice(a, new WindowNotice("9+", 40, false, true))))
                .isEqualTo(new Decision.Unchanged());
        assertThat(desktop.code(new SetNotice(b, new WindowNotice("12345678", 100, true, false))))
                .isNull();
        assertThat(desktop.code(new SetNotice(b, new WindowNotice("123456789", 0, true, false))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void metadata_of_a_window_is_set_and_removed_by_key_within_its_bound() {
        TestDesktop desktop = open(TestDesktop.ADA);
        WindowId a = desktop.open("notes");
        assertThat(desktop.decide(new SetWindowMetadata(a, "k", null))).isEqualTo(new Decision.Unchanged());
        desktop.apply(new SetWindowMetadata(a, "k", "v".repeat(4095)));
        assertThat(desktop.window(a).metadata()).containsOnlyKeys("k");
        assertThat(desktop.code(new SetWindowMetadata(a, "k", "v".repeat(4096))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(desktop.code(new SetWindowMetadata(a, "l", ""))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        desktop.apply(new SetWindowMetadata(a, "k", null));
        assertThat(desktop.window(a).metadata()).isEmpty();
    }

    private static TestDesktop open(Actor actor) {
        TestDesktop desktop = new TestDesktop(SessionLimits.defaults(), APPS, actor);
        desktop.apply(OpenSession.empty());
        return desktop;
    }
}
