package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.EnqueueOutcome.Created;
import systems.blackroad.api.job.EnqueueOutcome.Duplicate;
import systems.blackroad.api.job.EnqueueOutcome.Existing;
import systems.blackroad.api.job.EnqueueOutcome.Replaced;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Verdict;

/** Unique keys: who holds one, until when, and what becomes of the next job that asks for it. */
abstract class JobUniqueContract extends JobContract {

    private static final UniqueKey PENDING = UniqueKey.whilePending("k");
    private static final UniqueKey LIVE = UniqueKey.whileLive("k");
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final UniqueKey WITHIN = UniqueKey.within(PERIOD, "k");

    static NewJob keyed(String id, UniqueKey unique) {
        return job(id).withUnique(unique);
    }

    private EnqueueOutcome ask(String id, UniqueKey unique) {
        return enqueue(keyed(id, unique)).get(0);
    }

    private static EnqueueOutcome created(String id) {
        return new Created(id(id));
    }

    private static EnqueueOutcome duplicate(String id, String of) {
        return new Duplicate(id(id), id(of));
    }

    private static EnqueueOutcome replaced(String id, String former) {
        return new Replaced(id(id), id(former));
    }

    /** Enqueues a job with a key, and lets {@link #N1} claim it. */
    private ClaimedJob runningWith(String id, UniqueKey unique) {
        assertThat(ask(id, unique)).isEqualTo(created(id));
        ClaimedJob run = claimOne(N1);
        assertThat(run.id()).isEqualTo(id(id));
        return run;
    }

    @Test
    @Rule("J-117")
    void a_job_whose_key_nobody_holds_is_created() {
        for (String key : List.of("order 7", "Order 7", "order 7 ", "ord\u00e9r 7", "\uD83D\uDE80", "x".repeat(256))) {
            String id = "of-" + Integer.toHexString(key.hashCode());
            assertThat(ask(id, UniqueKey.whileLive(key))).isEqualTo(created(id));
            assertThat(status(id)).isEqualTo(JobStatus.PENDING);
        }
        heartbeat(N1);
        assertThat(claim(N1, 10)).hasSize(6);
    }

    @Test
    @Rule("J-118")
    void a_job_that_finds_its_key_held_is_not_taken_in() {
        ask("a", LIVE);
        Job holder = read("a");
        NewJob other = job("b", REPORT, QueueName.of("slow"), 9, Due.NOW, 1).withUnique(LIVE);
        assertThat(enqueue(other)).containsExactly(duplicate("b", "a"));
        assertThat(store().find(id("b"))).isEmpty();
        assertThat(read("a")).isEqualTo(holder);
        assertThat(enqueue(job("b"))).containsExactly(created("b"));
    }

    @Test
    @Rule("J-119")
    void a_key_while_pending_is_held_by_a_job_that_waits() {
        ask("a", PENDING);
        assertThat(ask("b", PENDING)).isEqualTo(duplicate("b", "a"));
        ClaimedJob run = claimOne(N1);
        settle(N1, run, retry(Duration.ofSeconds(1)));
        assertThat(ask("b", PENDING)).isEqualTo(duplicate("b", "a"));
        clock().advance(Duration.ofSeconds(1));
        claimOne(N1);
        assertThat(ask("b", PENDING)).isEqualTo(created("b"));
        assertThat(ask("c", PENDING)).isEqualTo(duplicate("c", "b"));
    }

