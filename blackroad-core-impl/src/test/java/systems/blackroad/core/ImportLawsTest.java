package systems.blackroad.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.LayoutCommand.SaveLayout;
import systems.blackroad.api.session.LayoutCommand.SetFullscreen;
import systems.blackroad.api.session.LayoutCommand.SetLayer;
import systems.blackroad.api.session.LayoutCommand.SnapWindow;
import systems.blackroad.api.session.LayoutCommand.UndoLayout;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SavedLayout;
import systems.blackroad.api.session.SessionCommand.ImportDesktop;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionCommand.TakeOver;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.SetNotice;
import systems.blackroad.api.session.WindowStack;
import systems.blackroad.api.window.App;
import systems.blackroad.api.window.AppCatalog;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowHints;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.api.window.WindowState;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ImportLawsTest {

    private static final Actor ADA = TestDesktop.ADA;

    @Test
    void what_is_exported_and_imported_is_the_same_and_takes_the_place_of_what_was_there() {
        PortableDesktop furnished = furnished();
        TestDesktop other = TestDesktop.with("x", "y");
        other.apply(new ImportDesktop(furnished));
        assertThat(PortableDesktop.of(other.state())).isEqualTo(furnished);
        assertThat(other.state().session()).isEqualTo(TestDesktop.with().state().session());
        assertThat(other.decide(new ImportDesktop(furnished))).isEqualTo(new Decision.Unchanged());
        assertThat(OsJson.readDesktop(OsJson.desktop(furnished).getBytes(UTF_8)))
                .isEqualTo(furnished);
        assertThat(OsJson.readCommands("{\"type\":\"import_desktop\",\"desktop\":" + OsJson.desktop(furnished) + "}"))
                .containsExactly(new ImportDesktop(furnished));
    }

    @Test
    void a_document_that_is_no_utf_8_is_malformed() {
        assertThatThrownBy(() -> OsJson.readDesktop(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_DOCUMENT));
    }

    @Test
    void what_could_be_undone_before_cannot_be_after_an_import() {
        TestDesktop desktop = TestDesktop.with("a");
        desktop.apply(new MinimizeWindow(desktop.order().get(0)));
        desktop.apply(new ImportDesktop(furnished()));
        assertThat(desktop.decide(new UndoLayout(null))).isEqualTo(new Decision.Unchanged());
    }

    @Test
    void a_held_session_is_imported_into_by_its_holder_alone() {
        TestDesktop desktop = TestDesktop.with();
        desktop.by(ADA, "phone").apply(new TakeOver());
        assertThat(desktop.by(ADA, "desk").code(new ImportDesktop(furnished()))).isEqualTo(ErrorCode.SESSION_HELD);
        assertThat(desktop.by(ADA, "phone").code(new ImportDesktop(furnished())))
                .isNull();
    }

    @Test
    void as_many_windows_and_workspaces_as_the_limits_allow_are_imported_and_no_more() {
        TestDesktop full = TestDesktop.with("a", "b");
        full.addWorkspace("Two");
        PortableDesktop document = PortableDesktop.of(full.state());
        assertThat(code(limits(2, 2), document)).isNull();
        assertThat(code(limits(1, 2), document)).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(limits(2, 1), document)).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void texts_are_held_to_their_limits() {
        SessionLimits limits = SessionLimits.builder()
                .maxTitleLength(12)
                .maxWindowMetadataBytes(4)
                .build();
        assertThat(code(limits, titled("t".repeat(12)))).isNull();
        assertThat(code(limits, titled("t".repeat(13)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(limits, one(window -> window.withMetadata(Map.of("k", "123")))))
                .isNull();
        assertThat(code(limits, one(window -> window.withMetadata(Map.of("k", "1234")))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(limits, one(window -> window.withNotice(new WindowNotice("b".repeat(8), null, false, false)))))
                .isNull();
        assertThat(code(limits, one(window -> window.withNotice(new WindowNotice("b".repeat(9), null, false, false)))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(limits, saved("n".repeat(12)))).isNull();
        assertThat(code(limits, saved("n".repeat(13)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(code(limits, trays("s".repeat(128)))).isNull();
        assertThat(code(limits, trays("s".repeat(129)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void the_whole_state_is_held_to_its_limit() {
        SessionLimits wide =
                SessionLimits.builder().maxWindowMetadataBytes(65_536).build();
        int eachWindow = 512 + "A".length() + "k".length();
        int around = Workspace.FIRST.name().length() + "Ada".length();
        int rest = 262_144 - around - 5 * eachWindow;
        assertThat(code(wide, large(rest))).isNull();
        assertThat(code(wide, large(rest + 1))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    /** Five windows with so many bytes of metadata values in all. */
    private static PortableDesktop large(int bytes) {
        OsState state = TestDesktop.with("a", "a", "a", "a", "a").state();
        PortableDesktop document = PortableDesktop.of(state);
        for (int i = 0; i < 5; i++) {
            String value = "v".repeat((bytes + i) / 5);
            document =
                    changed(document, state.windows().get(i).id(), window -> window.withMetadata(Map.of("k", value)));
        }
        return document;
    }

    @Test
    void the_catalogue_decides_what_is_imported() {
        PortableDesktop document = PortableDesktop.of(TestDesktop.with("a", "a").state());
        assertThat(code(AppCatalog.of(App.of("a")), ADA, document)).isNull();
        assertThat(code(AppCatalog.of(App.of("b")), ADA, document)).isEqualTo(ErrorCode.APP_NOT_FOUND);
        AppCatalog secret = AppCatalog.of(App.of("a").requiring("app.a"));
        assertThat(code(secret, ADA, document)).isEqualTo(ErrorCode.APP_FORBIDDEN);
        assertThat(code(secret, new Actor(UserId.of("ada"), Set.of("app.a")), document))
                .isNull();
        assertThat(code(AppCatalog.of(App.of("a").asSingleInstance()), ADA, document))
                .isEqualTo(ErrorCode.INVALID_VALUE);
    }

    @Test
    void what_breaks_a_law_is_refused() {
        TestDesktop desktop = TestDesktop.with();
        WorkspaceId two = desktop.addWorkspace("Two");
        WindowId parent = desktop.open("parent");
        WindowId child = desktop.open("child", WindowOptions.modalOf(parent));
        WindowId other = desktop.open("other");
        PortableDesktop good = PortableDesktop.of(desktop.state());
        List<WindowId> focus = good.stack().focusOrder();
        assertInvalid(reordered(good, List.of(parent, other, child), other, focus));
        assertInvalid(reordered(good, desktop.order(), null, focus));
        assertInvalid(reordered(good, desktop.order(), parent, List.of(parent, child, other)));
        assertInvalid(reordered(good, desktop.order(), other, List.of(parent, other, child)));
        assertInvalid(
                changed(good, child, window -> window.withLayout(window.layout().withLayer(WindowLayer.ABOVE))));
        assertInvalid(changed(
                good, parent, window -> window.withLayout(window.layout().withLayer(WindowLayer.ABOVE))));
        assertInvalid(
                changed(good, child, window -> window.withLayout(window.layout().withWorkspace(two, false))));
        assertInvalid(
                changed(good, child, window -> window.withLayout(window.layout().withState(WindowState.MINIMIZED))));
        WorkspaceId nowhere = WorkspaceId.of("nowhere");
        assertInvalid(
                changed(good, other, window -> window.withLayout(window.layout().withWorkspace(nowhere, true))));
        assertInvalid(changed(
                good, other, window -> window.withLayout(window.layout().withSize(new Size(1, 1)))));
        assertInvalid(changed(good, other, window -> window.withNotice(new WindowNotice(null, null, false, true))));
        desktop.apply(new MinimizeWindow(other));
        PortableDesktop quiet = PortableDesktop.of(desktop.state());
        WindowId least = desktop.state().activeWindowId();
        assertThat(least).isEqualTo(child);
        desktop.apply(new SetLayer(other, WindowLayer.BELOW));
        PortableDesktop below = PortableDesktop.of(desktop.state());
        assertThat(code(SessionLimits.defaults(), below)).isNull();
        assertInvalid(reordered(
                below, quiet.stack().windows().stream().map(Window::id).toList(), child, focus(below)));
    }

    @Test
    void a_line_of_parents_is_held_to_its_limit() {
        TestDesktop desktop = TestDesktop.with();
        WindowId last = desktop.open("a");
        for (int i = 0; i < 8; i++) {
            last = desktop.open("a", WindowOptions.transientOf(last));
        }
        PortableDesktop deepest = PortableDesktop.of(desktop.state());
        assertThat(code(SessionLimits.defaults(), deepest)).isNull();
        List<Window> windows = new ArrayList<>(deepest.stack().windows());
        Window top = windows.get(windows.size() - 1);
        WindowId ninth = WindowId.of("ninth");
        windows.add(new Window(
                ninth,
                top.appId(),
                top.title(),
                top.layout(),
                new WindowHints(top.id(), false, true, top.hints().minSize(), null),
                WindowNotice.NONE,
                top.createdAt(),
                Map.of()));
        List<WindowId> focus = new ArrayList<>(deepest.stack().focusOrder());
        focus.add(ninth);
        PortableDesktop deeper = with(deepest, WindowStack.of(windows, top.id(), focus));
        assertThat(code(SessionLimits.defaults(), deeper)).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    private static PortableDesktop furnished() {
        TestDesktop desktop = new TestDesktop();
        desktop.apply(TestDesktop.furnished());
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        desktop.open("c", WindowOptions.modalOf(b));
        desktop.addWorkspace("Two");
        desktop.apply(new SnapWindow(a, SnapZone.LEFT), new SetFullscreen(a, true));
        desktop.apply(new SetNotice(b, new WindowNotice("3", 40, true, true)));
        desktop.apply(new SaveLayout("work"), new CloseWindow(desktop.open("d")));
        return PortableDesktop.of(desktop.state());
    }

    private static SessionLimits limits(int windows, int workspaces) {
        return SessionLimits.builder()
                .maxWindows(windows)
                .maxWorkspaces(workspaces)
                .build();
    }

    private static @Nullable ErrorCode code(SessionLimits limits, PortableDesktop document) {
        TestDesktop desktop = new TestDesktop(limits);
        desktop.apply(new OpenSession("Ada", Desktop.empty(), Map.of()));
        return desktop.code(new ImportDesktop(document));
    }

    private static @Nullable ErrorCode code(AppCatalog apps, Actor actor, PortableDesktop document) {
        TestDesktop desktop = new TestDesktop(SessionLimits.defaults(), apps, actor);
        desktop.apply(OpenSession.empty());
        return desktop.code(new ImportDesktop(document));
    }

    private static void assertInvalid(PortableDesktop document) {
        assertThat(code(SessionLimits.defaults(), document)).isEqualTo(ErrorCode.INVALID_VALUE);
    }

    private static PortableDesktop one(UnaryOperator<Window> change) {
        OsState state = TestDesktop.with("a").state();
        return changed(PortableDesktop.of(state), state.windows().get(0).id(), change);
    }

    private static PortableDesktop titled(String title) {
        return one(window -> window.withTitle(title));
    }

    private static PortableDesktop saved(String name) {
        PortableDesktop empty = PortableDesktop.of(TestDesktop.with().state());
        return new PortableDesktop(
                empty.stack(),
                empty.workspaces(),
                List.of(new SavedLayout(name, List.of())),
                empty.bounds(),
                empty.desktop());
    }

    private static PortableDesktop trays(String status) {
        PortableDesktop empty = PortableDesktop.of(TestDesktop.with().state());
        Desktop desktop =
                new Desktop(List.of(), List.of(), List.of(new TrayItem("t", "i", status)), Theme.of("classic"));
        return new PortableDesktop(empty.stack(), empty.workspaces(), List.of(), List.of(), desktop);
    }

    private static List<WindowId> focus(PortableDesktop document) {
        return document.stack().focusOrder();
    }

    private static PortableDesktop changed(PortableDesktop document, WindowId id, UnaryOperator<Window> change) {
        return with(document, document.stack().changed(id, change));
    }

    private static PortableDesktop reordered(
            PortableDesktop document, List<WindowId> order, @Nullable WindowId active, List<WindowId> focus) {
        WindowStack stack = document.stack();
        List<Window> windows =
                order.stream().map(id -> stack.get(stack.indexOf(id))).toList();
        return with(document, WindowStack.of(windows, active, focus));
    }

    private static PortableDesktop with(PortableDesktop document, WindowStack stack) {
        return new PortableDesktop(
                stack, document.workspaces(), document.saved(), document.bounds(), document.desktop());
    }
}
