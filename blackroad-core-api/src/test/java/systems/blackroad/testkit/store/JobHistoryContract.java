package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.EnqueueOutcome.Created;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RequeueOutcome;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Redriven;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** What becomes of finished jobs: many are queued again, or deleted when their time is over. */
abstract class JobHistoryContract extends JobContract {

    private static final JobFilter FAILED = JobFilter.status(JobStatus.FAILED);
    private static final QueueName SLOW = QueueName.of("slow");
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Retention AN_HOUR = anHourAnd(Duration.ZERO);

    private int nodes;
    private NodeId runner = N1;

    private static Retention anHourAnd(Duration more) {
        Duration period = HOUR.plus(more);
        return new Retention(
                Map.of(JobStatus.COMPLETED, period, JobStatus.FAILED, period, JobStatus.CANCELLED, period), Map.of());
    }

    /** What is due now, claimed by a node that is new. */
    private List<ClaimedJob> claimed() {
        runner = NodeId.of("runner-" + ++nodes);
        heartbeat(runner);
        return claim(runner, 100);
    }

    /** Takes jobs in, runs them all, and ends them alike. */
    private void finished(Verdict verdict, NewJob... jobs) {
        enqueue(jobs);
        List<ClaimedJob> runs = claimed();
        assertThat(runs).hasSameSizeAs(jobs);
        end(verdict, runs);
    }

    /** Ends what was claimed last. */
    private void end(Verdict verdict, List<ClaimedJob> runs) {
        List<Settlement> settlements =
                runs.stream().map(run -> settlement(run, verdict)).toList();
        assertThat(exchange(runner, settlements, null).settled()).containsOnly(Acceptance.ACCEPTED);
    }

    private void failed(String... ids) {
        NewJob[] jobs = List.of(ids).stream().map(JobContract::job).toArray(NewJob[]::new);
        finished(new Verdict.Failed("no"), jobs);
    }

    private void completed(String... ids) {
        NewJob[] jobs = List.of(ids).stream().map(JobContract::job).toArray(NewJob[]::new);
        finished(completed(), jobs);
    }

    private static NewJob queued(String id, QueueName queue) {
        return job(id, MAIL, queue, 0, Due.NOW, 3);
    }

    private List<String> all(JobStatus status) {
        return store().list(JobFilter.status(status), null, 200).items().stream()
                .map(job -> job.id().value())
                .toList();
    }

