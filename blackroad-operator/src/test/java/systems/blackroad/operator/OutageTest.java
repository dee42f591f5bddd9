package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;

/** Operators on real threads over a job store that fails in every way, as long as a test wants. */
@Timeout(60)
@DisplayNameGeneration(ReplaceUnderscores.class)
class OutageTest {

    private final Storage storage = Storages.open("memory:");
    private final Broken broken = new Broken(storage);

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void an_operator_starts_while_the_store_is_out_of_reach_and_runs_when_it_is_back() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        JobType<String> type = counting(ran);
        JobId job;
        try (Operator operator = operator(type)) {
            job = operator.enqueue(type, "x").job();
            broken.with(() -> new RefusedException(ErrorCode.STORE_UNAVAILABLE, "planned"));
            operator.start();
            broken.awaitFailures(5);
            assertThat(operator.isRunning()).isTrue();
            broken.with(null);
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(find(job).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void a_job_that_was_put_in_though_the_answer_was_lost_runs_without_waiting_for_a_poll()
            throws InterruptedException {
        Semaphore ran = new Semaphore(0);
        JobType<String> type = JobType.named("counts", String.class).handledBy((payload, run) -> {
            ran.release();
            return null;
        });
        Deaf deaf = new Deaf(storage);
        try (Operator operator = BlackRoadJobs.operator(deaf)
                .register(type)
                .pollInterval(Duration.ofHours(1))
                .build()) {
            operator.start();
            JobId first = operator.enqueue(type, "x").job();
            JobWatch.await(storage, first, JobStatus.COMPLETED);
            deaf.loses = true;
            assertThatThrownBy(() -> operator.enqueue(
                            JobRequest.builder(type, "y").id(JobId.of("second")).build()))
                    .isInstanceOf(UnknownOutcomeException.class);
            JobWatch.await(storage, JobId.of("second"), JobStatus.COMPLETED);
            ran.acquire(2);
            assertThatThrownBy(() -> operator.requeue(first, UserId.of("ada")))
                    .isInstanceOf(UnknownOutcomeException.class);
            assertThat(ran.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A storage that gives no hints, and loses the answers to enqueues and requeues if told to. */
    private static final class Deaf extends FaultyStorage {

        private volatile boolean loses;

        Deaf(Storage storage) {
            super(storage);
        }

        @Override
        @Nullable
        Object around(String method, Call call, Object... arguments) throws Throwable {
            if (method.equals("hints")) {
                throw new RefusedException(ErrorCode.STORE_UNSUPPORTED, "planned");
            }
            Object answer = call.proceed();
            if (loses && method.endsWith("queue")) {
                throw new UnknownOutcomeException(ErrorCode.STORE_UNKNOWN, "planned: the answer was lost", null);
            }
            return answer;
        }
    }

    @Test
    void an_error_out_of_a_store_call_is_one_more_outage() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        JobType<String> type = counting(ran);
        try (Operator operator = operator(type)) {
            broken.with(() -> new StackOverflowError("planned"));
            operator.start();
            broken.awaitFailures(4);
            broken.with(null);
            operator.enqueue(type, "x");
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void an_outage_beyond_the_lease_stops_the_job_which_runs_again_afterwards() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicInteger validWhenStopped = new AtomicInteger(-1);
        JobType<String> type = JobType.named("long", String.class).handledBy((payload, run) -> {
            if (first.getCount() == 0) {
                return "again";
            }
            first.countDown();
            try {
                new CountDownLatch(1).await();
                return "at once";
            } catch (InterruptedException e) {
                validWhenStopped.set(run.isLeaseValid() ? 1 : 0);
                stopped.countDown();
                throw e;
            }
        });
        try (Operator operator = BlackRoadJobs.operator(broken)
                .register(type)
                .lease(Duration.ofSeconds(4))
                .heartbeat(Duration.ofMillis(200))
                .pollInterval(Duration.ofMillis(50))
                .build()) {
            operator.start();
            String before = operator.node().value();
            JobId job = operator.enqueue(type, "x").job();
            first.await();
            broken.with(() -> new RefusedException(ErrorCode.STORE_UNAVAILABLE, "planned"));
            assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(validWhenStopped).hasValue(0);
            broken.with(null);
            Job completed = JobWatch.await(storage, job, JobStatus.COMPLETED);
            assertThat(completed.result()).isEqualTo(Payload.ofJson("long", 1, "\"again\""));
            assertThat(completed.attempt()).as("an outage burns no attempt").isZero();
            assertThat(operator.node().value()).isNotEqualTo(before);
        }
    }

    @Test
    void a_store_that_fails_is_reported_by_a_run_by_hand_which_works_again_at_once() {
        JobType<String> type = counting(new CountDownLatch(1));
        try (Operator operator = operator(type)) {
            operator.enqueue(type, "x");
            broken.with(() -> new RefusedException(ErrorCode.STORE_UNAVAILABLE, "planned"));
            assertThatThrownBy(operator::runDueJobs)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("planned");
            broken.with(null);
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
    }

    @Test
    void an_executor_that_refuses_costs_no_attempt() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        JobType<String> type = counting(ran);
        JobId job;
        try (Operator operator = BlackRoadJobs.operator(storage)
                .register(type)
                .lease(Duration.ofMinutes(1))
                .executor(task -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new RejectedExecutionException("planned");
                    }
                    new Thread(task, "test-handler").start();
                })
                .build()) {
            operator.start();
            job = operator.enqueue(type, "x").job();
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(find(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(find(job).attempt()).isZero();
    }

    @Test
    void a_closed_operator_takes_nothing_and_closing_it_again_does_nothing() {
        JobType<String> type = counting(new CountDownLatch(1));
        Operator operator = operator(type);
        operator.start();
        operator.close();
        operator.close();

        assertThat(operator.isRunning()).isFalse();
        assertThatThrownBy(() -> operator.enqueue(type, "x")).hasMessageContaining("SHUTTING_DOWN");
        assertThatThrownBy(operator::start).isInstanceOf(IllegalStateException.class);
        assertThat(storage.jobs().nodes()).as("it left").isEmpty();
    }

    private Operator operator(JobType<?> type) {
        return BlackRoadJobs.operator(broken)
                .register(type)
                .lease(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .build();
    }

    private static JobType<String> counting(CountDownLatch ran) {
        return JobType.named("counting", String.class).handledBy((payload, run) -> {
            ran.countDown();
            return null;
        });
    }

    private Job find(JobId job) {
        return storage.jobs().find(job).orElseThrow();
    }

    /** A storage whose job store fails every call as long as it is told to, but for what applications enqueue. */
    private static final class Broken extends FaultyStorage {

        private final Semaphore failures = new Semaphore(0);
        private volatile @Nullable Supplier<Throwable> failure;

        private Broken(Storage storage) {
            super(storage);
        }

        @Override
        @Nullable
        Object around(String method, Call call, Object... arguments) throws Throwable {
            Supplier<Throwable> planned = failure;
            if (planned != null && !method.equals("enqueue")) {
                failures.release();
                throw planned.get();
            }
            return call.proceed();
        }

        private void with(@Nullable Supplier<Throwable> planned) {
            failure = planned;
        }

        private void awaitFailures(int count) throws InterruptedException {
            assertThat(failures.tryAcquire(count, 20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
