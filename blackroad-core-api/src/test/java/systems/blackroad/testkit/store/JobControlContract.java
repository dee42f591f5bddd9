package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome.Created;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Verdict;

/** What people do to jobs: cancel, queue again, delete. */
abstract class JobControlContract extends JobContract {

    @Test
    @Rule("J-65")
    void a_waiting_job_that_is_cancelled_never_starts() {
        enqueue(job("due"), job("deferred", Due.after(Duration.ofSeconds(5))));
        assertThat(store().cancel(id("due"), ADA)).isEqualTo(CancelOutcome.CANCELLED);
        assertThat(store().cancel(id("deferred"), ADA)).isEqualTo(CancelOutcome.CANCELLED);
        assertThat(read("due").status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(read("due").finishedAt()).isEqualTo(clock().instant());
        clock().advance(Duration.ofSeconds(5));
        heartbeat(N1);
        assertThat(claim(N1, 10)).isEmpty();
    }

    @Test
    @Rule("J-66")
    void a_running_job_is_asked_to_stop_and_runs_on() {
        running("a");
        assertThat(store().cancel(id("a"), ADA)).isEqualTo(CancelOutcome.REQUESTED);
        assertThat(store().cancel(id("a"), ADA)).isEqualTo(CancelOutcome.REQUESTED);
        assertThat(status("a")).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    @Rule("J-67")
    void a_finished_job_cannot_be_cancelled() {
        settle(N1, running("a"), completed());
        Job finished = read("a");
        assertThat(store().cancel(id("a"), ADA)).isEqualTo(CancelOutcome.FINISHED);
        assertThat(read("a")).isEqualTo(finished);
        assertThat(store().cancel(id("nothing"), ADA)).isEqualTo(CancelOutcome.NOT_FOUND);
    }

    @Test
    @Rule("J-68")
    void a_job_asked_to_stop_may_still_complete_or_fail() {
        ClaimedJob completed = running("completed");
        ClaimedJob failed = running("failed");
        store().cancel(id("completed"), ADA);
        store().cancel(id("failed"), ADA);
        assertThat(settle(N1, completed, completed())).isEqualTo(Acceptance.ACCEPTED);
        assertThat(settle(N1, failed, new Verdict.Failed("no"))).isEqualTo(Acceptance.ACCEPTED);
        assertThat(status("completed")).isEqualTo(JobStatus.COMPLETED);
        assertThat(status("failed")).isEqualTo(JobStatus.FAILED);
    }

    @Test
    @Rule("J-69")
    void a_job_asked_to_stop_never_runs_again() {
        ClaimedJob retried = running("retried");
        ClaimedJob released = running("released");
        store().cancel(id("retried"), ADA);
        store().cancel(id("released"), ADA);
        assertThat(settle(N1, retried, retry(Duration.ZERO))).isEqualTo(Acceptance.ACCEPTED);
        assertThat(settle(N1, released, new Verdict.Released())).isEqualTo(Acceptance.ACCEPTED);
        running("forgotten");
        store().cancel(id("forgotten"), ADA);
        heartbeat(N1, last(N1), Map.of());
        running("lost");
        store().cancel(id("lost"), ADA);
        clock().advance(LEASE);
        assertThat(store().rescue(10)).containsExactly(id("lost"));
        for (String id : List.of("retried", "released", "forgotten", "lost")) {
            assertThat(status(id)).as(id).isEqualTo(JobStatus.CANCELLED);
        }
    }

    @Test
    @Rule("J-70")
    void of_a_racing_cancel_and_claim_exactly_one_has_the_job() {
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            String id = "round" + round;
            enqueue(id);
            heartbeat(N1);
            Exchange exchange = new Exchange(N1, next(N1), List.of(), wish(1));
            Callable<Object> cancelling = () -> other.cancel(id(id), ADA);
            Callable<Object> claiming = () -> ids(store().exchange(exchange).claimed());
            List<Object> results = race.run(List.of(cancelling, claiming));
            if (results.get(0) == CancelOutcome.CANCELLED) {
                assertThat(results.get(1)).as(race.describe(round)).isEqualTo(List.of());
                assertThat(status(id)).as(race.describe(round)).isEqualTo(JobStatus.CANCELLED);
            } else {
                assertThat(results).as(race.describe(round)).containsExactly(CancelOutcome.REQUESTED, List.of(id));
                assertThat(status(id)).as(race.describe(round)).isEqualTo(JobStatus.RUNNING);
            }
        }
    }

    @Test
    @Rule("J-71")
    void a_finished_job_that_is_queued_again_starts_over() {
        ClaimedJob first = running("a");
        store().cancel(id("a"), ADA);
        settle(N1, first, new Verdict.Failed("no"));
        clock().advance(Duration.ofSeconds(1));
        assertThat(store().requeue(id("a"), ADA)).isEqualTo(RequeueOutcome.QUEUED);
        Job job = read("a");
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.dueAt()).isBeforeOrEqualTo(clock().instant());
        assertThat(job.attempt()).isZero();
        assertThat(job.error()).isNull();
        assertThat(job.finishedAt()).isNull();
        ClaimedJob second = claimOne(N1);
        assertThat(heartbeat(N1, 0, Map.of(id("a"), second.token())).cancelRequested())
                .isEmpty();
        settle(N1, second, new Verdict.Completed(Payload.ofJson("r", 1, "{}")));
        store().requeue(id("a"), ADA);
        assertThat(read("a").result()).isNull();
    }

