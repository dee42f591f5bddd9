package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.HintSubscription;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Verdict;

/** What lets a job start that was held back is heard of. */
abstract class JobHintContract extends QueueTopic {

    private static final int TRIES = 5;
    private static final JobKey ORDERED = JobKey.ordered("k");
    private static final QueueLimits ONE = QueueLimits.NONE.withConcurrency(1);

    /** A queue and a node for each try. */
    private QueueName queue = BULK;

    private NodeId node = N1;

    /**
     * Tries until a listener hears of the queue: a single hint may be lost.
     *
     * @param holding sees to it that a job is held back, and returns what lets it start
     */
    private void assertHears(Supplier<Runnable> holding) {
        for (int i = 0; i < TRIES; i++) {
            queue = QueueName.of("try" + i);
            node = NodeId.of("node" + i);
            Runnable letting = holding.get();
            Heard heard = new Heard();
            HintSubscription listening = store().hints(heard);
            letting.run();
            boolean hears = heard.hears(queue.value(), fixture().patience().dividedBy(TRIES));
            listening.close();
            if (hears) {
                return;
            }
        }
        throw new AssertionError("a listener heard nothing of the queue in " + TRIES + " tries");
    }

    private NewJob work(String name, String type, @Nullable JobKey key) {
        return job(name + "-" + queue, type, queue, 0, Due.NOW, 3).withKey(key);
    }

    /** What the node is given of the queue of this try. */
    private List<ClaimedJob> given() {
        return given(node, new Claim(Set.of(MAIL, REPORT), 10, false, Set.of(queue)));
    }

    /** Enqueues two jobs of which the second is held back while the first runs, and returns the run of that. */
    private ClaimedJob runsAndWaits(@Nullable JobKey key) {
        enqueue(work("runs", MAIL, key), work("waits", MAIL, key));
        List<ClaimedJob> given = given();
        assertThat(ids(given)).containsExactly("runs-" + queue);
        return given.get(0);
    }

    @Test
    @Rule("J-155")
    void a_listener_hears_when_the_end_of_a_run_lets_a_job_start() {
        assertHears(() -> {
            store().putQueue(queue, ONE, ADA);
            ClaimedJob run = runsAndWaits(null);
            return () -> settle(node, run, completed());
        });
    }

    @Test
    @Rule("J-155")
    void a_listener_hears_when_the_next_has_its_turn() {
        assertHears(() -> {
            ClaimedJob run = runsAndWaits(ORDERED);
            return () -> settle(node, run, new Verdict.Failed("no"));
        });
    }

    @Test
    @Rule("J-155")
    void a_listener_hears_when_a_job_that_had_its_turn_and_did_not_begin_is_cancelled() {
        assertHears(() -> {
            NewJob alien = work("alien", "alien", ORDERED);
            enqueue(alien, work("waits", MAIL, ORDERED));
            assertThat(given()).isEmpty();
            return () -> store().cancel(alien.id(), ADA);
        });
    }

    @Test
    @Rule("J-155")
    void a_listener_hears_when_a_run_that_is_put_back_and_does_not_wait_again_lets_a_job_of_its_key_start() {
        assertHears(() -> {
            store().putQueue(queue, QueueLimits.NONE.withKeyConcurrency(1), ADA);
            ClaimedJob run = runsAndWaits(JobKey.of("k"));
            store().cancel(run.id(), ADA);
            return () -> store().leave(node);
        });
    }

    @Test
    @Rule("J-155")
    void a_listener_hears_of_a_resumed_queue() {
        assertHears(() -> {
            store().pauseQueue(queue, true, ADA);
            enqueue(work("waits", MAIL, null));
            assertThat(given()).isEmpty();
            return () -> store().pauseQueue(queue, false, ADA);
        });
    }

    @Test
    @Rule("J-155")
    void a_listener_hears_of_a_raised_limit() {
        assertHears(() -> {
            store().putQueue(queue, ONE, ADA);
            runsAndWaits(null);
            return () -> store().putQueue(queue, ONE.withConcurrency(2), ADA);
        });
    }
}
