package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.DesktopCommand;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.WindowCommand;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;

/** Random command lists against what must hold in every state. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RandomCommandsTest {

    private static final int SEQUENCES = 2_500;
    private static final int COMMANDS = 40;
    private static final SessionLimits LIMITS =
            SessionLimits.builder().maxWindows(6).maxTitleLength(12).build();

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
                    assertOthersKeepTheirOrder(before, after);
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
        if (withJson) {
            assertThat(OsJson.readState(OsJson.state(folded))).isEqualTo(folded);
        }
    }

    private static void assertLaws(OsState state) {
        List<WindowId> ids = state.windows().stream().map(Window::id).toList();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(state.focusOrder()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ids.size()).isLessThanOrEqualTo(LIMITS.maxWindows());
        boolean someVisible = state.windows().stream().anyMatch(Window::isVisible);
        assertThat(state.activeWindowId() != null).isEqualTo(someVisible);
        state.activeWindow().ifPresent(active -> {
            assertThat(active.isVisible()).isTrue();
            assertThat(state.focusOrder().get(0)).isEqualTo(active.id());
        });
    }

    /** One command moves at most one window in the stacking order. */
    private static void assertOthersKeepTheirOrder(OsState before, OsState after) {
        List<WindowId> then = after.windows().stream().map(Window::id).collect(Collectors.toList());
        List<WindowId> earlier = before.windows().stream().map(Window::id).collect(Collectors.toList());
        then.retainAll(earlier);
        earlier.retainAll(then);
        if (!then.isEmpty() && !then.equals(earlier)) {
            WindowId raised = then.get(then.size() - 1);
            then.remove(raised);
            earlier.remove(raised);
        }
        assertThat(then).isEqualTo(earlier);
    }

    private static void assertIdempotent(OsCommand command, Decision again) {
        boolean repeatable = command instanceof WindowCommand.OpenWindow
                || command instanceof WindowCommand.CloseWindow
                || command instanceof WindowCommand.RestoreWindow;
        if (!repeatable) {
            assertThat(again).isInstanceOf(Decision.Unchanged.class);
        }
    }

    private static OsCommand command(Random random, OsState state) {
        WindowId window = state.windows().isEmpty() || random.nextInt(20) == 0
                ? WindowId.of("none")
                : state.windows().get(random.nextInt(state.windows().size())).id();
        return switch (random.nextInt(11)) {
            case 0, 1 -> WindowCommand.OpenWindow.of("app-" + random.nextInt(3));
            case 2 -> new WindowCommand.CloseWindow(window);
            case 3 -> new WindowCommand.FocusWindow(window);
            case 4 -> new WindowCommand.MinimizeWindow(window);
            case 5 -> new WindowCommand.MaximizeWindow(window);
            case 6 -> new WindowCommand.RestoreWindow(window);
            case 7 -> new WindowCommand.MoveWindow(window, new Position(random.nextInt(50), random.nextInt(50)));
            case 8 ->
                new WindowCommand.ResizeWindow(
                        window, new Size(1 + random.nextInt(50), 9), random.nextBoolean() ? new Position(0, 0) : null);
            case 9 -> new WindowCommand.RenameWindow(window, "t".repeat(random.nextInt(14)));
            default -> new DesktopCommand.SetTheme(Theme.of(random.nextBoolean() ? "dark" : "classic"));
        };
    }
}
