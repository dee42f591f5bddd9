package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.DesktopItem;
import systems.blackroad.api.session.LayoutCommand;
import systems.blackroad.api.session.Notification;
import systems.blackroad.api.session.NotificationId;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.TaskbarItem;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.TrayItem;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.AppId;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowNotice;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.api.window.Workspace;
import systems.blackroad.api.window.WorkspaceId;

/** Random command lists against what must hold in every state. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RandomCommandsTest {

    private static final int SEQUENCES = 2_500;
    private static final int COMMANDS = 40;
    private static final SessionLimits LIMITS =
            SessionLimits.builder().maxWindows(8).maxTitleLength(12).build();

    @Test
    void every_state_obeys_the_laws_and_is_the_fold_of_its_events() {
        long base = Long.getLong("blackroad.seed", System.nanoTime());
        for (int i = 0; i < SEQUENCES; i++) {
            long seed = base + i;
            try {
                run(new Random(seed), i % 50 == 0);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dblackroad.seed=" + seed, e);
            }
        }
    }

    private static void run(Random random, boolean withJson) {
        TestDesktop desktop = new TestDesktop(LIMITS);
        List<OsEvent> log = new ArrayList<>();
        log.addAll(((Decision.Accepted) desktop.apply(SessionCommand.OpenSession.empty())).events());
        for (int step = 0; step < COMMANDS; step++) {
            OsState before = desktop.state();
            OsCommand[] commands = new OsCommand[1 + random.nextInt(3)];
            for (int i = 0; i < commands.length; i++) {
                commands[i] = command(random, before);
            }
            Decision decision = desktop.apply(commands);
            OsState after = desktop.state();
            if (decision instanceof Decision.Accepted accepted) {
                log.addAll(accepted.events());
                assertThat(after.revision())
                        .isEqualTo(before.revision() + accepted.events().size());
                assertLaws(after);
                if (commands.length == 1) {
                    assertOthersKeepTheirOrder(before, after, commands[0]);
                    assertThat(desktop.decide(commands))
                            .as("nothing twice: %s", commands[0])
                            .satisfies(again -> assertIdempotent(commands[0], again));
                }
            } else {
                assertThat(after).isSameAs(before);
            }
        }
        OsState folded = OsLogic.evolve(null, log.get(0));
        for (OsEvent event : log.subList(1, log.size())) {
            folded = OsLogic.evolve(folded, event);
        }
        assertThat(folded).isEqualTo(desktop.state());
        assertImportIsTheIdentity(folded);
        if (withJson) {
            assertThat(OsJson.state(OsJson.readState(OsJson.state(folded)))).isEqualTo(OsJson.state(folded));
        }
    }

    private static void assertImportIsTheIdentity(OsState state) {
        TestDesktop other = new TestDesktop(LIMITS);
        other.apply(SessionCommand.OpenSession.empty());
        PortableDesktop exported = PortableDesktop.of(state);
        assertThat(other.code(new SessionCommand.ImportDesktop(exported))).isNull();
        other.apply(new SessionCommand.ImportDesktop(exported));
        assertThat(PortableDesktop.of(other.state())).isEqualTo(exported);
    }

    private static void assertLaws(OsState state) {
        List<WindowId> ids = state.windows().stream().map(Window::id).toList();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(state.focusOrder()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ids.size()).isLessThanOrEqualTo(LIMITS.maxWindows());
        Predicate<Window> eligible = window -> window.hints().focusable()
                && state.isVisible(window.id())
                && state.windows().stream()
                        .noneMatch(other -> other.hints().modal() && window.id().equals(other.parent()));
        assertThat(state.activeWindowId() != null)
                .isEqualTo(state.windows().stream().anyMatch(eligible));
        state.activeWindow().ifPresent(active -> {
            assertThat(eligible.test(active)).isTrue();
            assertThat(active.notice().urgent()).isFalse();
            assertThat(state.focusOrder().get(0)).isEqualTo(active.id());
        });
        assertGroups(state);
    }

    private static void assertGroups(OsState state) {
        List<Integer> ranks = new ArrayList<>();
        List<WindowId> roots = new ArrayList<>();
        WindowId active = state.activeWindowId();
        for (Window window : state.windows()) {
            Window root = state.findWindow(root(state, window.id())).orElseThrow();
            assertThat(window.layout().layer()).isEqualTo(root.layout().layer());
            assertThat(window.layout().workspace()).isEqualTo(root.layout().workspace());
            assertThat(window.layout().sticky()).isEqualTo(root.layout().sticky());
            boolean full = active != null
                    && root(state, active).equals(root.id())
                    && state.windows().stream()
                            .anyMatch(each -> each.layout().fullscreen()
                                    && state.isVisible(each.id())
                                    && root(state, each.id()).equals(root.id()));
            ranks.add(full ? 4 : root.layout().layer().rank());
            if (roots.isEmpty() || !roots.get(roots.size() - 1).equals(root.id())) {
                roots.add(root.id());
            }
            WindowId above = window.parent();
            if (above != null) {
                int parent = state.zIndex(above);
                assertThat(state.windows().subList(parent + 1, state.zIndex(window.id())))
                        .as("between %s and its parent", window.id())
                        .allMatch(each -> isBelow(state, each, above));
            }
        }
        assertThat(ranks).isSorted();
        assertThat(roots).as("groups stand together").doesNotHaveDuplicates();
    }

    private static boolean isBelow(OsState state, Window window, WindowId ancestor) {
        WindowId parent = window.parent();
        return parent != null
                && (parent.equals(ancestor)
                        || isBelow(state, state.findWindow(parent).orElseThrow(), ancestor));
    }

    private static WindowId root(OsState state, WindowId id) {
        WindowId parent = state.findWindow(id).orElseThrow().parent();
        return parent == null ? id : root(state, parent);
    }

    /** Where nothing is fullscreen and no layer changes, a command moves windows of one group only. */
    private static void assertOthersKeepTheirOrder(OsState before, OsState after, OsCommand command) {
        if (command instanceof LayoutCommand
                || before.windows().stream().anyMatch(each -> each.layout().fullscreen())) {
            return;
        }
        List<WindowId> then = after.windows().stream().map(Window::id).collect(Collectors.toList());
        List<WindowId> earlier = before.windows().stream().map(Window::id).collect(Collectors.toList());
        then.retainAll(earlier);
        earlier.retainAll(then);
        if (!then.equals(earlier)) {
            WindowId cause = command instanceof WindowCommand.OfWindow about
                    ? about.window()
                    : after.windows().stream()
                            .map(Window::id)
                            .filter(id -> before.zIndex(id) < 0)
                            .findFirst()
                            .orElse(after.focusOrder().get(0));
            Predicate<WindowId> raised = id -> root(after, id).equals(root(after, cause));
            then.removeIf(raised);
            earlier.removeIf(raised);
        }
        assertThat(then).isEqualTo(earlier);
    }

    private static void assertIdempotent(OsCommand command, Decision again) {
        boolean repeatable = command instanceof WindowCommand.OpenWindow
                || command instanceof WindowCommand.CloseWindow
                || command instanceof WindowCommand.RestoreWindow
                || command instanceof SessionCommand.RotateToken
                || command instanceof DesktopCommand.Notify
                || command instanceof DesktopCommand.DismissNotification
                || command instanceof DesktopCommand.RemoveDesktopItem
                || command instanceof DesktopCommand.RemoveTaskbarItem
                || command instanceof DesktopCommand.RemoveTrayItem
                || command instanceof LayoutCommand.AddWorkspace
                || command instanceof LayoutCommand.UndoLayout
                || command instanceof LayoutCommand.RedoLayout
                || command instanceof LayoutCommand.DeleteLayout
                || command instanceof LayoutCommand.RemoveWorkspace;
        if (!repeatable) {
            assertThat(again).isInstanceOf(Decision.Unchanged.class);
        }
    }

    private static OsCommand command(Random random, OsState state) {
        WindowId window = state.windows().isEmpty() || random.nextInt(20) == 0
                ? WindowId.of("none")
                : state.windows().get(random.nextInt(state.windows().size())).id();
        return switch (random.nextInt(24)) {
            case 23 ->
                List.of(new SessionCommand.TakeOver(), new SessionCommand.Release(), new SessionCommand.RotateToken())
                        .get(random.nextInt(3));
            case 0, 1, 2 -> WindowCommand.OpenWindow.of("app-" + random.nextInt(3), options(random, window));
            case 3 -> new WindowCommand.CloseWindow(window);
            case 4, 5 -> new WindowCommand.FocusWindow(window);
            case 6 -> new WindowCommand.MinimizeWindow(window);
            case 7 -> new WindowCommand.MaximizeWindow(window);
            case 8 -> new WindowCommand.RestoreWindow(window);
            case 9 -> new WindowCommand.MoveWindow(window, new Position(random.nextInt(50), random.nextInt(50)));
            case 10 ->
                new WindowCommand.ResizeWindow(
                        window,
                        new Size(300 + random.nextInt(50), 220),
                        random.nextBoolean() ? new Position(0, 0) : null);
            case 11 -> new WindowCommand.RenameWindow(window, "t".repeat(random.nextInt(14)));
            case 12 -> new WindowCommand.SetNotice(window, new WindowNotice("1", null, false, random.nextBoolean()));
            case 13 -> new WindowCommand.SetWindowMetadata(window, "k", random.nextBoolean() ? "v" : null);
            case 14, 15 -> desktop(random, state);
            default -> layout(random, state, window);
        };
    }

    private static OsCommand desktop(Random random, OsState state) {
        String id = "i" + random.nextInt(4);
        boolean flag = random.nextBoolean();
        NotificationId note = state.desktop().notifications().list().stream()
                .skip(random.nextInt(3))
                .findFirst()
                .map(Notification::id)
                .orElse(NotificationId.of("none"));
        return switch (random.nextInt(19)) {
            case 0 -> new DesktopCommand.PutDesktopItem(new DesktopItem(id, flag ? "A" : "B", "i", AppId.of("a")));
            case 1 -> new DesktopCommand.RemoveDesktopItem(id);
            case 2 -> new DesktopCommand.PutTaskbarItem(new TaskbarItem(id, flag ? "A" : "B", "i", null));
            case 3 -> new DesktopCommand.RemoveTaskbarItem(id);
            case 4 -> new DesktopCommand.MoveTaskbarItem(id, random.nextInt(5) - 1);
            case 5 -> new DesktopCommand.PutTrayItem(new TrayItem(id, "i", flag ? "on" : "off"));
            case 6 -> new DesktopCommand.RemoveTrayItem(id);
            case 7 -> new DesktopCommand.SetThemeTokens(flag ? Map.of() : Map.of(id, "v"));
            case 8 -> new DesktopCommand.SetWallpaper(flag ? null : id);
            case 9, 10 -> new DesktopCommand.Notify("n", id, null);
            case 11 -> new DesktopCommand.ReadNotification(note);
            case 12 -> flag ? new DesktopCommand.ReadAllNotifications() : new DesktopCommand.DismissNotification(note);
            case 13 -> new DesktopCommand.CopyToClipboard(id);
            case 14 ->
                random.nextInt(4) == 0 ? new DesktopCommand.ClearClipboard() : new DesktopCommand.CopyToClipboard(id);
            case 15 -> new DesktopCommand.SetShortcut("ctrl+" + id, flag ? null : "act");
            case 16 -> new SessionCommand.SetDisplayName(flag ? "Ada" : "");
            case 17 -> new SessionCommand.SetSessionMetadata(id, flag ? null : "v");
            default -> new DesktopCommand.SetTheme(Theme.of(flag ? "dark" : "classic"));
        };
    }

    private static long revision(Random random, OsState state) {
        return Math.max(1, state.revision() - random.nextInt(30));
    }

    private static OsCommand layout(Random random, OsState state, WindowId window) {
        List<Workspace> workspaces = state.workspaces().list();
        WorkspaceId workspace =
                workspaces.get(random.nextInt(workspaces.size())).id();
        return switch (random.nextInt(16)) {
            case 0 -> new LayoutCommand.SnapWindow(window, SnapZone.values()[random.nextInt(11)]);
            case 1 -> new LayoutCommand.SetFullscreen(window, random.nextBoolean());
            case 2 -> new LayoutCommand.SetLayer(window, WindowLayer.values()[random.nextInt(5)]);
            case 3 -> new LayoutCommand.MoveToWorkspace(window, workspace);
            case 4 -> new LayoutCommand.SetSticky(window, random.nextBoolean());
            case 5 -> new LayoutCommand.AddWorkspace("W");
            case 6 -> new LayoutCommand.RemoveWorkspace(workspace);
            case 7 -> new LayoutCommand.RenameWorkspace(workspace, random.nextBoolean() ? "V" : "W");
            case 8, 9 -> new LayoutCommand.UndoLayout(random.nextInt(4) == 0 ? (Long) revision(random, state) : null);
            case 10, 11 -> new LayoutCommand.RedoLayout(random.nextInt(4) == 0 ? (Long) revision(random, state) : null);
            case 12 -> new LayoutCommand.SaveLayout("l" + random.nextInt(3));
            case 13 -> new LayoutCommand.RestoreLayout("l" + random.nextInt(3));
            case 14 -> new LayoutCommand.DeleteLayout("l" + random.nextInt(3));
            default -> new LayoutCommand.SwitchWorkspace(workspace);
        };
    }

    private static WindowOptions options(Random random, WindowId window) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> WindowOptions.transientOf(window);
            case 2 -> WindowOptions.modalOf(window);
            case 3 -> WindowOptions.DEFAULTS.withFocusable(false);
            default -> WindowOptions.DEFAULTS;
        };
    }
}
