package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome;
import systems.blackroad.api.job.EnqueueOutcome.Created;
import systems.blackroad.api.job.EnqueueOutcome.Existing;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;

/** Taking jobs in: once each, in order, and in the caller's transaction. */
abstract class JobEnqueueContract extends JobContract {

    @Test
    @Rule("J-1")
    void an_enqueued_job_stands_as_given() {
        Instant now = clock().instant();
        Payload payload = Payload.ofJson(MAIL, 7, "{ \"to\" : \"\uD83D\uDE80 \\u0000\" }");
        NewJob given = new NewJob(
                id("a:1.b_c-D"),
                payload,
                QueueName.of("slow"),
                -7,
                Due.NOW,
                5,
                "ada",
                ScheduleId.of("nightly"),
                Map.of("tenant", "acme", "empty", ""));
        assertThat(enqueue(given)).containsExactly(new Created(given.id()));
        assertThat(read("a:1.b_c-D"))
                .isEqualTo(new Job(
                        given.id(),
                        payload,
                        QueueName.of("slow"),
                        -7,
                        JobStatus.PENDING,
                        0,
                        5,
                        0,
                        now,
                        now,
                        null,
                        null,
                        null,
                        0,
                        null,
                        null,
                        ScheduleId.of("nightly"),
                        Map.of("tenant", "acme", "empty", ""),
                        null));
    }

    @Test
    @Rule("J-2")
    void a_job_whose_id_exists_is_left_as_it_is() {
        enqueue("waiting");
        assertThat(enqueue(job("waiting", REPORT, QueueName.of("other"), 9, Due.NOW, 9)))
                .containsExactly(new Existing(id("waiting")));
        assertThat(read("waiting").type()).isEqualTo(MAIL);
        ClaimedJob run = claimOne(N1);
        assertThat(enqueue(job("waiting"))).containsExactly(new Existing(id("waiting")));
        settle(N1, run, completed());
        Job finished = read("waiting");
        assertThat(enqueue(job("waiting"))).containsExactly(new Existing(id("waiting")));
        assertThat(read("waiting")).isEqualTo(finished);
        assertThat(claim(N1, 10)).isEmpty();
    }

    @Test
    @Rule("J-3")
    void a_batch_answers_in_its_order() {
        enqueue("b");
        assertThat(enqueue(job("c"), job("b"), job("a")))
                .extracting(EnqueueOutcome::job)
                .containsExactly(id("c"), id("b"), id("a"));
    }

    @Test
    @Rule("J-4")
    void of_two_jobs_of_one_id_in_a_batch_the_second_exists() {
        assertThat(enqueue(job("a"), typed("a", REPORT))).containsExactly(new Created(id("a")), new Existing(id("a")));
        assertThat(read("a").type()).isEqualTo(MAIL);
    }

    @Test
    @Rule("J-5")
    void a_batch_of_none_or_of_too_many_is_refused() {
        List<NewJob> many = new ArrayList<>();
        for (int i = 0; i <= JobStore.MAX_BATCH; i++) {
            many.add(job("many" + i));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store().enqueue(List.of(), null));
        assertThatIllegalArgumentException().isThrownBy(() -> store().enqueue(many, null));
        assertThat(store().list(JobFilter.ALL, null, 1).items()).isEmpty();
        assertThat(store().enqueue(many.subList(0, JobStore.MAX_BATCH), null))
                .hasSize(JobStore.MAX_BATCH)
                .hasOnlyElementsOfType(Created.class);
    }

    @Test
    @Rule("J-6")
    void of_callers_that_enqueue_one_id_at_once_exactly_one_creates_it() {
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            List<NewJob> work = List.of(job("round" + round));
            Callable<EnqueueOutcome> here = () -> store().enqueue(work, null).get(0);
            Callable<EnqueueOutcome> there = () -> other.enqueue(work, null).get(0);
            assertThat(race.run(List.of(here, there, here, there)))
                    .as(race.describe(round))
                    .filteredOn(Created.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    @Rule("J-7")
    void due_times_are_counted_from_store_time() {
        Instant now = clock().instant();
        enqueue(
                job("after", Due.after(Duration.ofNanos(1_500_999_999L))),
                job("at", Due.at(now.plusNanos(2_000_999_999L))),
                job("past", Due.at(now.minusSeconds(3600))));
        assertThat(read("after").dueAt()).isEqualTo(now.plusMillis(1500));
        assertThat(read("at").dueAt()).isEqualTo(now.plusMillis(2000));
        assertThat(read("past").dueAt()).isEqualTo(now);
    }

    @Test
    @Rule("J-8")
    void in_a_callers_transaction_jobs_appear_with_its_commit() {
        if (fixture().transactions().isEmpty()) {
            assertRefused(job("refused"), new Foreign());
            return;
        }
        CallerTransactions transactions = fixture().transactions().orElseThrow();
        try (CallerTransactions.Caller caller = transactions.begin()) {
            assertThat(store().enqueue(List.of(job("a"), job("b")), caller.transaction()))
                    .containsExactly(new Created(id("a")), new Created(id("b")));
            assertThat(store().find(id("a"))).isEmpty();
            assertThat(store().list(JobFilter.ALL, null, 10).items()).isEmpty();
            caller.commit();
        }
        heartbeat(N1);
        assertThat(ids(claim(N1, 10))).containsExactly("a", "b");
    }

    @Test
    @Rule("J-9")
    void in_a_callers_transaction_that_rolls_back_jobs_never_appear() {
        if (fixture().transactions().isEmpty()) {
            assertRefused(job("refused"), new Foreign());
            return;
        }
        CallerTransactions transactions = fixture().transactions().orElseThrow();
        try (CallerTransactions.Caller caller = transactions.begin()) {
            store().enqueue(List.of(job("a")), caller.transaction());
            caller.rollback();
        }
        assertThat(store().find(id("a"))).isEmpty();
        assertThat(enqueue(job("a"))).containsExactly(new Created(id("a")));
    }

    @Test
    @Rule("J-10")
    void a_transaction_of_another_kind_is_refused() {
        assertRefused(job("refused"), new Foreign());
    }

    @Test
    @Rule("J-11")
    void a_connection_in_autocommit_is_refused() {
        if (fixture().transactions().isEmpty()) {
            assertRefused(job("refused"), new Foreign());
            return;
        }
        CallerTransactions transactions = fixture().transactions().orElseThrow();
        try (CallerTransactions.Caller caller = transactions.autocommit()) {
            assertRefused(job("refused"), caller.transaction());
        }
    }

    @Test
    @Rule("J-12")
    void a_job_that_was_taken_in_is_in_every_later_query_and_claim_of_every_instance() {
        JobStore other = fixture().open().jobs();
        for (int round = 0; round < fixture().rounds(); round++) {
            enqueue("round" + round);
            assertThat(other.find(id("round" + round))).hasValue(read("round" + round));
        }
        heartbeat(N1);
        assertThat(claim(N1, 100)).hasSize(fixture().rounds());
    }
}