    @Test
    @Rule("J-119")
    void a_job_that_waits_again_does_not_take_back_the_key_that_another_took() {
        ClaimedJob run = runningWith("a", PENDING);
        assertThat(ask("b", PENDING)).isEqualTo(created("b"));
        settle(N1, run, new Verdict.Released());
        assertThat(ask("c", PENDING)).isEqualTo(duplicate("c", "b"));
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-120")
    void a_key_while_live_is_held_until_its_job_has_finished() {
        List<Verdict> ends = List.of(completed(), new Verdict.Failed("it broke"), new Verdict.Cancelled());
        for (int i = 0; i < ends.size(); i++) {
            ClaimedJob run = runningWith("a" + i, LIVE);
            assertThat(ask("b", LIVE)).isEqualTo(duplicate("b", "a" + i));
            settle(N1, run, ends.get(i));
        }
        assertThat(enqueue(job("deferred", Due.after(PERIOD)).withUnique(LIVE))).containsExactly(created("deferred"));
        assertThat(ask("b", LIVE)).isEqualTo(duplicate("b", "deferred"));
        store().cancel(id("deferred"), ADA);
        assertThat(ask("b", LIVE)).isEqualTo(created("b"));
    }

    @Test
    @Rule("J-121")
    void a_key_for_a_period_is_held_from_the_enqueue_to_its_very_end_whatever_becomes_of_the_job() {
        ClaimedJob run = runningWith("a", UniqueKey.within(PERIOD.plusNanos(999_999), "k"));
        assertThat(ask("b", WITHIN)).isEqualTo(duplicate("b", "a"));
        settle(N1, run, completed());
        assertThat(ask("b", WITHIN)).isEqualTo(duplicate("b", "a"));
        assertThat(store().delete(id("a"))).isTrue();
        assertThat(ask("b", WITHIN)).isEqualTo(duplicate("b", "a"));
        clock().advance(PERIOD.minusMillis(1));
        assertThat(ask("b", WITHIN)).isEqualTo(duplicate("b", "a"));
        clock().advance(Duration.ofMillis(1));
        assertThat(ask("b", WITHIN)).isEqualTo(created("b"));
    }

    @Test
    @Rule("J-121")
    void a_key_for_a_period_is_free_at_its_end_though_its_job_still_waits() {
        ask("a", WITHIN);
        clock().advance(PERIOD);
        assertThat(ask("b", WITHIN)).isEqualTo(created("b"));
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
        assertThat(ask("c", WITHIN)).isEqualTo(duplicate("c", "b"));
    }

    @Test
    @Rule("J-122")
    void a_replacement_cancels_the_holder_that_waits() {
        Instant now = clock().instant();
        for (Due due : List.of(Due.NOW, Due.after(PERIOD))) {
            String first = "first" + due.hashCode();
            String second = "second" + due.hashCode();
            String third = "third" + due.hashCode();
            UniqueKey key = UniqueKey.within(PERIOD, "k" + due.hashCode());
            enqueue(job(first, due).withUnique(key));
            assertThat(ask(second, UniqueKey.whileLive(key.key()).replacing())).isEqualTo(replaced(second, first));
            assertThat(status(first)).isEqualTo(JobStatus.CANCELLED);
            assertThat(read(first).finishedAt()).isEqualTo(now);
            assertThat(store().log(id(first), 0, 10)).anySatisfy(line -> {
                assertThat(line.kind()).isEqualTo(JobLogEntry.Kind.TRANSITION);
                assertThat(line.actor()).isEqualTo("ada");
                assertThat(line.text()).contains(second);
            });
            assertThat(ask(third, key)).isEqualTo(duplicate(third, second));
        }
        heartbeat(N1);
        assertThat(claim(N1, 10))
                .extracting(ClaimedJob::id)
                .allMatch(id -> id.value().startsWith("second"));
        assertThat(store().counts()).containsEntry(JobStatus.CANCELLED, 2L).containsEntry(JobStatus.RUNNING, 2L);
    }

    @Test
    @Rule("J-123")
    void a_replacement_of_a_holder_that_runs_is_a_duplicate() {
        for (UniqueKey key : List.of(LIVE, UniqueKey.within(PERIOD, "other"))) {
            String holder = "a-" + key.key();
            ClaimedJob run = runningWith(holder, key);
            assertThat(ask("b", key.replacing())).isEqualTo(duplicate("b", holder));
            assertThat(store().find(id("b"))).isEmpty();
            assertThat(settle(N1, run, completed())).isEqualTo(Acceptance.ACCEPTED);
        }
    }

    @Test
    @Rule("J-124")
    void a_replacement_takes_the_key_of_a_holder_that_finished_or_was_deleted_within_its_period() {
        settle(N1, runningWith("a", WITHIN), completed());
        Job finished = read("a");
        clock().advance(PERIOD.minusMillis(1));
        assertThat(ask("b", WITHIN.replacing())).isEqualTo(replaced("b", "a"));
        assertThat(read("a")).isEqualTo(finished);
        clock().advance(Duration.ofMillis(1));
        assertThat(ask("c", WITHIN)).as("within the period of b").isEqualTo(duplicate("c", "b"));
        settle(N2, claimOne(N2), completed());
        store().delete(id("b"));
        assertThat(ask("c", WITHIN.replacing())).isEqualTo(replaced("c", "b"));
        assertThat(ask("d", WITHIN)).isEqualTo(duplicate("d", "c"));
    }

    @Test
    @Rule("J-125")
    void the_scope_that_counts_is_the_holders() {
        ClaimedJob run = runningWith("a", WITHIN);
        assertThat(ask("b", PENDING)).isEqualTo(duplicate("b", "a"));
        settle(N1, run, completed());
        assertThat(ask("b", PENDING)).isEqualTo(duplicate("b", "a"));
        runningWith("c", UniqueKey.whilePending("other"));
        assertThat(ask("d", UniqueKey.whileLive("other"))).isEqualTo(created("d"));
    }

    @Test
    @Rule("J-126")
    void a_job_whose_id_exists_neither_takes_a_key_nor_replaces_its_holder() {
        ask("a", LIVE);
        assertThat(ask("a", LIVE)).isEqualTo(new Existing(id("a")));
        assertThat(ask("a", LIVE.replacing())).isEqualTo(new Existing(id("a")));
        enqueue("plain");
        assertThat(ask("plain", LIVE.replacing())).isEqualTo(new Existing(id("plain")));
        assertThat(ask("plain", UniqueKey.whileLive("free"))).isEqualTo(new Existing(id("plain")));
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
        assertThat(ask("b", UniqueKey.whileLive("free"))).isEqualTo(created("b"));
        settle(N1, claimOne(N1), completed());
        assertThat(ask("a", LIVE)).isEqualTo(new Existing(id("a")));
        assertThat(ask("c", LIVE)).isEqualTo(created("c"));
    }

    @Test
    @Rule("J-127")
    void in_a_batch_the_rules_apply_in_its_order() {
        ask("old", UniqueKey.whileLive("z"));
        assertThat(enqueue(
                        keyed("a", UniqueKey.whileLive("y")),
                        keyed("old", UniqueKey.whileLive("y").replacing()),
                        job("plain"),
                        keyed("b", UniqueKey.whileLive("y")),
                        keyed("b", UniqueKey.whileLive("x")),
                        keyed("c", UniqueKey.whileLive("y").replacing()),
                        keyed("a", UniqueKey.whileLive("w")),
                        keyed("d", UniqueKey.whileLive("x")),
                        keyed("e", UniqueKey.whileLive("z").replacing()),
                        keyed("f", UniqueKey.whileLive("w"))))
                .containsExactly(
                        created("a"),
                        new Existing(id("old")),
                        created("plain"),
                        duplicate("b", "a"),
                        created("b"),
                        replaced("c", "a"),
                        new Existing(id("a")),
                        duplicate("d", "b"),
                        replaced("e", "old"),
                        created("f"));
        heartbeat(N1);
        assertThat(ids(claim(N1, 10))).containsExactly("plain", "b", "c", "e", "f");
        assertThat(status("a")).isEqualTo(JobStatus.CANCELLED);
        assertThat(status("old")).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    @Rule("J-128")
    void of_callers_that_ask_for_one_key_at_once_exactly_one_is_taken_in() {
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            UniqueKey key = UniqueKey.whileLive("round" + round);
            List<Callable<EnqueueOutcome>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                JobStore store = i % 2 == 0 ? store() : other;
                NewJob work = keyed("r" + round + "-" + i, key);
                callers.add(() -> store.enqueue(List.of(work), null).get(0));
            }
            List<EnqueueOutcome> outcomes = race.run(callers);
            assertThat(outcomes)
                    .as(race.describe(round))
                    .filteredOn(Created.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .as(race.describe(round))
                    .extracting(EnqueueOutcome::job)
                    .containsOnly(read(outcomes.get(0).job().value()).id());
        }
    }

    @Test
    @Rule("J-129")
    void of_a_racing_claim_and_replacement_exactly_one_has_the_holder() {
        heartbeat(N1);
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            String holder = "holder" + round;
            UniqueKey key = UniqueKey.whileLive("round" + round);
            ask(holder, key);
            NewJob next = job("next" + round, Due.after(PERIOD)).withUnique(key.replacing());
            List<Object> results = race.run(List.<Callable<Object>>of(
                    () -> claim(N1, 1), () -> other.enqueue(List.of(next), null).get(0)));
            boolean given = !((List<?>) results.get(0)).isEmpty();
            assertThat(results.get(1))
                    .as(race.describe(round))
                    .isEqualTo(given ? duplicate("next" + round, holder) : replaced("next" + round, holder));
            assertThat(status(holder))
                    .as(race.describe(round))
                    .isEqualTo(given ? JobStatus.RUNNING : JobStatus.CANCELLED);
        }
    }

