package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.blackroad.core.internal.session.Node.SESSION;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandOutcome.Applied;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.WindowCommand.CloseWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.RenameWindow;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.api.window.WindowOptions;

/** Commands that wait together may have more events than one append holds. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LargeRoundsTest {

    private static final int CHILDREN = 450;
    private static final int RENAMES = 200;

    private final TestStore store = new TestStore();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Test
    void what_finds_no_room_in_an_append_follows_in_the_next_one_in_order() {
        try (Node filling = new Node(store)) {
            filling.open();
            filling.send("c", 1, OpenWindow.of("family"), OpenWindow.of("notes"));
            WindowId family = window(filling, "family");
            for (int i = 0; i < CHILDREN; i++) {
                filling.send("c", i + 2, OpenWindow.of("child", WindowOptions.transientOf(family)));
            }
        }
        try (Node node = new Node(store, tasks::add, 16)) {
            WindowId notes = window(node, "notes");
            List<CompletionStage<CommandOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < RENAMES; i++) {
                outcomes.add(node.runtime.submit(
                        SESSION,
                        Node.request(
                                "d",
                                i + 1,
                                new RenameWindow(notes, "a" + i),
                                new RenameWindow(notes, "b" + i),
                                new RenameWindow(notes, "c" + i))));
            }
            outcomes.add(node.runtime.submit(
                    SESSION, Node.request("d", RENAMES + 1, new CloseWindow(window(node, "family")))));
            outcomes.add(node.runtime.submit(SESSION, Node.request("d", RENAMES + 2, new RenameWindow(notes, "last"))));
            while (!tasks.isEmpty()) {
                tasks.poll().run();
            }
            long revision = CHILDREN + 3;
            for (int i = 0; i < outcomes.size(); i++) {
                int events = i < RENAMES ? 3 : i == RENAMES ? CHILDREN + 1 : 1;
                revision += events;
                assertThat(outcomes.get(i).toCompletableFuture())
                        .as("outcome %d", i)
                        .isCompletedWithValueMatching(outcome -> outcome instanceof Applied applied
                                && applied.events().size() == events);
                assertThat(outcomes.get(i).toCompletableFuture().join().revision())
                        .isEqualTo(revision);
            }
            assertThat(3 * RENAMES + CHILDREN + 1).isGreaterThan(Append.MAX_EVENTS);
            OsState state = node.runtime.requireState(SESSION);
            assertThat(state.windows()).hasSize(1);
            assertThat(state.windows().get(0).title()).isEqualTo("last");
        }
    }

    private static WindowId window(Node node, String app) {
        return node.runtime.requireState(SESSION).windows().stream()
                .filter(window -> window.appId().value().equals(app))
                .findFirst()
                .orElseThrow()
                .id();
    }
}
