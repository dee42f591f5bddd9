package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.LayoutEvent;
import systems.blackroad.api.session.LayoutCommand.AddWorkspace;
import systems.blackroad.api.session.LayoutCommand.MoveToWorkspace;
import systems.blackroad.api.session.LayoutCommand.RedoLayout;
import systems.blackroad.api.session.LayoutCommand.RemoveWorkspace;
import systems.blackroad.api.session.LayoutCommand.SetFullscreen;
import systems.blackroad.api.session.LayoutCommand.SetLayer;
import systems.blackroad.api.session.LayoutCommand.SetSticky;
import systems.blackroad.api.session.LayoutCommand.SnapWindow;
import systems.blackroad.api.session.LayoutCommand.UndoLayout;
import systems.blackroad.api.session.LayoutHistory;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.MaximizeWindow;
import systems.blackroad.api.session.WindowCommand.MinimizeWindow;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.RenameWindow;
import systems.blackroad.api.session.WindowCommand.ResizeWindow;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.SnapZone;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WindowLayout;
import systems.blackroad.api.window.WindowOptions;
import systems.blackroad.api.window.WindowState;
import systems.blackroad.api.window.WorkspaceId;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UndoLawsTest {

    private static final UndoLayout UNDO = new UndoLayout(null);
    private static final RedoLayout REDO = new RedoLayout(null);

    @Test
    void every_change_of_the_layout_is_undone_and_redone_one_by_one() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WorkspaceId second = desktop.addWorkspace("Second");
        List<OsCommand> commands = List.of(
                new MoveWindow(a, new Position(7, 8)),
                new ResizeWindow(a, new Size(500, 400), new Position(9, 9)),
                new SnapWindow(a, SnapZone.LEFT),
                new SetFullscreen(a, true),
                new SetFullscreen(a, false),
                new MaximizeWindow(a),
                new MinimizeWindow(a),
                new SetLayer(a, WindowLayer.ABOVE),
                new MoveToWorkspace(a, second),
                new SetSticky(a, true));
        List<WindowLayout> layouts = new ArrayList<>();
        layouts.add(desktop.window(a).layout());
        for (OsCommand command : commands) {
            assertThat(desktop.apply(command)).isInstanceOf(Decision.Accepted.class);
            layouts.add(desktop.window(a).layout());
        }
        for (int i = commands.size() - 1; i >= 0; i--) {
            desktop.apply(UNDO);
            assertThat(desktop.window(a).layout())
                    .as("%s undone", commands.get(i))
                    .isEqualTo(layouts.get(i));
        }
        assertThat(desktop.decide(UNDO)).isEqualTo(new Decision.Unchanged());
        for (int i = 1; i <= commands.size(); i++) {
            desktop.apply(REDO);
            assertThat(desktop.window(a).layout())
                    .as("%s redone", commands.get(i - 1))
                    .isEqualTo(layouts.get(i));
        }
        assertThat(desktop.decide(REDO)).isEqualTo(new Decision.Unchanged());
    }

    @Test
    void an_undo_keeps_what_was_changed_since_in_other_windows_and_other_parts() {
        TestDesktop desktop = TestDesktop.with("b");
        WindowId a = desktop.open("a");
        Position from = desktop.window(a).position();
        desktop.apply(new MoveWindow(a, new Position(7, 8)));
        long moved = desktop.state().revision();
        desktop.apply(new SetLayer(a, WindowLayer.ABOVE));
        desktop.apply(new RenameWindow(a, "Renamed"));
        desktop.apply(new MoveWindow(desktop.order().get(0), new Position(1, 1)));
        Window other = desktop.window(desktop.order().get(0));
        desktop.apply(new UndoLayout(moved));
        Window window = desktop.window(a);
        assertThat(window.position()).isEqualTo(from);
        assertThat(window.layout().layer()).isEqualTo(WindowLayer.ABOVE);
        assertThat(window.title()).isEqualTo("Renamed");
        assertThat(desktop.window(other.id())).isEqualTo(other);
    }

    @Test
    void an_undo_of_what_was_changed_since_is_refused_and_changes_nothing() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new MoveWindow(a, new Position(7, 8)));
        long first = desktop.state().revision();
        desktop.apply(new MoveWindow(a, new Position(9, 9)));
        assertThat(desktop.code(new UndoLayout(first))).isEqualTo(ErrorCode.UNDO_CONFLICT);
        desktop.apply(UNDO);
        assertThat(desktop.code(new UndoLayout(first))).isNull();
        assertThat(desktop.code(new RedoLayout(first))).isEqualTo(ErrorCode.UNDO_CONFLICT);
        assertThat(desktop.code(new UndoLayout(desktop.state().revision()))).isEqualTo(ErrorCode.UNDO_CONFLICT);
    }

    @Test
    void what_was_changed_outside_the_history_is_stepped_over_or_refused() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WorkspaceId second = desktop.addWorkspace("Second");
        Position from = desktop.window(a).position();
        desktop.apply(new MoveWindow(a, new Position(7, 8)));
        desktop.apply(new MoveToWorkspace(a, second));
        desktop.apply(new RemoveWorkspace(second));
        desktop.apply(UNDO);
        assertThat(desktop.window(a).position()).isEqualTo(from);
        assertThat(desktop.code(UNDO)).isEqualTo(ErrorCode.UNDO_CONFLICT);
    }

    @Test
    void a_workspace_that_is_gone_cannot_be_gone_back_to() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WorkspaceId second = desktop.addWorkspace("Second");
        WorkspaceId third = desktop.addWorkspace("Third");
        desktop.apply(new MoveToWorkspace(a, second));
        desktop.apply(new MoveToWorkspace(a, third));
        desktop.apply(new RemoveWorkspace(second));
        assertThat(desktop.code(UNDO)).isEqualTo(ErrorCode.UNDO_CONFLICT);
    }

    @Test
    void a_new_change_ends_what_could_be_redone() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new MoveWindow(a, new Position(7, 8)));
        desktop.apply(UNDO);
        desktop.apply(new MoveWindow(a, new Position(3, 3)));
        assertThat(desktop.decide(REDO)).isEqualTo(new Decision.Unchanged());
        desktop.apply(UNDO);
        desktop.apply(REDO);
        assertThat(desktop.window(a).position()).isEqualTo(new Position(3, 3));
    }

    @Test
    void a_closed_window_leaves_the_history() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowId b = desktop.open("b");
        desktop.apply(new MoveWindow(a, new Position(7, 8)));
        desktop.apply(new MoveWindow(b, new Position(7, 8)));
        desktop.apply(new CloseWindow(b));
        desktop.apply(UNDO);
        assertThat(desktop.window(a).position()).isNotEqualTo(new Position(7, 8));
        assertThat(desktop.decide(UNDO)).isEqualTo(new Decision.Unchanged());
    }

    @Test
    void a_group_is_undone_as_a_whole_with_those_that_joined_it_since() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new SetLayer(a, WindowLayer.ABOVE));
        WindowId child = desktop.open("a", WindowOptions.transientOf(a));
        desktop.apply(UNDO);
        assertThat(desktop.window(a).layout().layer()).isEqualTo(WindowLayer.NORMAL);
        assertThat(desktop.window(child).layout().layer()).isEqualTo(WindowLayer.NORMAL);
    }

    @Test
    void an_undo_leaves_the_focus_where_it_is_unless_its_window_is_hidden() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new MinimizeWindow(a));
        WindowId b = desktop.open("b");
        desktop.apply(new UndoLayout(desktop.state().revision() - 1));
        assertThat(desktop.window(a).state()).isEqualTo(WindowState.NORMAL);
        assertThat(desktop.state().activeWindowId()).isEqualTo(b);
        assertThat(desktop.order()).containsExactly(a, b);
        desktop.apply(new MinimizeWindow(b));
        desktop.apply(UNDO);
        assertThat(desktop.window(b).state()).isEqualTo(WindowState.NORMAL);
        assertThat(desktop.state().activeWindowId()).isEqualTo(a);
    }

    @Test
    void the_last_fifty_changes_are_kept() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        for (int i = 0; i <= LayoutHistory.MAX_STEPS; i++) {
            desktop.apply(new MoveWindow(a, new Position(i, 0)));
        }
        for (int i = 0; i < LayoutHistory.MAX_STEPS; i++) {
            desktop.apply(UNDO);
        }
        assertThat(desktop.window(a).position()).isEqualTo(new Position(0, 0));
        assertThat(desktop.decide(UNDO)).isEqualTo(new Decision.Unchanged());
    }

    @Test
    void a_history_holds_two_hundred_windows_and_the_oldest_steps_go_first() {
        TestDesktop desktop =
                new TestDesktop(SessionLimits.builder().maxWindows(201).build());
        desktop.apply(OpenSession.empty());
        WindowId root = desktop.open("a");
        for (int i = 1; i < LayoutHistory.MAX_CHANGES; i++) {
            desktop.open("a", WindowOptions.transientOf(root));
        }
        desktop.apply(new MoveWindow(root, new Position(1, 1)));
        desktop.apply(new SetSticky(root, true));
        assertThat(desktop.state().memory().history().steps()).hasSize(1);
        desktop.open("a", WindowOptions.transientOf(root));
        desktop.apply(new SetSticky(root, false));
        assertThat(desktop.state().memory().history().steps())
                .as("a change of more windows than a history holds cannot be undone")
                .hasSize(1);
    }

    @Test
    void the_history_outlives_a_snapshot_and_is_not_shown_to_clients() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        desktop.apply(new AddWorkspace("Second"));
        desktop.apply(new SnapWindow(a, SnapZone.LEFT));
        desktop.apply(new SetLayer(a, WindowLayer.ABOVE));
        desktop.apply(UNDO);
        OsState state = desktop.state();
        assertThat(OsJson.state(state)).doesNotContain("history");
        OsState shown = OsJson.readState(OsJson.state(state));
        assertThat(shown.memory().history()).isEqualTo(LayoutHistory.empty());
        assertThat(OsJson.canonicalHash(shown)).isEqualTo(OsJson.canonicalHash(state));
    }

    @Test
    void an_undo_event_names_the_step_and_says_how_its_windows_are_shown_now() {
        TestDesktop desktop = TestDesktop.with();
        WindowId a = desktop.open("a");
        WindowLayout before = desktop.window(a).layout();
        desktop.apply(new MoveWindow(a, new Position(7, 8)));
        long step = desktop.state().revision();
        Decision decision = desktop.decide(UNDO);
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Accepted.class,
                        accepted -> assertThat(accepted.events())
                                .singleElement()
                                .isInstanceOfSatisfying(LayoutEvent.LayoutUndone.class, undone -> {
                                    assertThat(undone.step()).isEqualTo(step);
                                    assertThat(undone.windows()).containsExactly(new LayoutEvent.Arranged(a, before));
                                }));
    }
}