    @Test
    @Rule("J-71")
    void a_suspect_that_failed_is_an_ordinary_job_when_it_is_queued_again() {
        suspect("a", 1);
        settle(N1, claimSuspect(N1), new Verdict.Failed("no"));
        store().requeue(id("a"), ADA);
        List<ClaimedJob> claimed = claim(N1, wish(1));
        assertThat(claimed).extracting(ClaimedJob::suspect).containsExactly(false);
        assertThat(claimed).extracting(ClaimedJob::attempt).containsExactly(1);
    }

    @Test
    @Rule("J-72")
    void a_job_that_is_queued_again_knows_its_old_token_no_more() {
        ClaimedJob run = running("a");
        settle(N1, run, completed());
        store().requeue(id("a"), ADA);
        assertThat(read("a").token()).isGreaterThan(run.token());
        assertThat(settle(N1, run, completed())).isEqualTo(Acceptance.STALE);
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
        assertThat(claimOne(N1).token()).isGreaterThan(run.token());
    }

    @Test
    @Rule("J-73")
    void a_deferred_job_that_is_queued_again_is_due() {
        enqueue(job("a", Due.after(Duration.ofDays(1))));
        assertThat(store().requeue(id("a"), ADA)).isEqualTo(RequeueOutcome.QUEUED);
        assertThat(claimOne(N1).id()).isEqualTo(id("a"));
    }

    @Test
    @Rule("J-74")
    void a_job_that_is_due_or_running_cannot_be_queued_again() {
        running("running");
        enqueue("due");
        Job running = read("running");
        Job due = read("due");
        clock().advance(Duration.ofSeconds(1));
        assertThat(store().requeue(id("due"), ADA)).isEqualTo(RequeueOutcome.ALREADY_DUE);
        assertThat(store().requeue(id("running"), ADA)).isEqualTo(RequeueOutcome.ALREADY_DUE);
        assertThat(store().requeue(id("nothing"), ADA)).isEqualTo(RequeueOutcome.NOT_FOUND);
        assertThat(read("due")).isEqualTo(due);
        assertThat(read("running")).isEqualTo(running);
    }

    @Test
    @Rule("J-75")
    void a_finished_job_is_deleted_with_its_log() {
        settle(N1, running("a"), new Verdict.Failed("no"));
        assertThat(store().delete(id("a"))).isTrue();
        assertThat(store().find(id("a"))).isEmpty();
        assertThat(store().log(id("a"), 0, 10)).isEmpty();
        assertThat(enqueue(job("a"))).containsExactly(new Created(id("a")));
        assertThat(store().log(id("a"), 0, 10)).isEmpty();
        assertThat(ids(claim(N1, 10))).containsExactly("a");
    }

    @Test
    @Rule("J-76")
    void a_job_that_has_not_finished_is_not_deleted() {
        running("running");
        enqueue("waiting");
        assertThat(store().delete(id("running"))).isFalse();
        assertThat(store().delete(id("waiting"))).isFalse();
        assertThat(store().delete(id("nothing"))).isFalse();
        assertThat(status("running")).isEqualTo(JobStatus.RUNNING);
        assertThat(status("waiting")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-77")
    void a_jobs_log_tells_who_acted_and_why_attempts_failed() {
        ClaimedJob first = running("a");
        settle(N1, first, new Verdict.Retry(Due.after(Duration.ofHours(1)), "first reason"));
        store().requeue(id("a"), UserId.of("bob"));
        ClaimedJob second = claimOne(N1);
        settle(N1, second, new Verdict.Failed("second reason"));
        store().requeue(id("a"), UserId.of("cleo"));
        store().requeue(id("a"), UserId.of("without-effect"));
        claimOne(N1);
        clock().advance(LEASE);
        store().rescue(10);
        store().cancel(id("a"), UserId.of("dora"));
        store().cancel(id("a"), UserId.of("without-effect"));
        List<JobLogEntry> log = store().log(id("a"), 0, 100);
        assertThat(log).extracting(JobLogEntry::kind).containsOnly(JobLogEntry.Kind.TRANSITION);
        List<String> actors = new ArrayList<>();
        for (JobLogEntry line : log) {
            if (line.actor() != null) {
                actors.add(line.actor());
            }
        }
        assertThat(actors).containsExactly("bob", "cleo", "dora");
        assertThat(log)
                .extracting(JobLogEntry::text)
                .anySatisfy(text -> assertThat(text).contains("first reason"));
        assertThat(log)
                .extracting(JobLogEntry::text)
                .anySatisfy(text -> assertThat(text).contains("second reason"));
        assertThat(log)
                .as("two requeues, two failures, a lost lease, a cancellation")
                .hasSize(6);
    }
}