    @Test
    @Rule("J-107")
    void a_redrive_queues_failed_jobs_again_as_a_requeue_does() {
        ClaimedJob run = running("a");
        settle(N1, run, new Verdict.Failed("no"));
        completed("done");
        enqueue("waiting", "cancelled");
        store().cancel(id("cancelled"), ADA);
        Job done = read("done");
        clock().advance(Duration.ofSeconds(1));
        assertThat(store().redrive(FAILED, null, UserId.of("bob"), 10)).isEqualTo(new Redriven(1, null));
        Job job = read("a");
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.dueAt()).isEqualTo(clock().instant());
        assertThat(job.attempt()).isZero();
        assertThat(job.error()).isNull();
        assertThat(job.finishedAt()).isNull();
        assertThat(job.token()).isGreaterThan(run.token());
        List<JobLogEntry> log = store().log(id("a"), 0, 10);
        assertThat(log.get(log.size() - 1).actor()).isEqualTo("bob");
        assertThat(log.get(log.size() - 1).kind()).isEqualTo(JobLogEntry.Kind.TRANSITION);
        assertThat(read("done")).isEqualTo(done);
        assertThat(status("cancelled")).isEqualTo(JobStatus.CANCELLED);
        assertThat(store().counts()).containsEntry(JobStatus.PENDING, 2L).containsEntry(JobStatus.FAILED, 0L);
        assertThat(ids(claimed())).containsExactlyInAnyOrder("a", "waiting");
    }

    @Test
    @Rule("J-107")
    void a_redrive_takes_jobs_of_its_status_and_of_its_type_or_queue_alone() {
        finished(
                new Verdict.Failed("no"),
                job("mail"),
                typed("report", REPORT),
                queued("slow", SLOW),
                job("slow-report", REPORT, SLOW, 0, Due.NOW, 3));
        enqueue("cancelled");
        store().cancel(id("cancelled"), UserId.of("eve"));
        JobFilter slow = new JobFilter(JobStatus.FAILED, null, SLOW);
        assertThat(store().redrive(slow, null, ADA, 10)).isEqualTo(new Redriven(2, null));
        assertThat(all(JobStatus.FAILED)).containsExactlyInAnyOrder("mail", "report");
        JobFilter reports = new JobFilter(JobStatus.FAILED, REPORT, null);
        assertThat(store().redrive(reports, null, ADA, 10)).isEqualTo(new Redriven(1, null));
        assertThat(all(JobStatus.FAILED)).containsExactly("mail");
        JobFilter cancelled = JobFilter.status(JobStatus.CANCELLED);
        assertThat(store().redrive(cancelled, null, ADA, 10)).isEqualTo(new Redriven(1, null));
        assertThat(all(JobStatus.PENDING)).containsExactlyInAnyOrder("report", "slow", "slow-report", "cancelled");
        assertThat(store().log(id("cancelled"), 0, 10))
                .extracting(JobLogEntry::actor)
                .containsExactly("eve", "ada");
    }

    @Test
    @Rule("J-108")
    void redrives_that_follow_one_another_come_to_each_job_once() {
        for (String id : List.of("a", "b", "c", "d", "e")) {
            failed(id);
            clock().advance(MILLI);
        }
        Redriven first = store().redrive(FAILED, null, ADA, 2);
        assertThat(first.jobs()).isEqualTo(2);
        assertThat(all(JobStatus.PENDING)).containsExactly("e", "d");
        end(new Verdict.Failed("again"), claimed());
        Redriven second = store().redrive(FAILED, present(first.next()), ADA, 2);
        assertThat(second.jobs()).isEqualTo(2);
        assertThat(all(JobStatus.PENDING)).containsExactly("c", "b");
        assertThat(store().redrive(FAILED, present(second.next()), ADA, 2)).isEqualTo(new Redriven(1, null));
        assertThat(all(JobStatus.FAILED)).containsExactly("e", "d");
        assertThat(store().redrive(FAILED, null, ADA, 2))
                .as("as many as the limit, and none left")
                .isEqualTo(new Redriven(2, null));
        assertThat(store().redrive(FAILED, null, ADA, 2)).isEqualTo(new Redriven(0, null));
    }

    @Test
    @Rule("J-109")
    void of_racing_redrives_and_requeues_exactly_one_queues_a_job_again() {
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ids.add("round" + round + "-" + i);
            }
            failed(ids.toArray(String[]::new));
            List<Callable<Integer>> callers = List.of(
                    () -> store().redrive(FAILED, null, ADA, 100).jobs(),
                    () -> other.redrive(FAILED, null, ADA, 100).jobs(),
                    () -> other.requeue(id(ids.get(3)), ADA) == RequeueOutcome.QUEUED ? 1 : 0);
            int queued = race.run(callers).stream().mapToInt(Integer::intValue).sum();
            assertThat(queued).as(race.describe(round)).isEqualTo(ids.size());
            for (String id : ids) {
                assertThat(status(id)).as(race.describe(round)).isEqualTo(JobStatus.PENDING);
                store().cancel(id(id), ADA);
            }
            assertThat(store().counts()).as(race.describe(round)).containsEntry(JobStatus.PENDING, 0L);
        }
    }

    @Test
    @Rule("J-110")
    void redrives_of_other_jobs_or_outside_their_ranges_are_refused() {
        completed("a");
        for (JobStatus status : List.of(JobStatus.PENDING, JobStatus.RUNNING, JobStatus.COMPLETED)) {
            JobFilter filter = JobFilter.status(status);
            assertThatIllegalArgumentException().isThrownBy(() -> store().redrive(filter, null, ADA, 10));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store().redrive(JobFilter.ALL, null, ADA, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> store().redrive(FAILED, null, ADA, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().redrive(FAILED, null, ADA, JobStore.MAX_BATCH + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store().redrive(FAILED, "no page", ADA, 10));
        assertThat(store().redrive(FAILED, null, ADA, JobStore.MAX_BATCH)).isEqualTo(new Redriven(0, null));
        assertThat(status("a")).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    @Rule("J-111")
    void a_purge_deletes_what_finished_long_ago_with_its_log() {
        failed("failed");
        completed("completed");
        enqueue("cancelled");
        store().cancel(id("cancelled"), ADA);
        clock().advance(HOUR.minus(MILLI));
        assertThat(store().purge(AN_HOUR, 10)).isZero();
        assertThat(store().find(id("failed"))).isPresent();
        clock().advance(MILLI);
        assertThat(store().purge(anHourAnd(MILLI), 10)).isZero();
        assertThat(store().purge(anHourAnd(Duration.ofNanos(999_999)), 10)).isEqualTo(3);
        assertThat(store().list(JobFilter.ALL, null, 10).items()).isEmpty();
        assertThat(store().counts().values()).containsOnly(0L);
        assertThat(store().log(id("failed"), 0, 10)).isEmpty();
        assertThat(store().purge(AN_HOUR, 10)).isZero();
        assertThat(enqueue(job("failed"))).containsExactly(new Created(id("failed")));
        assertThat(store().log(id("failed"), 0, 10)).isEmpty();
        assertThat(ids(claimed())).containsExactly("failed");
    }

    @Test
    @Rule("J-112")
    void each_status_and_queue_has_its_own_period_and_without_one_jobs_stay() {
        finished(completed(), job("done"), queued("done-slow", SLOW), queued("done-safe", QueueName.of("safe")));
        finished(new Verdict.Failed("no"), job("failed"), queued("failed-slow", SLOW));
        Retention retention = new Retention(Map.of(JobStatus.COMPLETED, HOUR), Map.of())
                .with(SLOW, Map.of(JobStatus.FAILED, HOUR.multipliedBy(3)))
                .with(QueueName.of("safe"), Map.of());
        clock().advance(HOUR.multipliedBy(2));
        assertThat(store().purge(retention, 10)).isEqualTo(1);
        assertThat(all(JobStatus.COMPLETED)).containsExactlyInAnyOrder("done-slow", "done-safe");
        clock().advance(HOUR.multipliedBy(2));
        assertThat(store().purge(retention, 10)).isEqualTo(1);
        assertThat(all(JobStatus.FAILED)).containsExactly("failed");
        clock().advance(Duration.ofDays(10_000));
        assertThat(store().purge(retention, 10)).isZero();
        assertThat(store().purge(Retention.FOREVER, 10)).isZero();
        assertThat(all(JobStatus.COMPLETED)).containsExactlyInAnyOrder("done-slow", "done-safe");
        assertThat(all(JobStatus.FAILED)).containsExactly("failed");
    }

    @Test
    @Rule("J-113")
    void a_purge_leaves_what_waits_or_runs_also_what_was_queued_again() {
        failed("again");
        running("running");
        enqueue(job("due"), job("deferred", Due.after(Duration.ofDays(30))));
        clock().advance(HOUR.multipliedBy(2));
        store().requeue(id("again"), ADA);
        assertThat(store().purge(AN_HOUR, 10)).isZero();
        assertThat(status("running")).isEqualTo(JobStatus.RUNNING);
        assertThat(all(JobStatus.PENDING)).containsExactlyInAnyOrder("again", "due", "deferred");
        assertThat(store().cancel(id("again"), ADA)).isNotNull();
        assertThat(store().purge(AN_HOUR, 10)).as("what has just finished anew").isZero();
        assertThat(status("again")).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    @Rule("J-114")
    void a_purge_takes_at_most_its_limit_and_what_finished_first() {
        enqueue("a", "b", "c", "d", "e");
        Map<String, ClaimedJob> runs =
                claimed().stream().collect(Collectors.toMap(run -> run.id().value(), run -> run));
        for (String id : List.of("c", "a", "e", "b", "d")) {
            end(completed(), List.of(present(runs.get(id))));
            clock().advance(MILLI);
        }
        clock().advance(HOUR.multipliedBy(2));
        assertThat(store().purge(AN_HOUR, 2)).isEqualTo(2);
        assertThat(all(JobStatus.COMPLETED)).containsExactly("e", "d", "b");
        assertThat(store().purge(AN_HOUR, 2)).isEqualTo(2);
        assertThat(all(JobStatus.COMPLETED)).containsExactly("d");
        assertThat(store().purge(AN_HOUR, 2)).isEqualTo(1);
        assertThat(store().counts()).containsEntry(JobStatus.COMPLETED, 0L);
    }

    @Test
    @Rule("J-115")
    void racing_purges_delete_each_job_once() {
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ids.add("round" + round + "-" + i);
            }
            completed(ids.toArray(String[]::new));
            clock().advance(HOUR.multipliedBy(2));
            List<Callable<Integer>> callers = List.of(
                    () -> store().purge(AN_HOUR, 100), () -> other.purge(AN_HOUR, 100), () -> other.purge(AN_HOUR, 3));
            int deleted = race.run(callers).stream().mapToInt(Integer::intValue).sum();
            assertThat(deleted + store().purge(AN_HOUR, 100))
                    .as(race.describe(round))
                    .isEqualTo(ids.size());
            assertThat(store().counts()).as(race.describe(round)).containsEntry(JobStatus.COMPLETED, 0L);
        }
    }

    @Test
    @Rule("J-116")
    void purges_outside_their_range_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().purge(AN_HOUR, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store().purge(AN_HOUR, JobStore.MAX_BATCH + 1));
        assertThat(store().purge(AN_HOUR, JobStore.MAX_BATCH)).isZero();
    }
}
