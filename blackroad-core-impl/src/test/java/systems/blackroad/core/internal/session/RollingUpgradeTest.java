package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandOutcome.Applied;
import systems.blackroad.api.runtime.SessionFrame.Closed;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.RenameWindow;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Window;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.core.internal.memory.MemoryStorageProvider;
import systems.blackroad.testkit.ManualClock;

/** Two nodes are upgraded one after the other, and rolled back in the middle. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RollingUpgradeTest {

    private static final SessionId RENAMED = Node.SESSION;
    private static final SessionId MOVED = SessionId.of("moved");

    private final ManualClock storeClock = new ManualClock();
    private final Storage storage = new MemoryStorageProvider()
            .open("memory:", StorageOptions.builder().clock(storeClock).build());
    private final SessionStore store = storage.sessions();
    private final List<Node> nodes = new ArrayList<>();
    private long sequence;

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        storage.close();
    }

    @Test
    void an_upgrade_that_is_rolled_back_and_made_again_loses_nothing() {
        Node stays = old();
        Node first = old();
        WindowId renamed = open(stays, RENAMED);
        WindowId moved = open(first, MOVED);
        Probe watcher = Probe.of(stays.runtime.stream(RENAMED, null));
        first.close();

        Node upgraded = next();
        applied(upgraded, RENAMED, move(renamed, 10));
        applied(stays, RENAMED, move(renamed, 20));
        assertThat(watcher.revisions()).containsExactly(3L, 4L);
        applied(upgraded, RENAMED, new RenameWindow(renamed, "Renamed"));
        assertThat(watcher.frames().get(watcher.frames().size() - 1)).isEqualTo(new Closed(ErrorCode.SESSION_NEWER));
        assertIsReadOnly(stays, 4, move(renamed, 30));
        applied(upgraded, RENAMED, move(renamed, 30));
        for (int i = 1; i <= 100; i++) {
            applied(i % 2 == 0 ? upgraded : stays, MOVED, move(moved, i));
        }
        upgraded.close();

        Node rolledBack = old();
        for (Node node : List.of(stays, rolledBack)) {
            assertIsReadOnly(node, 4, move(renamed, 40));
            applied(node, MOVED, move(moved, node == stays ? 200 : 300));
        }

        Node again = next();
        applied(again, RENAMED, move(renamed, 50));
        Window window = again.runtime.requireState(RENAMED).findWindow(renamed).orElseThrow();
        assertThat(window.title()).isEqualTo("Renamed");
        assertThat(window.position()).isEqualTo(new Position(50, 0));
        assertThat(revisions(RENAMED)).isEqualTo(revisionsUpTo(7));
        assertThat(revisions(MOVED)).isEqualTo(revisionsUpTo(104));
        assertThat(again.runtime.requireState(MOVED)).isEqualTo(stays.runtime.requireState(MOVED));
    }

    @Test
    void a_log_that_newer_snapshots_cut_waits_for_the_upgrade_unharmed() {
        Node upgraded = next();
        WindowId window = open(upgraded, RENAMED);
        storeClock.advance(Snapshotter.KEEP_FOR.plusHours(1));
        for (int i = 1; i <= Snapshotter.KEEP_EVENTS + 50; i++) {
            applied(upgraded, RENAMED, move(window, i));
        }
        long head = Snapshotter.KEEP_EVENTS + 52;
        assertThat(revisions(RENAMED).get(0)).isGreaterThan(1);

        Node rolledBack = old();
        assertRefused(ErrorCode.SESSION_NEWER, () -> rolledBack.runtime.requireState(RENAMED));
        assertRefused(ErrorCode.SESSION_NEWER, () -> rolledBack.runtime.findState(RENAMED, head));
        assertRefused(ErrorCode.SESSION_NEWER, () -> send(rolledBack, RENAMED, move(window, 5000)));
        Probe late = Probe.of(rolledBack.runtime.stream(RENAMED, null));
        assertThat(late.error)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SESSION_NEWER));
        assertThat(next().runtime.requireState(RENAMED).revision()).isEqualTo(head);
    }

    private Node old() {
        return add(new Node(store));
    }

    private Node next() {
        return add(new Node(NextRelease.over(store)));
    }

    private Node add(Node node) {
        nodes.add(node);
        return node;
    }

    private static WindowId open(Node node, SessionId session) {
        node.runtime.open(session, Node.ADA, OpenSession.empty()).execute(OpenWindow.of("notes"));
        return node.runtime.requireState(session).windows().get(0).id();
    }

    private static MoveWindow move(WindowId window, int x) {
        return new MoveWindow(window, new Position(x, 0));
    }

    private CommandOutcome send(Node node, SessionId session, OsCommand command) {
        return node.runtime.execute(session, Node.request("tab", ++sequence, command));
    }

    private void applied(Node node, SessionId session, OsCommand command) {
        assertThat(send(node, session, command)).isInstanceOf(Applied.class);
    }

    /** The node shows the session as far as it knows it, and changes nothing. */
    private void assertIsReadOnly(Node node, long known, OsCommand command) {
        List<StoredEvent> before = events(RENAMED);
        assertThat(node.runtime.requireState(RENAMED).revision()).isEqualTo(known);
        assertRefused(ErrorCode.SESSION_NEWER, () -> send(node, RENAMED, command));
        assertThat(events(RENAMED)).isEqualTo(before);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private List<StoredEvent> events(SessionId session) {
        return store.read(session, 0, SessionStore.NO_SNAPSHOT, SessionStore.MAX_READ)
                .orElseThrow()
                .events();
    }

    private List<Long> revisions(SessionId session) {
        return events(session).stream().map(StoredEvent::revision).toList();
    }

    private static List<Long> revisionsUpTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
