package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.blackroad.core.internal.session.Node.ADA;
import static systems.blackroad.core.internal.session.Node.SESSION;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.CommandOutcome.Rejected;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionCommand.EndSession;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.RenameWindow;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.core.internal.memory.MemoryStorageProvider;
import systems.blackroad.testkit.ManualClock;

/** How a session ends, what is kept of it, and how many a user has. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LifeTest {

    private static final Duration IDLE = Duration.ofMinutes(60);
    /** Longer than any time between two rounds of care. */
    private static final Duration ROUND = Caretaker.PERIOD.multipliedBy(3);

    private final ManualClock storeClock = new ManualClock();
    private final Storage storage = new MemoryStorageProvider()
            .open("memory:", StorageOptions.builder().clock(storeClock).build());
    private final SessionStore store = storage.sessions();
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        storage.close();
    }

    @Test
    void a_session_that_nobody_uses_ends_once_at_its_deadline_whichever_nodes_look() {
        Node one = node();
        Node other = node();
        one.open();
        storeClock.advance(IDLE.minusMillis(1));
        one.pollAfter(ROUND);
        assertThat(status()).isEqualTo(SessionStatus.LIVE);
        storeClock.advance(Duration.ofMillis(1));
        one.pollAfter(ROUND);
        other.pollAfter(ROUND);
        assertThat(status()).isEqualTo(SessionStatus.ENDED);
        assertThat(events())
                .extracting(event -> event.payload().type())
                .containsExactly("session_opened", "session_ended");
    }

    @Test
    void a_session_whose_deadline_came_while_every_node_was_down_ends_once_after_they_are_back() {
        Node down = node();
        down.open();
        down.close();
        storeClock.advance(IDLE.multipliedBy(100));
        node().pollAfter(ROUND);
        node().pollAfter(ROUND);
        assertThat(events()).hasSize(2);
        assertThat(status()).isEqualTo(SessionStatus.ENDED);
    }

    @Test
    void a_command_that_comes_after_the_deadline_ends_the_session_and_is_rejected() {
        Node node = node();
        node.open();
        storeClock.advance(IDLE);
        CommandOutcome outcome = node.send("c", 1, OpenWindow.of("notes"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.SESSION_ENDED));
        assertThat(events())
                .extracting(event -> event.payload().type())
                .containsExactly("session_opened", "session_ended");
        assertThat(events().get(1).actor().value()).isEqualTo("system");
    }

    @Test
    void reading_puts_the_deadline_off_and_writes_at_most_once_a_minute() {
        Node node = node();
        node.open();
        storeClock.advance(IDLE.minusMinutes(1));
        node.runtime.requireState(SESSION);
        assertThat(head().activeAt()).isEqualTo(head().createdAt());
        node.pollAfter(Caretaker.FLUSH);
        assertThat(head().activeAt()).isEqualTo(storeClock.instant());
        storeClock.advance(Duration.ofSeconds(30));
        node.runtime.requireState(SESSION);
        node.pollAfter(ROUND.dividedBy(2));
        assertThat(head().activeAt())
                .as("half a minute later")
                .isEqualTo(storeClock.instant().minusSeconds(30));
        assertThat(head().revision()).isEqualTo(1);
    }

    @Test
    void of_a_hundred_sessions_that_are_opened_at_once_exactly_as_many_stand_as_are_allowed() throws Exception {
        Node one = limited(3);
        Node other = limited(3);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Boolean>> opened = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Node node = i % 2 == 0 ? one : other;
                SessionId id = SessionId.of("desk-" + i);
                opened.add(threads.submit((Callable<Boolean>) () -> {
                    go.await();
                    return opens(node, id);
                }));
            }
            go.countDown();
            int count = 0;
            for (Future<Boolean> each : opened) {
                count += each.get() ? 1 : 0;
            }
            assertThat(count).isEqualTo(3);
            assertThat(store.list(ADA.user(), null, 200).items()).hasSize(3);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void an_ended_session_gives_its_place_back_on_any_node() {
        Node one = limited(1);
        one.open();
        assertThat(opens(one, SessionId.of("second"))).isFalse();
        node().runtime.execute(SESSION, Node.request("c", 1, new EndSession("user")));
        assertThat(opens(one, SessionId.of("second"))).isTrue();
        assertThat(opens(one, SessionId.of("second"))).as("the same one again").isTrue();
        assertThat(opens(one, SessionId.of("third"))).isFalse();
    }

    @Test
    void a_session_that_expired_gives_its_place_to_who_needs_it() {
        Node node = limited(1);
        node.open();
        storeClock.advance(IDLE);
        node.pollAfter(ROUND);
        assertThat(status()).isEqualTo(SessionStatus.ENDED);
        assertThat(opens(node, SessionId.of("second"))).isTrue();
        assertThat(opens(node, SessionId.of("third"))).isFalse();
    }

    @Test
    void the_state_at_each_revision_is_what_it_was_then() {
        Node node = node();
        node.open();
        List<OsState> states = new ArrayList<>(List.of(node.runtime.requireState(SESSION)));
        node.send("c", 1, OpenWindow.of("notes"));
        states.add(node.runtime.requireState(SESSION));
        for (int i = 2; i < 40; i++) {
            rename(node, i);
            states.add(node.runtime.requireState(SESSION));
        }
        for (OsState state : states) {
            assertThat(node.runtime.findState(SESSION, state.revision())).contains(state);
        }
        assertThatThrownBy(() -> node.runtime.findState(SESSION, 41))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REVISION_NOT_KEPT));
    }

    @Test
    void events_that_are_old_and_many_are_dropped_and_the_state_stays() {
        Node node = node(new Life(SessionTerms.ENDLESS, null, Duration.ofDays(30)));
        node.open();
        node.send("c", 1, OpenWindow.of("notes"));
        for (int i = 2; i < 1_100; i++) {
            rename(node, i);
        }
        storeClock.advance(Snapshotter.KEEP_FOR.plusMinutes(1));
        for (int i = 1_100; i < 1_200; i++) {
            rename(node, i);
        }
        assertThat(events().get(0).revision()).isBetween(150L, 201L);
        OsState state = node().runtime.requireState(SESSION);
        assertThat(state.revision()).isEqualTo(1_200);
        assertThatThrownBy(() -> node.runtime.findState(SESSION, 20))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REVISION_NOT_KEPT));
        assertThatThrownBy(() -> rename(node, 20))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_TOO_OLD));
    }

    @Test
    void a_snapshot_that_cannot_be_read_is_stepped_over() {
        Node node = node();
        node.open();
        node.send("c", 1, OpenWindow.of("notes"));
        for (int i = 2; i < 15; i++) {
            rename(node, i);
        }
        OsState state = node.runtime.requireState(SESSION);
        SessionHead head = head();
        Payload damaged = Payload.ofJson("os_state", 1, "{\"state\":{},\"clients\":[]}");
        assertThat(store.saveSnapshot(SESSION, head.epoch(), new SessionSnapshot(head.revision(), damaged)))
                .isTrue();
        assertThat(node().runtime.requireState(SESSION)).isEqualTo(state);
    }

    @Test
    void a_deleted_session_is_gone_and_its_id_stays_taken() {
        Node node = node();
        node.open();
        assertThat(node.runtime.delete(SESSION)).as("live").isFalse();
        node.send("c", 1, new EndSession("user"));
        assertThat(node.runtime.delete(SESSION)).isTrue();
        assertThat(node.runtime.findState(SESSION)).isEmpty();
        assertThat(node().runtime.findState(SESSION)).isEmpty();
        assertThatThrownBy(node::open)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_ENDED));
    }

    @Test
    void whoever_opens_another_users_session_takes_no_place_for_it() {
        Node node = limited(1);
        node.open();
        assertThatThrownBy(() -> node.runtime.open(SESSION, Node.BOB, OpenSession.empty()))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_EXISTS));
        assertThat(store.confirmSlot(Node.BOB.user(), SESSION)).isFalse();
        assertThat(store.confirmSlot(ADA.user(), SESSION)).isTrue();
    }

    @Test
    void a_session_that_ended_long_ago_is_deleted_by_whoever_looks() {
        Node node = node();
        node.open();
        node.send("c", 1, new EndSession("user"));
        storeClock.advance(Duration.ofDays(30).minusMillis(1));
        node.pollAfter(ROUND);
        assertThat(status()).isEqualTo(SessionStatus.ENDED);
        storeClock.advance(Duration.ofMillis(1));
        node.pollAfter(ROUND);
        assertThat(status()).isEqualTo(SessionStatus.DELETED);
    }

    @Test
    void an_idle_session_leaves_memory_and_a_snapshot_behind() {
        Node node = node();
        node.open();
        node.send("c", 1, OpenWindow.of("notes"));
        assertThat(node.runtime.cached()).isEqualTo(1);
        node.pollAfter(Desk.IDLE.plus(ROUND));
        assertThat(node.runtime.cached()).isZero();
        SessionSlice slice =
                store.read(SESSION, 0, SessionStore.NEWEST_SNAPSHOT, 10).orElseThrow();
        assertThat(slice.snapshot()).map(SessionSnapshot::revision).contains(2L);
    }

    private Node node() {
        return limited(null);
    }

    private Node limited(@Nullable Integer limit) {
        return node(new Life(new SessionTerms(IDLE, null), limit, Duration.ofDays(30)));
    }

    private Node node(Life life) {
        Node node = new Node(store, Runnable::run, 16, life);
        nodes.add(node);
        return node;
    }

    private static boolean opens(Node node, SessionId id) {
        try {
            node.runtime.open(id, ADA, SessionCommand.OpenSession.empty());
            return true;
        } catch (RefusedException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
            return false;
        }
    }

    private void rename(Node node, int sequence) {
        WindowId window = node.runtime.requireState(SESSION).windows().get(0).id();
        node.send("c", sequence, new RenameWindow(window, "title " + sequence));
    }

    private SessionHead head() {
        return store.read(SESSION, 0, SessionStore.NO_SNAPSHOT, 0).orElseThrow().head();
    }

    private SessionStatus status() {
        return head().status();
    }

    private List<StoredEvent> events() {
        return store.read(SESSION, 0, SessionStore.NO_SNAPSHOT, SessionStore.MAX_READ)
                .orElseThrow()
                .events();
    }
}
