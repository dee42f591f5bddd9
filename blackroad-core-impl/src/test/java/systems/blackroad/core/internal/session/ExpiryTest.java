package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.event.RecordedEvent;
import systems.blackroad.api.event.SessionEvent.SessionEnded;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.WindowCommand.RenameWindow;
import systems.blackroad.api.store.SessionStore;
import systems.blackroad.api.store.StoredEvent;
import systems.blackroad.api.window.WindowId;

/** The sweep that ends sessions whose deadline has come, and what can come between. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExpiryTest {

    /** Longer than any time between two rounds of care. */
    private static final Duration ROUND = Caretaker.PERIOD.multipliedBy(3);

    private final TestStore store = new TestStore();
    private final Node node = new Node(store);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void sessions_that_expired_together_are_ended_a_page_at_a_time_in_one_append_and_none_is_read() {
        List<SessionId> sessions = new ArrayList<>();
        for (int i = 0; i < SessionStore.MAX_BATCH + 44; i++) {
            sessions.add(SessionId.of("s" + i));
            node.runtime.open(sessions.get(i), Node.ADA, OpenSession.empty());
        }
        store.due.addAll(sessions);
        store.batches.clear();
        store.reads.set(0);
        node.pollAfter(ROUND);
        assertThat(store.batches).containsExactly(SessionStore.MAX_BATCH);
        node.pollAfter(Caretaker.TICK);
        assertThat(store.batches).containsExactly(SessionStore.MAX_BATCH, 44);
        assertThat(store.reads).hasValue(0);
        assertThat(node.runtime.counters().expired.sum()).isEqualTo(sessions.size());
        assertThat(node.runtime.cached()).as("images of sessions that ended").isZero();
        for (SessionId session : sessions) {
            assertThat(types(session)).containsExactly("session_opened", "session_ended");
            assertThat(node.runtime.requireState(session).status()).isEqualTo(SessionStatus.ENDED);
        }
    }

    @Test
    void those_who_watch_see_the_end_and_nothing_is_read_for_it() {
        node.open();
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        store.due.add(Node.SESSION);
        store.hinting = false;
        int reads = store.reads.get();
        node.pollAfter(ROUND);
        assertThat(probe.frames())
                .filteredOn(SessionFrame.Event.class::isInstance)
                .extracting(frame -> ((SessionFrame.Event) frame).event())
                .singleElement()
                .extracting(RecordedEvent::revision, RecordedEvent::event)
                .containsExactly(2L, new SessionEnded("expired"));
        assertThat(store.reads).hasValue(reads);
    }

    @Test
    void a_session_that_another_node_saved_from_its_end_goes_on() {
        node.open();
        store.due.add(Node.SESSION);
        try (Node other = new Node(store)) {
            store.beforeAppend = () -> {
                store.beforeAppend = () -> {};
                store.due.clear();
                other.send("c", 1, OpenWindow.of("notes"));
            };
            node.pollAfter(ROUND);
        }
        assertThat(types(Node.SESSION)).doesNotContain("session_ended");
        assertThat(node.runtime.counters().expired.sum()).isZero();
        assertThat(node.runtime.counters().failedCare.sum()).isZero();
    }

    @Test
    void an_end_whose_answer_is_lost_is_not_made_twice_and_one_that_was_not_made_comes_with_the_next_round() {
        node.open();
        store.due.add(Node.SESSION);
        store.appendFaults.add(TestStore.Fault.LOST_BEFORE);
        node.pollAfter(ROUND);
        assertThat(types(Node.SESSION)).containsExactly("session_opened");
        store.appendFaults.add(TestStore.Fault.LOST_AFTER);
        node.pollAfter(ROUND);
        node.pollAfter(ROUND);
        assertThat(types(Node.SESSION)).containsExactly("session_opened", "session_ended");
        assertThat(node.runtime.counters().failedCare.sum()).isEqualTo(2);
        assertThat(node.runtime.requireState(Node.SESSION).status()).isEqualTo(SessionStatus.ENDED);
    }

    @Test
    void the_time_of_the_end_is_not_before_that_of_the_last_event() {
        try (Node ahead = new Node(store)) {
            ahead.clock.advance(Duration.ofHours(1));
            ahead.open();
        }
        store.due.add(Node.SESSION);
        node.pollAfter(ROUND);
        List<StoredEvent> log = store.log(Node.SESSION);
        assertThat(log.get(1).at()).isEqualTo(log.get(0).at());
    }

    @Test
    void a_node_ends_also_a_session_with_events_that_only_the_next_release_knows() {
        node.open();
        try (Node next = new Node(NextRelease.over(store))) {
            next.send("c", 1, OpenWindow.of("notes"));
            WindowId window =
                    next.runtime.requireState(Node.SESSION).windows().get(0).id();
            next.send("c", 2, new RenameWindow(window, "new"));
            store.due.add(Node.SESSION);
            node.pollAfter(ROUND);
            assertThat(next.runtime.requireState(Node.SESSION).status()).isEqualTo(SessionStatus.ENDED);
        }
    }

    private List<String> types(SessionId session) {
        return store.log(session).stream().map(event -> event.payload().type()).toList();
    }
}
