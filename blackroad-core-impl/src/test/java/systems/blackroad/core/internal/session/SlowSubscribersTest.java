package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import systems.blackroad.api.runtime.SessionFrame;
import systems.blackroad.api.runtime.SessionFrame.Reason;
import systems.blackroad.api.runtime.StreamPosition;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.Theme;
import systems.blackroad.core.OsJson;

/** What subscribers share, what each may hold, and that one cannot slow another. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class SlowSubscribersTest {

    private static final int LARGEST_BUFFER = 10_000;

    private final TestStore store = new TestStore();
    private int sent;

    @Test
    void a_subscriber_that_requests_nothing_more_holds_at_most_64_KiB_while_ten_thousand_events_pass() {
        store.hinting = false;
        try (Node node = new Node(store, Runnable::run, LARGEST_BUFFER)) {
            node.open();
            Probe slow = new Probe(1);
            node.runtime.stream(Node.SESSION, null).subscribe(slow);
            StreamSubscription held = (StreamSubscription) slow.subscription();
            int most = 0;
            for (int i = 0; i < 10_000; i++) {
                change(node, 1);
                most = Math.max(most, held.bufferedBytes());
            }
            assertThat(most).isBetween(60_000, 65_536);
            assertThat(held.bufferedBytes()).isZero();
            assertThat(node.runtime.counters().lagged.sum()).isEqualTo(1);
            slow.subscription().request(Long.MAX_VALUE);
            assertThat(slow.reasons()).containsExactly(Reason.START, Reason.LAGGED);
            assertThat(slow.state()).isEqualTo(node.runtime.requireState(Node.SESSION));
        }
    }

    @Test
    void a_subscriber_that_has_requested_nothing_at_all_holds_nothing_and_begins_where_it_asks() {
        try (Node node = new Node(store)) {
            node.open();
            Probe idle = new Probe(0);
            node.runtime.stream(Node.SESSION, null).subscribe(idle);
            change(node, 5);
            assertThat(((StreamSubscription) idle.subscription()).bufferedBytes())
                    .isZero();
            idle.subscription().request(1);
            assertThat(idle.reasons()).containsExactly(Reason.START);
            assertThat(idle.state()).isEqualTo(node.runtime.requireState(Node.SESSION));
        }
    }

    @Test
    void laggards_at_one_revision_get_one_snapshot_with_one_text() {
        try (Node node = new Node(store)) {
            node.open();
            List<Probe> laggards = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Probe laggard = new Probe(1);
                node.runtime.stream(Node.SESSION, null).subscribe(laggard);
                laggards.add(laggard);
                change(node, 1);
            }
            change(node, 40);
            laggards.forEach(laggard -> laggard.subscription().request(1));
            SessionFrame shared = laggards.get(0).frames().get(1);
            ByteBuffer text = OsJson.frameBytes(shared);
            for (Probe laggard : laggards) {
                assertThat(laggard.reasons()).containsExactly(Reason.START, Reason.LAGGED);
                assertThat(laggard.frames().get(1)).isSameAs(shared);
            }
            assertThat(shared.encoded(frame -> "made again")).isEqualTo(text);
            change(node, 40);
            laggards.get(0).subscription().request(17);
            assertThat(laggards.get(0).frames()).last().isNotSameAs(shared);
        }
    }

    @Test
    void an_event_is_one_object_that_was_encoded_once_for_those_who_watch_and_those_who_resume() {
        try (Node node = new Node(store)) {
            node.open();
            Probe one = Probe.of(node.runtime.stream(Node.SESSION, null));
            Probe two = Probe.of(node.runtime.stream(Node.SESSION, null));
            change(node, 3);
            int reads = store.reads.get();
            Probe resumed = Probe.of(node.runtime.stream(Node.SESSION, new StreamPosition("e1", 2)));
            assertThat(store.reads).as("one look at the head, no replay").hasValue(reads + 1);
            SessionFrame last = one.frames().get(3);
            assertThat(two.frames().get(3)).isSameAs(last);
            assertThat(resumed.frames().get(2)).isSameAs(last);
            assertThat(last.encoded(frame -> "made again"))
                    .isEqualTo(ByteBuffer.wrap(OsJson.frame(last).getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void those_who_resume_at_once_cost_one_read_of_the_head_and_one_of_the_events() {
        List<Runnable> tasks = new ArrayList<>();
        try (Node writer = new Node(store);
                Node node = new Node(store, tasks::add, 16)) {
            writer.open();
            change(writer, 10);
            List<Probe> probes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                probes.add(Probe.of(node.runtime.stream(Node.SESSION, new StreamPosition("e1", 5))));
            }
            int reads = store.reads.get();
            while (!tasks.isEmpty()) {
                tasks.remove(0).run();
            }
            assertThat(store.reads).hasValue(reads + 2);
            assertThat(probes)
                    .allSatisfy(probe -> assertThat(probe.revisions()).containsExactly(6L, 7L, 8L, 9L, 10L, 11L));
        }
    }

    @Test
    void a_subscriber_that_blocks_its_thread_delays_nobody() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch release = new CountDownLatch(1);
        try (Node node = new Node(store, threads, 16)) {
            node.open();
            Probe stuck = new Probe(Long.MAX_VALUE) {
                @Override
                public void onNext(SessionFrame frame) {
                    super.onNext(frame);
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
            node.runtime.stream(Node.SESSION, null).subscribe(stuck);
            assertThat(stuck.await(frames -> frames.size() == 1)).isTrue();
            Probe quick = Probe.of(node.runtime.stream(Node.SESSION, null));
            assertThat(quick.await(frames -> frames.size() == 1)).isTrue();
            for (int i = 1; i <= 100; i++) {
                change(node, 1);
                int expected = 1 + i;
                assertThat(quick.await(frames -> frames.size() == expected)).isTrue();
            }
            assertThat(stuck.frames()).hasSize(1);
            release.countDown();
            long head = node.runtime.requireHead(Node.SESSION).revision();
            assertThat(stuck.await(frames -> frames.get(frames.size() - 1) instanceof SessionFrame.Snapshot snapshot
                            && snapshot.state().revision() == head))
                    .isTrue();
            assertThat(stuck.reasons()).containsExactly(Reason.START, Reason.LAGGED);
        } finally {
            release.countDown();
            threads.shutdownNow();
        }
    }

    private void change(Node by, int times) {
        for (int i = 0; i < times; i++) {
            sent++;
            by.send("tab", sent, new SetTheme(Theme.of("theme-" + sent)));
        }
    }
}
