package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
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
import systems.blackroad.api.runtime.Device;
import systems.blackroad.api.runtime.HintChannel;
import systems.blackroad.api.runtime.Presence;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionSignal.Viewers;
import systems.blackroad.api.runtime.Viewer;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.Theme;

/** Who watches a session: joins, beats, lapses, and never the log. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PresenceTest {

    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final Device LAPTOP = new Device("Laptop", null);
    private static final Device PHONE = new Device("Phone", "small");

    private final TestStore store = new TestStore();
    private final Wire wire = new Wire();
    private final Node node = new Node(store, Runnable::run, 16, wire);
    private final Node other = new Node(store, Runnable::run, 16, wire);

    @BeforeEach
    void open() {
        node.open();
    }

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void a_viewer_is_listed_on_every_node_until_it_leaves_and_nothing_is_written() {
        Presence ada = node.runtime.join(Node.SESSION, Node.ADA, LAPTOP);
        node.clock.advance(Duration.ofSeconds(1));
        Presence bob = node.runtime.join(Node.SESSION, Node.BOB, PHONE);
        for (Node each : List.of(node, other)) {
            assertThat(each.runtime.presence(Node.SESSION)).containsExactly(ada.viewer(), bob.viewer());
        }
        assertThat(bob.viewer().user()).isEqualTo(Node.BOB.user());
        assertThat(bob.viewer().device()).isEqualTo(PHONE);
        assertThat(bob.viewer().since()).isEqualTo(node.clock.instant());
        ada.close();
        ada.close();
        ada.beat();
        for (Node each : List.of(node, other)) {
            assertThat(each.runtime.presence(Node.SESSION)).containsExactly(bob.viewer());
        }
        assertThat(store.log(Node.SESSION)).hasSize(1);
    }

    @Test
    void a_viewer_that_misses_three_beats_is_gone_and_comes_back_with_the_next() {
        Presence ada = node.runtime.join(Node.SESSION, Node.ADA, LAPTOP);
        node.pollAfter(BEAT);
        node.pollAfter(BEAT);
        ada.beat();
        node.pollAfter(BEAT.multipliedBy(3).minusNanos(1));
        assertThat(node.runtime.presence(Node.SESSION)).containsExactly(ada.viewer());
        node.pass(Duration.ofNanos(1));
        assertThat(node.runtime.presence(Node.SESSION)).isEmpty();
        node.pollAfter(SOON);
        ada.beat();
        assertThat(node.runtime.presence(Node.SESSION)).containsExactly(ada.viewer());
    }

    @Test
    void a_viewer_of_another_node_lapses_by_the_clock_of_this_one() {
        node.runtime.join(Node.SESSION, Node.ADA, LAPTOP);
        other.pollAfter(BEAT.multipliedBy(3));
        assertThat(other.runtime.presence(Node.SESSION)).isEmpty();
        assertThat(node.runtime.presence(Node.SESSION)).hasSize(1);
    }

    @Test
    void subscribers_see_a_changed_list_once_with_the_next_poll() {
        Probe watcher = Probe.of(node.runtime.stream(Node.SESSION, null));
        Probe there = Probe.of(other.runtime.stream(Node.SESSION, null));
        Presence ada = node.runtime.join(Node.SESSION, Node.ADA, LAPTOP);
        Presence bob = node.runtime.join(Node.SESSION, Node.BOB, PHONE);
        assertThat(lists(watcher)).isEmpty();
        node.pollAfter(SOON);
        other.pollAfter(SOON);
        ada.beat();
        node.pollAfter(SOON);
        bob.close();
        node.pollAfter(SOON);
        node.pollAfter(BEAT.multipliedBy(3));
        assertThat(lists(watcher))
                .extracting(Viewers::total)
                .as("both joined, one left, the other lapsed")
                .containsExactly(2, 1, 0);
        assertThat(lists(there)).hasSize(1);
        assertThat(lists(there).get(0).viewers()).containsExactlyInAnyOrder(ada.viewer(), bob.viewer());
    }

    @Test
    void at_most_256_are_listed_and_64_are_shown() {
        Probe watcher = Probe.of(node.runtime.stream(Node.SESSION, null));
        List<Presence> all = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            all.add(node.runtime.join(Node.SESSION, Node.ADA, LAPTOP));
        }
        assertThatThrownBy(() -> node.runtime.join(Node.SESSION, Node.BOB, LAPTOP))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
        all.get(0).close();
        node.runtime.join(Node.SESSION, Node.BOB, LAPTOP);
        node.pollAfter(SOON);
        assertThat(lists(watcher)).hasSize(1);
        assertThat(lists(watcher).get(0).total()).isEqualTo(256);
        assertThat(lists(watcher).get(0).viewers()).hasSize(64);
        assertThat(wire.longest).isLessThanOrEqualTo(HintChannel.MAX_MESSAGE_BYTES);
    }

    @Test
    void a_slow_subscriber_gets_the_latest_list_after_what_it_missed() {
        Probe slow = new Probe(1);
        node.runtime.stream(Node.SESSION, null).subscribe(slow);
        Presence ada = node.runtime.join(Node.SESSION, Node.ADA, LAPTOP);
        node.pollAfter(SOON);
        node.runtime.join(Node.SESSION, Node.BOB, PHONE);
        ada.close();
        node.pollAfter(SOON);
        for (int i = 1; i <= 40; i++) {
            node.send("tab", i, new SetTheme(Theme.of("theme-" + i)));
        }
        slow.subscription().request(Long.MAX_VALUE);
        assertThat(slow.frames()).hasSize(3);
        assertThat(lists(slow)).hasSize(1);
        assertThat(lists(slow).get(0).viewers()).extracting(Viewer::user).containsExactly(Node.BOB.user());
        assertThat(node.runtime.counters().lagged.sum()).isEqualTo(1);
    }

    @Test
    void a_device_has_a_label_of_at_most_64_chars() {
        assertThat(new Device("x".repeat(64), "y".repeat(64)).label()).hasSize(64);
        for (String bad : List.of("", " ", "x".repeat(65), "a\nb")) {
            assertThatThrownBy(() -> new Device(bad, null)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Device("ok", bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<Viewers> lists(Probe probe) {
        return probe.frames().stream()
                .filter(SessionFrame.Transient.class::isInstance)
                .map(frame -> (Viewers) ((SessionFrame.Transient) frame).signal())
                .toList();
    }

    /** A channel within the test's thread. */
    private static final class Wire implements HintChannel {
        private final List<Consumer<byte[]>> listeners = new CopyOnWriteArrayList<>();
        private int longest;

        @Override
        public void publish(byte[] message) {
            longest = Math.max(longest, message.length);
            listeners.forEach(listener -> listener.accept(message));
        }

        @Override
        public Runnable subscribe(Consumer<byte[]> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }
}
