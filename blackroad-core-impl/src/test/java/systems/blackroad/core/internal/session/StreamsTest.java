package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionFrame.Closed;
import systems.blackroad.api.runtime.SessionFrame.Reason;
import systems.blackroad.api.runtime.SessionFrame.Resumed;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.SessionCommand.EndSession;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.StoredEvent;

/** Streams, all on the test's thread; a second node is another writer on the same store. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamsTest {

    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(5);

    private final TestStore store = new TestStore();
    private final Node node = new Node(store);
    private final Node other = new Node(store);
    private int sent;

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
    void a_subscriber_without_a_position_begins_with_the_state_and_gets_each_event_once() {
        change(node, 3);
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(node, 5);
        assertThat(probe.reasons()).containsExactly(Reason.START);
        assertThat(probe.revisions()).containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(probe.state()).isEqualTo(node.runtime.requireState(Node.SESSION));
        assertThat(probe.overlapped).isFalse();
    }

    @Test
    void events_of_this_node_are_delivered_without_a_read() {
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        store.hinting = false;
        int reads = store.reads.get();
        change(node, 5);
        assertThat(probe.revisions()).hasSize(5);
        assertThat(store.reads).hasValue(reads);
        assertThat(store.headCalls).hasValue(0);
    }

    @Test
    void a_subscriber_resumes_from_every_revision_and_misses_nothing() {
        change(node, 10);
        for (long revision = 0; revision <= 11; revision++) {
            StreamPosition position = new StreamPosition("e1", revision);
            Probe probe = Probe.of(other.runtime.stream(Node.SESSION, position));
            assertThat(probe.frames().get(0)).isEqualTo(new Resumed(position));
            assertThat(probe.revisions())
                    .isEqualTo(LongStream.rangeClosed(revision + 1, 11).boxed().toList());
            probe.subscription().cancel();
        }
    }

    @Test
    void resuming_goes_on_with_what_happens_next() {
        change(node, 3);
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, new StreamPosition("e1", 2)));
        change(node, 2);
        assertThat(probe.revisions()).containsExactly(3L, 4L, 5L, 6L);
        assertThat(probe.reasons()).isEmpty();
    }

    @Test
    void a_position_that_cannot_be_resumed_gets_one_snapshot_that_says_why() {
        change(node, 30);
        assertThat(firstReason(new StreamPosition("e0", 3))).isEqualTo(Reason.EPOCH);
        assertThat(firstReason(new StreamPosition("e1", 99))).isEqualTo(Reason.FUTURE);
        assertThat(firstReason(new StreamPosition("e1", 3))).isEqualTo(Reason.TRIMMED);
        store.trim(Node.SESSION, 25);
        assertThat(firstReason(new StreamPosition("e1", 22))).isEqualTo(Reason.TRIMMED);
        assertThat(firstReason(new StreamPosition("e1", 28))).isNull();
    }

    @Test
    void a_session_that_is_not_there_is_an_error() {
        Probe probe = Probe.of(node.runtime.stream(SessionId.of("none"), null));
        assertThat(probe.error)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_NOT_FOUND));
        assertThat(node.runtime.hub().watched()).isZero();
    }

    @Test
    void nothing_is_delivered_that_was_not_requested() {
        Probe probe = new Probe(0);
        node.runtime.stream(Node.SESSION, null).subscribe(probe);
        assertThat(probe.frames()).isEmpty();
        probe.subscription().request(1);
        assertThat(probe.frames()).hasSize(1);
        change(node, 3);
        assertThat(probe.frames()).hasSize(1);
        probe.subscription().request(2);
        assertThat(probe.frames()).hasSize(3);
        probe.subscription().request(Long.MAX_VALUE);
        probe.subscription().request(Long.MAX_VALUE);
        assertThat(probe.revisions()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void a_slow_subscriber_gets_one_snapshot_in_place_of_its_backlog_and_slows_nobody() {
        Probe slow = new Probe(1);
        node.runtime.stream(Node.SESSION, null).subscribe(slow);
        Probe fast = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(node, 100);
        assertThat(fast.revisions()).hasSize(100);
        assertThat(slow.frames()).hasSize(1);
        slow.subscription().request(1);
        assertThat(slow.reasons()).containsExactly(Reason.START, Reason.LAGGED);
        slow.subscription().request(Long.MAX_VALUE);
        assertThat(slow.frames().size()).isLessThanOrEqualTo(1 + 16);
        assertThat(slow.state()).isEqualTo(node.runtime.requireState(Node.SESSION));
        assertThat(node.runtime.counters().lagged.sum()).isPositive();
        change(node, 2);
        assertThat(slow.state()).isEqualTo(fast.state());
    }

    @Test
    void events_of_another_node_come_by_hint() {
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(other, 3);
        assertThat(probe.revisions()).containsExactly(2L, 3L, 4L);
        assertThat(probe.state()).isEqualTo(other.runtime.requireState(Node.SESSION));
    }

    @Test
    void a_hint_that_names_nothing_means_look_at_everything() {
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        store.hinting = false;
        change(other, 2);
        assertThat(probe.revisions()).isEmpty();
        store.hint(Set.of());
        assertThat(probe.revisions()).containsExactly(2L, 3L);
    }

    @Test
    void repeated_and_strange_hints_change_nothing() {
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(other, 1);
        store.hint(Set.of("desk"));
        store.hint(Set.of("desk", "unwatched", "no session id!"));
        assertThat(probe.revisions()).containsExactly(2L);
    }

    @Test
    void with_every_hint_lost_the_poll_brings_events_within_five_seconds() {
        store.hinting = false;
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(other, 3);
        for (Duration passed = SOON; passed.compareTo(LONG) <= 0; passed = passed.plus(SOON)) {
            node.pollAfter(SOON);
        }
        assertThat(probe.revisions()).containsExactly(2L, 3L, 4L);
        int heads = store.headCalls.get();
        node.pollAfter(SOON);
        assertThat(store.headCalls).hasValue(heads);
    }

    @Test
    void a_poll_that_fails_is_made_up_for_by_the_next() {
        store.hinting = false;
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(other, 1);
        store.failingReads.set(1);
        node.pollAfter(LONG);
        assertThat(probe.revisions()).isEmpty();
        assertThat(node.runtime.counters().failedRefreshes.sum()).isEqualTo(1);
        node.pollAfter(LONG);
        assertThat(probe.revisions()).containsExactly(2L);
    }

    @Test
    void a_gap_left_by_another_node_is_filled_in_order_before_a_local_event() {
        store.hinting = false;
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(other, 2);
        change(node, 1);
        assertThat(probe.revisions()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void a_snapshot_saved_meanwhile_does_not_swallow_events() {
        store.hinting = false;
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(other, 25);
        node.pollAfter(LONG);
        assertThat(store.snapshot(Node.SESSION)).isPresent();
        assertThat(probe.revisions()).hasSize(16 + 9);
        assertThat(probe.reasons()).containsExactly(Reason.START);
    }

    @Test
    void a_new_epoch_replaces_all_that_subscribers_knew() {
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        change(node, 1);
        store.newEpoch();
        change(node, 1);
        assertThat(probe.reasons()).containsExactly(Reason.START, Reason.EPOCH);
        assertThat(probe.state()).isEqualTo(node.runtime.requireState(Node.SESSION));
    }

    @Test
    void an_ended_session_ends_its_streams_after_the_last_event() {
        Probe here = Probe.of(node.runtime.stream(Node.SESSION, null));
        Probe there = Probe.of(other.runtime.stream(Node.SESSION, null));
        node.send("z", 1, new EndSession("user"));
        for (Probe probe : List.of(here, there)) {
            assertThat(probe.revisions()).containsExactly(2L);
            assertThat(last(probe)).isEqualTo(new Closed(ErrorCode.SESSION_ENDED));
            assertThat(probe.completed).isTrue();
        }
        Probe late = Probe.of(node.runtime.stream(Node.SESSION, new StreamPosition("e1", 1)));
        assertThat(late.revisions()).containsExactly(2L);
        assertThat(last(late)).isEqualTo(new Closed(ErrorCode.SESSION_ENDED));
        assertThat(late.completed).isTrue();
        assertThat(node.runtime.hub().watched()).isZero();
    }

    @Test
    void closing_ends_streams_so_that_clients_come_again() {
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        Flow.Publisher<SessionFrame> publisher = node.runtime.stream(Node.SESSION, null);
        node.close();
        assertThat(last(probe)).isEqualTo(new Closed(ErrorCode.SHUTTING_DOWN));
        assertThat(probe.completed).isTrue();
        Probe late = Probe.of(publisher);
        assertThat(late.frames()).containsExactly(new Closed(ErrorCode.SHUTTING_DOWN));
        assertThat(late.completed).isTrue();
    }

    @Test
    void events_that_this_version_does_not_know_end_the_stream() {
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        StoredEvent first = store.log(Node.SESSION).get(0);
        store.append(List.of(new Append(
                Node.SESSION,
                Node.ADA.user(),
                1,
                "e1",
                SessionStatus.LIVE,
                List.of(new StoredEvent(
                        2,
                        first.at(),
                        first.actor(),
                        new CommandId(ClientId.of("z"), 1),
                        first.bodyHash(),
                        null,
                        Payload.ofJson("window_shaded", 1, "{}"))))));
        assertThat(last(probe)).isEqualTo(new Closed(ErrorCode.SESSION_NEWER));
        assertThat(probe.completed).isTrue();
        Probe late = Probe.of(node.runtime.stream(Node.SESSION, null));
        assertThat(late.reasons()).containsExactly(Reason.START);
        assertThat(last(late)).isEqualTo(new Closed(ErrorCode.SESSION_NEWER));
    }

    @Test
    void a_request_below_one_is_an_error_and_ends_the_stream() {
        Probe probe = new Probe(0);
        node.runtime.stream(Node.SESSION, null).subscribe(probe);
        probe.subscription().request(0);
        assertThat(probe.error).isInstanceOf(IllegalArgumentException.class);
        probe.subscription().request(5);
        change(node, 1);
        assertThat(probe.frames()).isEmpty();
        assertThat(node.runtime.hub().watched()).isZero();
    }

    @Test
    void a_cancelled_subscriber_hears_nothing_more_and_is_forgotten() {
        Probe probe = Probe.of(node.runtime.stream(Node.SESSION, null));
        probe.subscription().cancel();
        probe.subscription().cancel();
        change(node, 1);
        assertThat(probe.frames()).hasSize(1);
        assertThat(probe.completed).isFalse();
        assertThat(node.runtime.hub().watched()).isZero();
    }

    @Test
    void a_subscriber_that_throws_loses_its_stream_and_hurts_nobody() {
        Probe good = Probe.of(node.runtime.stream(Node.SESSION, null));
        node.runtime.stream(Node.SESSION, null).subscribe(new Throwing());
        change(node, 2);
        assertThat(good.revisions()).containsExactly(2L, 3L);
        assertThat(node.runtime.counters().failedSubscribers.sum()).isEqualTo(1);
    }

    @Test
    void a_subscriber_may_cancel_before_anything_comes() {
        Probe probe = new Probe(0) {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.cancel();
            }
        };
        node.runtime.stream(Node.SESSION, null).subscribe(probe);
        change(node, 1);
        assertThat(probe.frames()).isEmpty();
        assertThat(node.runtime.hub().watched()).isZero();
    }

    @Test
    void a_null_subscriber_is_refused() {
        assertThatThrownBy(() -> node.runtime.stream(Node.SESSION, null).subscribe(nothing()))
                .isInstanceOf(NullPointerException.class);
    }

    @SuppressWarnings("NullAway")
    private static Flow.Subscriber<SessionFrame> nothing() {
        return null;
    }

    private @Nullable Reason firstReason(StreamPosition position) {
        Probe probe = Probe.of(other.runtime.stream(Node.SESSION, position));
        probe.subscription().cancel();
        SessionFrame first = probe.frames().get(0);
        return first instanceof SessionFrame.Snapshot snapshot ? snapshot.reason() : null;
    }

    private static SessionFrame last(Probe probe) {
        List<SessionFrame> frames = probe.frames();
        return frames.get(frames.size() - 1);
    }

    private void change(Node by, int times) {
        for (int i = 0; i < times; i++) {
            sent++;
            by.send("tab", sent, new SetTheme(Theme.of("theme-" + sent)));
        }
    }

    /** Fails at the first frame. */
    private static final class Throwing implements Flow.Subscriber<SessionFrame> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(SessionFrame item) {
            throw new IllegalStateException("planted " + Objects.hashCode(item));
        }

        @Override
        public void onError(Throwable reason) {
            throw new IllegalStateException("not expected", reason);
        }

        @Override
        public void onComplete() {
            throw new IllegalStateException("not expected");
        }
    }
}
