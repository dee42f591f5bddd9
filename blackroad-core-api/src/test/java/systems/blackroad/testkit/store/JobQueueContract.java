package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;

/** Settings of queues, pauses, routing, and what a held back job does to others. */
abstract class JobQueueContract extends QueueTopic {

    private static final RateLimit TEN_A_MINUTE = new RateLimit(10, Duration.ofMinutes(1));

    @Test
    @Rule("J-133")
    void a_job_shows_its_key_and_whether_it_is_ordered() {
        String longest = "ß".repeat(JobKey.MAX_LENGTH);
        enqueue(keyed("keyed", longest), ordered("ordered", "k"), in(BULK, "neither"));
        assertThat(read("keyed").key()).isEqualTo(JobKey.of(longest));
        assertThat(read("ordered").key()).isEqualTo(JobKey.ordered("k"));
        assertThat(read("neither").key()).isNull();
    }

    @Test
    @Rule("J-134")
    void limits_are_replaced_and_a_pause_stays() {
        QueueLimits all =
                QueueLimits.NONE.withConcurrency(30).withKeyConcurrency(20).withRate(TEN_A_MINUTE);
        QueueSettings open = new QueueSettings(BULK, false, all);
        assertThat(store().putQueue(BULK, all, ADA)).isEqualTo(open);
        assertThat(store().queues()).containsExactly(open);
        store().pauseQueue(BULK, true, ADA);
        QueueLimits one = QueueLimits.NONE.withKeyConcurrency(7);
        QueueSettings paused = new QueueSettings(BULK, true, one);
        assertThat(store().putQueue(BULK, one, ADA)).isEqualTo(paused);
        assertThat(store().queues()).containsExactly(paused);
    }

    @Test
    @Rule("J-135")
    void queues_that_are_paused_or_limited_are_listed_by_name() {
        assertThat(store().queues()).isEmpty();
        enqueue(in(QueueName.of("unset"), "a"));
        store().pauseQueue(QueueName.of("z"), true, ADA);
        limit(1);
        put(QueueName.of("a.b"), limits -> limits.withRate(TEN_A_MINUTE));
        put(QueueName.of("a-b"), limits -> limits.withKeyConcurrency(1));
        assertThat(store().queues())
                .extracting(settings -> settings.queue().value())
                .containsExactly("a-b", "a.b", "bulk", "z");
        put(BULK, limits -> limits);
        store().pauseQueue(QueueName.of("z"), false, ADA);
        assertThat(store().queues())
                .extracting(settings -> settings.queue().value())
                .containsExactly("a-b", "a.b");
    }

    @Test
    @Rule("J-136")
    void a_pause_tells_whether_it_changes_anything_and_keeps_the_limits() {
        limit(4);
        QueueLimits four = QueueLimits.NONE.withConcurrency(4);
        assertThat(store().pauseQueue(BULK, false, ADA)).isFalse();
        assertThat(store().pauseQueue(BULK, true, ADA)).isTrue();
        assertThat(store().pauseQueue(BULK, true, ADA)).isFalse();
        assertThat(store().queues()).containsExactly(new QueueSettings(BULK, true, four));
        assertThat(store().pauseQueue(BULK, false, ADA)).isTrue();
        assertThat(store().queues()).containsExactly(new QueueSettings(BULK, false, four));
    }

    @Test
    @Rule("J-137")
    void a_paused_queue_gives_nothing_and_what_runs_goes_on() {
        enqueue(in(BULK, "runs"));
        ClaimedJob run = only("runs");
        another().pauseQueue(BULK, true, ADA);
        enqueue(in(BULK, "waits"), in(OTHER, "else"));
        only("else");
        assertThat(status("waits")).isEqualTo(JobStatus.PENDING);
        assertThat(settle(N1, run, completed())).isEqualTo(Acceptance.ACCEPTED);
        assertNothingGiven();
    }

    @Test
    @Rule("J-137")
    void a_paused_queue_gives_no_suspect() {
        enqueue(in(BULK, "suspect"));
        lose("suspect");
        lose("suspect");
        store().pauseQueue(BULK, true, ADA);
        assertThat(given(N2, wishWithSuspects(10))).isEmpty();
        store().pauseQueue(BULK, false, ADA);
        assertThat(ids(given(N2, wishWithSuspects(10)))).containsExactly("suspect");
    }

