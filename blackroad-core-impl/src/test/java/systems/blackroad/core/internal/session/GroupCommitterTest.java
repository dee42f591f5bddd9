package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult.Appended;
import systems.blackroad.api.store.StoredEvent;

@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GroupCommitterTest {

    private static final long NOT_AT_ALL = 0;
    private static final long AS_LONG_AS_IT_TAKES = TimeUnit.HOURS.toNanos(1);

    private final TestStore store = new TestStore();
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<String> answered = new CopyOnWriteArrayList<>();

    @Test
    void an_idle_committer_appends_on_the_thread_that_asks() {
        GroupCommitter committer = committer(tasks::add, NOT_AT_ALL);
        submit(committer, "a");
        submit(committer, "b");
        assertThat(answered).containsExactly("a", "b");
        assertThat(tasks).isEmpty();
        assertThat(store.batches).containsExactly(1, 1);
    }

    @Test
    void what_arrives_while_a_batch_is_under_way_goes_with_the_next() {
        GroupCommitter committer = committer(tasks::add, NOT_AT_ALL);
        during(1, () -> {
            submit(committer, "b");
            submit(committer, "c");
            submit(committer, "d");
        });
        submit(committer, "a");
        assertThat(answered).containsExactly("a");
        tasks.remove(0).run();
        assertThat(answered).containsExactly("a", "b", "c", "d");
        assertThat(store.batches).containsExactly(1, 3);
    }

    @Test
    void a_second_batch_goes_beside_the_first_once_enough_wait() {
        GroupCommitter committer = committer(tasks::add, NOT_AT_ALL);
        during(1, () -> {
            for (int i = 1; i < GroupCommitter.SECOND_FROM; i++) {
                submit(committer, "b" + i);
            }
            assertThat(tasks).isEmpty();
            submit(committer, "last");
            assertThat(tasks).hasSize(1);
            submit(committer, "one more");
            assertThat(tasks).hasSize(1);
            tasks.remove(0).run();
        });
        submit(committer, "a");
        assertThat(answered).hasSize(GroupCommitter.SECOND_FROM + 2).endsWith("a");
        assertThat(store.batches).containsExactly(GroupCommitter.SECOND_FROM + 1, 1);
        assertThat(tasks).isEmpty();
    }

    @Test
    void a_batch_waits_for_as_many_as_were_just_answered() throws InterruptedException {
        Thread[] worker = new Thread[1];
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> worker[0] = new Thread(task));
        try {
            GroupCommitter committer = committer(executor, AS_LONG_AS_IT_TAKES);
            during(1, () -> {
                submit(committer, "b");
                submit(committer, "c");
            });
            submit(committer, "a");
            awaitGathering(worker);
            submit(committer, "d");
            awaitGathering(worker);
            assertThat(store.batches).containsExactly(1, 2);
            CountDownLatch last = new CountDownLatch(1);
            committer.submit(append("e"), answer -> last.countDown());
            last.await();
            assertThat(store.batches).containsExactly(1, 2, 2);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void a_batch_waits_no_longer_than_it_may_for_who_does_not_come_back() {
        GroupCommitter committer = committer(tasks::add, 1);
        during(1, () -> {
            submit(committer, "b");
            submit(committer, "c");
        });
        during(2, () -> submit(committer, "d"));
        submit(committer, "a");
        tasks.remove(0).run();
        assertThat(answered).containsExactly("a", "b", "c", "d");
        assertThat(store.batches).containsExactly(1, 2, 1);
    }

    private GroupCommitter committer(Executor executor, long gatherNanos) {
        return new GroupCommitter(store, new Workers(executor), new Counters(), gatherNanos);
    }

    /** Does {@code work} while the batch of that number is on its way, counted from 1. */
    private void during(int batch, Runnable work) {
        Runnable before = store.beforeAppend;
        int[] begun = new int[1];
        store.beforeAppend = () -> {
            before.run();
            if (++begun[0] == batch) {
                work.run();
            }
        };
    }

    private void submit(GroupCommitter committer, String session) {
        committer.submit(append(session), answer -> {
            assertThat(answer.result()).isInstanceOf(Appended.class);
            answered.add(session);
        });
    }

    private static void awaitGathering(Thread[] worker) {
        while (worker[0] == null || worker[0].getState() != Thread.State.TIMED_WAITING) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.onSpinWait();
        }
    }

    private static Append append(String session) {
        UserId ada = UserId.of("ada");
        StoredEvent event = new StoredEvent(
                1,
                Instant.EPOCH,
                ada,
                new CommandId(ClientId.of("device"), 1),
                "0".repeat(64),
                null,
                Payload.of("x", 1, new byte[0]));
        return new Append(SessionId.of(session.replace(' ', '-')), ada, 0, null, SessionStatus.LIVE, List.of(event));
    }
}
