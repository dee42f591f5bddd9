package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import systems.blackroad.api.job.CancelOutcome;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;

/** Operators with their own threads; every wait ends with something that happens, and is bounded. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RunningOperatorTest {

    private static final UserId ADA = UserId.of("ada");

    private final Storage storage = Storages.open("memory:");

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void two_nodes_run_each_of_a_thousand_jobs_once() throws InterruptedException {
        int jobs = 1000;
        CountDownLatch done = new CountDownLatch(jobs);
        Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        JobType<String> type = JobType.named("count", String.class).handledBy((payload, context) -> {
            runs.computeIfAbsent(payload, absent -> new AtomicInteger()).incrementAndGet();
            done.countDown();
            return null;
        });
        try (Operator one = builder(type).build();
                Operator two = builder(type).build()) {
            one.start();
            two.start();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int first = i * jobs / 8;
                Thread caller = new Thread(() -> {
                    for (int j = first; j < first + jobs / 8; j++) {
                        one.enqueue(type, "job " + j);
                    }
                });
                callers.add(caller);
                caller.start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            done.await();
        }
        assertThat(runs)
                .hasSize(jobs)
                .allSatisfy((job, count) -> assertThat(count).hasValue(1));
        assertThat(storage.jobs().counts()).containsEntry(JobStatus.COMPLETED, (long) jobs);
    }

    @Test
    void a_drain_that_ends_in_time_completes_what_runs_and_claims_no_more() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        JobType<String> type = JobType.named("slow", String.class).handledBy((payload, context) -> {
            running.countDown();
            while (!context.isCancelled()) {
                Thread.onSpinWait();
            }
            return "ended";
        });
        try (Operator operator = builder(type).maxConcurrentJobs(1).build()) {
            JobId first = operator.enqueue(type, "first").job();
            JobId second = operator.enqueue(type, "second").job();
            operator.start();
            running.await();
            assertThat(operator.drain(Duration.ofSeconds(30))).isTrue();
            assertThat(find(first).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(find(second).status()).isEqualTo(JobStatus.PENDING);
            assertThat(operator.isRunning()).isFalse();
        }
    }

    @Test
    void a_drain_that_runs_out_gives_the_job_back_without_counting_an_attempt() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean told = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        JobType<String> type = JobType.named("stubborn", String.class).handledBy((payload, context) -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                told.set(context.isCancelled() && !context.isLeaseValid());
                ended.countDown();
            }
            return "too late";
        });
        JobId job;
        try (Operator operator = builder(type).build()) {
            job = operator.enqueue(type, "x").job();
            operator.start();
            running.await();
            assertThat(operator.drain(Duration.ofMillis(100))).isFalse();
        }
        ended.await();
        assertThat(interrupted).isTrue();
        assertThat(told).isTrue();
        assertThat(find(job).status()).isEqualTo(JobStatus.PENDING);
        assertThat(find(job).attempt()).isZero();
    }

    @Test
    void a_running_job_that_is_cancelled_is_told_interrupted_and_ends_cancelled() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        JobType<String> type = JobType.named("endless", String.class).handledBy((payload, context) -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
                return null;
            } finally {
                ended.countDown();
            }
        });
        try (Operator operator = builder(type).build()) {
            JobId job = operator.enqueue(type, "x").job();
            operator.start();
            running.await();
            assertThat(operator.cancel(job, ADA)).isEqualTo(CancelOutcome.REQUESTED);
            ended.await();
            operator.drain(Duration.ofSeconds(30));
            assertThat(find(job).status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    @Test
    void a_job_that_takes_longer_than_its_timeout_is_interrupted_and_fails() throws InterruptedException {
        AtomicBoolean begun = new AtomicBoolean();
        CountDownLatch interrupted = new CountDownLatch(1);
        JobType<String> type = JobType.named("hanging", String.class)
                .timeout(Duration.ofMillis(50))
                .retry(RetryPolicy.NONE)
                .handledBy((payload, context) -> {
                    begun.set(true);
                    try {
                        new CountDownLatch(1).await();
                        return null;
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                });
        try (Operator operator = builder(type).build()) {
            operator.start();
            do {
                // Time counts from the claim: a handler whose thread comes too late is never called.
                JobId job = operator.enqueue(type, "x").job();
                assertThat(JobWatch.await(storage, job, JobStatus.FAILED).error())
                        .contains("timed out after PT0.05S");
            } while (!begun.get());
            interrupted.await();
        }
    }

    @Test
    void an_outage_of_the_store_ends_no_node_and_burns_no_attempt() throws InterruptedException {
        FlakyStorage flaky = new FlakyStorage(storage);
        int jobs = 50;
        CountDownLatch done = new CountDownLatch(jobs);
        AtomicInteger begun = new AtomicInteger();
        JobType<String> type = JobType.named("steady", String.class).handledBy((payload, context) -> {
            if (begun.incrementAndGet() == 5) {
                flaky.fail(20);
            }
            done.countDown();
            return null;
        });
        try (Operator operator = BlackRoadJobs.operator(flaky)
                .register(type)
                .maxConcurrentJobs(2)
                .lease(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .build()) {
            List<JobRequest<String>> requests = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                requests.add(JobRequest.of(type, "x"));
            }
            operator.enqueue(requests, null);
            operator.start();
            assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
            assertThat(flaky.failures()).isEqualTo(20);
            operator.drain(Duration.ofSeconds(30));
        }
        assertThat(storage.jobs().counts()).containsEntry(JobStatus.COMPLETED, (long) jobs);
        assertThat(storage.jobs().list(JobFilter.ALL, null, jobs).items())
                .hasSize(jobs)
                .allSatisfy(job -> assertThat(job.attempt()).isZero());
    }

    private OperatorBuilder builder(JobType<?> type) {
        return BlackRoadJobs.operator(storage)
                .register(type)
                .lease(Duration.ofMinutes(1))
                .heartbeat(Duration.ofMillis(200))
                .pollInterval(Duration.ofMillis(200));
    }

    private Job find(JobId id) {
        return storage.jobs().find(id).orElseThrow();
    }
}