    @Test
    @Rule("J-138")
    void a_resumed_queue_gives_its_jobs_in_claim_order() {
        enqueue(in(BULK, "first"), in(BULK, "second"));
        store().pauseQueue(BULK, true, ADA);
        assertNothingGiven();
        enqueue(in(BULK, "third"), job("urgent", MAIL, BULK, 5, Due.NOW, 3));
        assertNothingGiven();
        store().pauseQueue(BULK, false, ADA);
        assertThat(ids(given(N1, 10))).containsExactly("urgent", "first", "second", "third");
    }

    @Test
    @Rule("J-152")
    void a_claim_of_some_queues_gives_their_jobs_and_leaves_the_others() {
        enqueue(in(BULK, "bulk"), in(OTHER, "other"), in(DEFAULT, "default"));
        Claim some = new Claim(Set.of(MAIL, REPORT), 1, true, Set.of(OTHER, QueueName.of("none")));
        assertThat(ids(given(N1, some))).containsExactly("other");
        assertThat(given(N1, some)).isEmpty();
        assertThat(status("bulk")).isEqualTo(JobStatus.PENDING);
        assertThat(ids(given(N1, 10))).containsExactly("bulk", "default");
    }

    @Test
    @Rule("J-152")
    void a_claim_of_some_queues_gives_no_suspect_of_others() {
        enqueue(in(BULK, "suspect"));
        lose("suspect");
        lose("suspect");
        assertThat(given(N2, new Claim(Set.of(MAIL), 10, true, Set.of(OTHER)))).isEmpty();
        assertThat(ids(given(N2, new Claim(Set.of(MAIL), 10, true, Set.of(OTHER, BULK)))))
                .containsExactly("suspect");
    }

    /** Enough jobs that no store looks at all of them in one claim. */
    private void enqueueMany(QueueName queue, int priority) {
        List<NewJob> many = new ArrayList<>();
        for (int i = 0; i < JobStore.MAX_BATCH; i++) {
            many.add(job(queue + "-" + i, MAIL, queue, priority, Due.NOW, 3)
                    .withKey(new JobKey("k" + i % 7, i % 2 == 0)));
        }
        store().enqueue(many, null);
    }

    @Test
    @Rule("J-153")
    void what_is_held_back_delays_nothing_else() {
        store().pauseQueue(BULK, true, ADA);
        enqueueMany(BULK, 10);
        put(OTHER, limits -> limits.withConcurrency(1));
        enqueueMany(OTHER, 9);
        enqueue(in(DEFAULT, "behind"));
        assertThat(ids(given(N1, 10))).containsExactly("other-0", "behind");
        assertThat(store().counts()).containsEntry(JobStatus.PENDING, 2L * JobStore.MAX_BATCH - 1);
    }