    @Test
    @Rule("J-130")
    void in_a_callers_transaction_a_key_is_taken_with_its_commit() {
        if (fixture().transactions().isEmpty()) {
            assertRefused(keyed("refused", LIVE), new Foreign());
            assertThat(ask("a", LIVE)).as("the key is free").isEqualTo(created("a"));
            return;
        }
        CallerTransactions transactions = fixture().transactions().orElseThrow();
        try (CallerTransactions.Caller caller = transactions.begin()) {
            assertThat(store().enqueue(List.of(keyed("a", LIVE)), caller.transaction()))
                    .containsExactly(created("a"));
            caller.rollback();
        }
        try (CallerTransactions.Caller caller = transactions.begin()) {
            assertThat(store().enqueue(List.of(keyed("b", LIVE)), caller.transaction()))
                    .containsExactly(created("b"));
            caller.commit();
        }
        assertThat(ask("c", LIVE)).isEqualTo(duplicate("c", "b"));
        try (CallerTransactions.Caller caller = transactions.begin()) {
            store().enqueue(List.of(keyed("d", LIVE.replacing())), caller.transaction());
            caller.rollback();
        }
        assertThat(status("b")).isEqualTo(JobStatus.PENDING);
        assertThat(ask("e", LIVE)).isEqualTo(duplicate("e", "b"));
        try (CallerTransactions.Caller caller = transactions.begin()) {
            store().enqueue(List.of(keyed("f", LIVE.replacing())), caller.transaction());
            assertThat(status("b")).as("before the commit").isEqualTo(JobStatus.PENDING);
            assertThat(store().find(id("f"))).as("before the commit").isEmpty();
            caller.commit();
        }
        assertThat(status("b")).isEqualTo(JobStatus.CANCELLED);
        assertThat(ask("g", LIVE)).isEqualTo(duplicate("g", "f"));
    }

