package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.runtime.Gesture;
import systems.blackroad.api.runtime.HintChannel;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionFrame.Reason;
import systems.blackroad.api.runtime.SessionSignal.WindowGesture;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;
import systems.blackroad.api.window.WindowId;

/** Drags and resizes that others watch: paced, coalesced, never kept. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class GesturesTest {

    private static final Duration SPACING = Duration.ofMillis(50);
    private static final ClientId TAB = ClientId.of("tab");

    private final TestStore store = new TestStore();
    private final Wire wire = new Wire();
    private final Node node = new Node(store, Runnable::run, 16, wire);
    private final Node other = new Node(store, Runnable::run, 16, wire);
    private WindowId window = WindowId.of("none");

    @BeforeEach
    void open() {
        store.hinting = false;
        node.open();
        node.send("a", 1, OpenWindow.of("notes"), OpenWindow.of("terminal"));
        window = node.runtime.requireState(Node.SESSION).windows().get(0).id();
    }

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void a_drag_of_five_seconds_at_60_hertz_is_100_frames_and_one_event() {
        Probe watcher = Probe.of(node.runtime.stream(Node.SESSION, null));
        for (int i = 0; i < 300; i++) {
            gesture(node, TAB, i);
            node.pass(Duration.ofNanos(1_000_000_000L / 60));
        }
        assertThat(places(watcher)).hasSizeBetween(70, 100).isSorted().doesNotHaveDuplicates();
        assertThat(store.log(Node.SESSION)).hasSize(3);
        node.send("a", 2, new MoveWindow(window, new Position(300, 0)));
        assertThat(store.log(Node.SESSION)).hasSize(4);
        assertThat(watcher.revisions()).containsExactly(4L);
        assertThat(watcher.reasons()).containsExactly(Reason.START);
    }

    @Test
    void of_what_comes_too_fast_the_latest_goes_out_with_the_next_poll() {
        Probe watcher = Probe.of(node.runtime.stream(Node.SESSION, null));
        for (int i = 0; i < 10; i++) {
            gesture(node, TAB, i);
        }
        assertThat(places(watcher)).containsExactly(0);
        node.pollAfter(SPACING);
        assertThat(places(watcher)).containsExactly(0, 9);
        node.pollAfter(SPACING);
        assertThat(places(watcher)).containsExactly(0, 9);
    }

    @Test
    void the_command_at_the_end_overtakes_what_waits() {
        Probe watcher = Probe.of(node.runtime.stream(Node.SESSION, null));
        gesture(node, TAB, 1);
        gesture(node, TAB, 2);
        node.send("a", 2, new MoveWindow(window, new Position(2, 0)));
        node.pollAfter(SPACING);
        assertThat(places(watcher)).containsExactly(1);
    }

    @Test
    void each_client_has_a_pace_of_its_own_and_is_forgotten() {
        Probe watcher = Probe.of(node.runtime.stream(Node.SESSION, null));
        gesture(node, TAB, 1);
        gesture(node, ClientId.of("phone"), 2);
        assertThat(places(watcher)).containsExactly(1, 2);
        gesture(node, ClientId.of("phone"), 3);
        assertThat(places(watcher)).containsExactly(1, 2);
        assertThat(node.runtime.hub().gesturing()).isEqualTo(1);
        node.pollAfter(Duration.ofSeconds(1));
        node.pollAfter(Duration.ofSeconds(2));
        assertThat(node.runtime.hub().gesturing()).isZero();
    }

    @Test
    void a_watcher_that_asks_for_nothing_keeps_the_latest_of_each_window_and_never_lags_by_them() {
        Probe slow = new Probe(1);
        node.runtime.stream(Node.SESSION, null).subscribe(slow);
        for (int i = 0; i < 1_000; i++) {
            gesture(node, TAB, i);
            node.pass(SPACING);
        }
        slow.subscription().request(Long.MAX_VALUE);
        assertThat(places(slow)).containsExactly(999);
        assertThat(node.runtime.counters().lagged.sum()).isZero();
    }

    @Test
    void a_watcher_with_events_to_take_gets_those_and_no_gesture() {
        Probe slow = new Probe(1);
        node.runtime.stream(Node.SESSION, null).subscribe(slow);
        gesture(node, TAB, 1);
        node.send("a", 2, new MoveWindow(window, new Position(2, 0)));
        node.pass(SPACING);
        gesture(node, TAB, 3);
        slow.subscription().request(Long.MAX_VALUE);
        assertThat(slow.revisions()).containsExactly(4L);
        assertThat(places(slow)).isEmpty();
    }

    @Test
    void one_who_comes_later_does_not_see_it() {
        gesture(node, TAB, 1);
        assertThat(places(Probe.of(node.runtime.stream(Node.SESSION, null)))).isEmpty();
    }

    @Test
    void a_window_that_is_not_there_is_refused_by_every_node() {
        Gesture unknown = new Gesture(WindowId.of("gone"), new Position(1, 1), new Size(10, 10));
        for (Node each : List.of(node, other)) {
            assertThatThrownBy(() -> each.runtime.gesture(Node.SESSION, Node.ADA, TAB, unknown))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_NOT_FOUND));
        }
        assertThat(wire.messages).noneMatch(message -> message.contains("gone"));
    }

    @Test
    void another_node_shows_it_when_both_share_a_channel() {
        Probe here = Probe.of(node.runtime.stream(Node.SESSION, null));
        Probe there = Probe.of(other.runtime.stream(Node.SESSION, null));
        gesture(node, TAB, 7);
        assertThat(places(there)).containsExactly(7);
        assertThat(places(here))
                .as("the sender's own message comes back and is ignored")
                .containsExactly(7);
        SessionFrame seen = there.frames().get(1);
        assertThat(seen).isEqualTo(here.frames().get(1));
    }

    @Test
    void the_channel_tells_of_events_where_the_store_does_not() {
        Probe there = Probe.of(other.runtime.stream(Node.SESSION, null));
        node.send("a", 2, new MoveWindow(window, new Position(2, 0)));
        assertThat(there.revisions()).containsExactly(4L);
    }

    @Test
    void what_no_node_sends_is_ignored() {
        Probe there = Probe.of(other.runtime.stream(Node.SESSION, null));
        for (String strange : List.of("", "{", "[]", "{\"node\":\"x\"}", "x".repeat(5_000))) {
            wire.publish(strange.getBytes(StandardCharsets.UTF_8));
        }
        wire.failing = true;
        gesture(node, TAB, 1);
        node.send("a", 2, new MoveWindow(window, new Position(2, 0)));
        assertThat(there.frames()).hasSize(1);
        wire.failing = false;
        node.send("a", 3, new MoveWindow(window, new Position(3, 0)));
        assertThat(there.revisions()).containsExactly(4L, 5L);
    }

    private void gesture(Node by, ClientId client, int x) {
        by.runtime.gesture(Node.SESSION, Node.ADA, client, new Gesture(window, new Position(x, 0), new Size(300, 200)));
    }

    private static List<Integer> places(Probe probe) {
        return probe.frames().stream()
                .filter(SessionFrame.Transient.class::isInstance)
                .map(frame -> (WindowGesture) ((SessionFrame.Transient) frame).signal())
                .map(shown -> shown.gesture().position().x())
                .toList();
    }

    /** A channel within the test's thread, which can fail. */
    private static final class Wire implements HintChannel {
        private final List<Consumer<byte[]>> listeners = new CopyOnWriteArrayList<>();
        private final List<String> messages = new CopyOnWriteArrayList<>();
        private boolean failing;

        @Override
        public void publish(byte[] message) {
            if (failing) {
                throw new IllegalStateException("planted");
            }
            messages.add(new String(message, StandardCharsets.UTF_8));
            listeners.forEach(listener -> listener.accept(message));
        }

        @Override
        public Runnable subscribe(Consumer<byte[]> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }
}
