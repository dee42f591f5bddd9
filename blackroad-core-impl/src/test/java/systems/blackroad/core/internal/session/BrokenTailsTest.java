package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionFrame.Reason;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.Theme;

/** Logs that do not lead on from what a stream has told, found in its middle by the poll alone: every hint is lost. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BrokenTailsTest {

    private static final Duration LONG = Duration.ofSeconds(5);

    private final TestStore store = new TestStore();
    private final Node node = new Node(store);
    private final Node other = new Node(store);
    private Probe probe = new Probe(0);
    private int sent;

    @BeforeEach
    void watch() {
        store.hinting = false;
        node.open();
        change(node, 4);
        probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(node, 1);
        assertThat(probe.frames()).hasSize(2);
    }

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void a_new_epoch_is_told_though_nothing_else_changed() {
        store.newEpoch();
        node.pollAfter(LONG);
        isTold(Reason.EPOCH, "e2");
    }

    @Test
    void a_new_epoch_with_new_events_is_told_once() {
        store.newEpoch();
        change(other, 3);
        node.pollAfter(LONG);
        isTold(Reason.EPOCH, "e2");
    }

    @Test
    void a_tail_that_was_trimmed_is_replaced_by_the_state() {
        change(other, 30);
        store.trim(Node.SESSION, 25);
        node.pollAfter(LONG);
        isTold(Reason.TRIMMED, "e1");
    }

    @Test
    void a_log_that_went_back_is_told_though_its_epoch_stayed() {
        store.rewind(Node.SESSION, 3);
        node.pollAfter(LONG);
        isTold(Reason.FUTURE, "e1");
    }

    @Test
    void a_log_that_went_back_and_on_is_told_when_the_poll_finds_it_behind() {
        store.rewind(Node.SESSION, 3);
        change(new Node(store), 1);
        node.pollAfter(LONG);
        isTold(Reason.FUTURE, "e1");
    }

    @Test
    void a_read_that_fails_is_made_up_for_and_still_told() {
        store.newEpoch();
        store.failingReads.set(1);
        node.pollAfter(LONG);
        assertThat(probe.frames()).hasSize(2);
        node.pollAfter(LONG);
        isTold(Reason.EPOCH, "e2");
    }

    @Test
    void a_subscriber_that_lags_when_the_epoch_changes_gets_the_new_one_alone() {
        Probe slow = new Probe(1);
        node.runtime.stream(Node.SESSION, null).subscribe(slow);
        change(node, 20);
        store.newEpoch();
        node.pollAfter(LONG);
        change(node, 2);
        slow.subscription().request(1);
        assertThat(slow.reasons()).containsExactly(Reason.START, Reason.EPOCH);
        assertThat(slow.frames()).last().isInstanceOfSatisfying(SessionFrame.Snapshot.class, told -> {
            assertThat(told.epoch()).isEqualTo("e2");
            assertThat(told.state()).isEqualTo(node.runtime.requireState(Node.SESSION));
        });
    }

    /** One snapshot came, it is the state as the store has it, and the stream goes on from there. */
    private void isTold(Reason reason, String epoch) {
        assertThat(probe.reasons()).containsExactly(Reason.START, reason);
        assertThat(probe.frames())
                .last()
                .isInstanceOfSatisfying(
                        SessionFrame.Snapshot.class,
                        told -> assertThat(told.epoch()).isEqualTo(epoch));
        try (Node fresh = new Node(store)) {
            assertThat(probe.state()).isEqualTo(fresh.runtime.requireState(Node.SESSION));
            change(fresh, 1);
            node.pollAfter(LONG);
            assertThat(probe.reasons()).hasSize(2);
            assertThat(probe.state()).isEqualTo(fresh.runtime.requireState(Node.SESSION));
        }
    }

    private void change(Node by, int times) {
        for (int i = 0; i < times; i++) {
            sent++;
            by.send("tab-" + sent, 1, new SetTheme(Theme.of("theme-" + sent)));
        }
    }
}