    @Test
    @Rule("J-131")
    void a_finished_job_that_is_queued_again_does_not_take_its_key_again() {
        for (UniqueKey key : List.of(LIVE, PENDING)) {
            String first = "first-" + key.scope();
            String second = "second-" + key.scope();
            settle(N1, runningWith(first, key), completed());
            store().requeue(id(first), ADA);
            assertThat(ask(second, key)).isEqualTo(created(second));
            assertThat(status(first)).isEqualTo(JobStatus.PENDING);
            heartbeat(N1);
            claim(N1, 10).forEach(run -> settle(N1, run, completed()));
        }
        UniqueKey within = UniqueKey.within(PERIOD, "within");
        settle(N1, runningWith("within", within), completed());
        store().requeue(id("within"), ADA);
        assertThat(ask("fourth", within)).as("within its period").isEqualTo(duplicate("fourth", "within"));
        ask("cancelled", LIVE);
        store().cancel(id("cancelled"), ADA);
        store().redrive(JobFilter.status(JobStatus.CANCELLED), null, ADA, 10);
        assertThat(ask("third", LIVE)).isEqualTo(created("third"));
        assertThat(status("cancelled")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-132")
    void a_job_taken_in_under_the_id_of_a_deleted_one_does_not_hold_its_key() {
        settle(N1, runningWith("a", LIVE), completed());
        store().delete(id("a"));
        enqueue("a");
        assertThat(ask("b", LIVE.replacing())).isEqualTo(created("b"));
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-132")
    void a_job_taken_in_under_the_id_of_a_deleted_one_is_not_replaced_for_that_ones_period() {
        settle(N1, runningWith("a", WITHIN), completed());
        store().delete(id("a"));
        enqueue("a");
        assertThat(ask("b", WITHIN.replacing())).isEqualTo(replaced("b", "a"));
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
    }
}