    private void assertDelaysNoOtherKey(Function<String, JobKey> key) {
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < JobStore.MAX_BATCH; i++) {
            jobs.add(in(BULK, "k-" + i).withKey(key.apply("k")));
        }
        store().enqueue(jobs, null);
        enqueue(in(BULK, "behind").withKey(key.apply("l")));
        assertThat(ids(given(N1, 10))).containsExactly("k-0", "behind");
        enqueue(in(BULK, "later").withKey(key.apply("m")));
        only("later");
    }

    @Test
    @Rule("J-153")
    void what_waits_for_its_turn_delays_no_other_key() {
        assertDelaysNoOtherKey(JobKey::ordered);
    }

    @Test
    @Rule("J-153")
    void what_the_limit_of_a_key_holds_back_delays_no_other_key() {
        put(BULK, limits -> limits.withKeyConcurrency(1));
        assertDelaysNoOtherKey(JobKey::of);
    }

    @Test
    @Rule("J-153")
    void a_type_that_nobody_runs_delays_no_other_type_under_the_same_limit() {
        limit(1);
        enqueue(
                job("unknown", "unknown", BULK, 9, Due.NOW, 3),
                in(BULK, "first"),
                job("alien", "alien", BULK, 0, Due.NOW, 3),
                in(BULK, "second"));
        settle(N1, only("first"), completed());
        only("second");
    }

    @Test
    @Rule("J-154")
    void a_held_back_job_is_cancelled_queued_again_and_deleted_like_another() {
        limit(1);
        enqueue(in(BULK, "runs"), in(BULK, "a"), in(BULK, "b"), in(BULK, "c"));
        ClaimedJob run = only("runs");
        assertNothingGiven();
        assertThat(store().requeue(id("a"), ADA)).isEqualTo(RequeueOutcome.ALREADY_DUE);
        assertThat(store().cancel(id("a"), ADA)).isEqualTo(CancelOutcome.CANCELLED);
        assertThat(store().delete(id("a"))).isTrue();
        settle(N1, run, completed());
        assertThat(store().cancel(id("b"), ADA)).isEqualTo(CancelOutcome.CANCELLED);
        only("c");
    }

    @Test
    @Rule("J-156")
    void settings_and_what_they_count_outlive_the_instances_as_the_class_says() {
        QueueLimits two = QueueLimits.NONE.withConcurrency(2);
        QueueLimits slow = QueueLimits.NONE.withRate(new RateLimit(1, Duration.ofMinutes(1)));
        store().putQueue(BULK, two.withRate(TEN_A_MINUTE), ADA);
        store().putQueue(OTHER, slow, ADA);
        enqueue(ordered("a", "k"), ordered("b", "k"), in(BULK, "c"), in(BULK, "d"), in(OTHER, "x"), in(OTHER, "y"));
        assertThat(ids(given(N1, 10))).containsExactly("a", "c", "x");
        reopen();
        if (fixture().durability() == Durability.D0) {
            assertThat(store().queues()).isEmpty();
        } else {
            assertThat(store().queues())
                    .containsExactly(
                            new QueueSettings(BULK, false, two.withRate(TEN_A_MINUTE)),
                            new QueueSettings(OTHER, false, slow));
            assertNothingGiven();
            store().putQueue(BULK, two.withConcurrency(3).withRate(TEN_A_MINUTE), ADA);
            only("d");
            clock().advance(Duration.ofMinutes(1));
            assertThat(ids(given(N2, 10))).containsExactly("y");
        }
    }

    @Test
    @Rule("J-157")
    void namespaces_do_not_share_settings() {
        store().pauseQueue(BULK, true, ADA);
        JobStore neighbour = fixture().openNeighbour().jobs();
        assertThat(neighbour.queues()).isEmpty();
        neighbour.putQueue(OTHER, QueueLimits.NONE.withConcurrency(1), ADA);
        assertThat(store().queues()).containsExactly(new QueueSettings(BULK, true, QueueLimits.NONE));
    }

    @Test
    @Rule("J-158")
    void a_claim_that_leaves_what_it_could_give_says_so() {
        limit(2);
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            jobs.add(in(i % 3 == 0 ? DEFAULT : BULK, "j" + i));
        }
        store().enqueue(jobs, null);
        List<String> given = new ArrayList<>(ids(given(N1, 1)));
        given.addAll(ids(given(N1, 5)));
        given.addAll(ids(given(N1, 50)));
        assertThat(given).hasSize(12).startsWith("j0", "j1", "j2", "j3").doesNotHaveDuplicates();
        assertNothingGiven();
    }

    private void assertOneTooMany(Runnable change) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(change::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED));
    }

    @Test
    @Rule("J-159")
    void one_queue_too_many_is_neither_paused_nor_limited() {
        for (int i = 0; i < JobStore.MAX_QUEUES; i++) {
            store().pauseQueue(QueueName.of("q" + i), true, ADA);
        }
        List<QueueSettings> all = store().queues();
        assertThat(all).hasSize(JobStore.MAX_QUEUES);
        assertOneTooMany(() -> limit(1));
        assertOneTooMany(() -> store().pauseQueue(BULK, true, ADA));
        assertThat(store().pauseQueue(BULK, false, ADA)).isFalse();
        assertThat(store().queues()).isEqualTo(all);
        put(QueueName.of("q7"), limits -> limits.withConcurrency(1));
        put(QueueName.of("q7"), limits -> limits.withConcurrency(2));
        store().pauseQueue(QueueName.of("q0"), false, ADA);
        limit(1);
        assertOneTooMany(() -> store().pauseQueue(OTHER, true, ADA));
        assertThat(store().queues()).hasSize(JobStore.MAX_QUEUES);
    }
}
