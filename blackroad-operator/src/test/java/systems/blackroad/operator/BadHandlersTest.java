package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.runtime.OperatorLoad;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;

/** Handlers at their worst, on nodes with one or two slots: each harms its own attempt only. */
@Timeout(60)
@DisplayNameGeneration(ReplaceUnderscores.class)
class BadHandlersTest {

    private final Storage storage = Storages.open("memory:");

    @AfterEach
    void close() {
        storage.close();
    }

    private static final class ThreadDeathLike extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Neither an exception nor an error; other languages throw it without declaring it. */
    private static final class Neither extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new StackOverflowError();
        }
    }

    private static final class NotWrittenDown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            BadHandlersTest.<RuntimeException>sneak(new Neither());
            return "never";
        }
    }

    private static final class WithoutACause extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause can be told");
        }
    }

    private static final Map<String, Supplier<Throwable>> THROWN = new TreeMap<>(Map.of(
            "AssertionError", AssertionError::new,
            "Neither", Neither::new,
            "not be written down", NotWrittenDown::new,
            "OutOfMemoryError", OutOfMemoryError::new,
            "StackOverflowError", StackOverflowError::new,
            "ThreadDeathLike", ThreadDeathLike::new,
            "Unspeakable", Unspeakable::new,
            "WithoutACause", WithoutACause::new));

    @SuppressWarnings("unchecked") // the caller sees no checked exception
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void whatever_a_handler_throws_fails_its_attempt_only() throws InterruptedException {
        JobType<String> type = JobType.named("throws", String.class)
                .retry(RetryPolicy.NONE)
                .handledBy((payload, context) -> {
                    if (THROWN.containsKey(payload)) {
                        BadHandlersTest.<RuntimeException>sneak(
                                THROWN.get(payload).get());
                    }
                    return payload;
                });
        try (Operator operator = builder(type).maxConcurrentJobs(1).build()) {
            operator.start();
            for (String name : THROWN.keySet()) {
                JobId bad = operator.enqueue(type, name).job();
                JobId good = operator.enqueue(type, "good").job();
                Job failed = JobWatch.await(storage, bad, JobStatus.FAILED);
                assertThat(failed.error()).contains(name);
                assertThat(failed.attempt()).isEqualTo(1);
                JobWatch.await(storage, good, JobStatus.COMPLETED);
            }
            await(() -> operator.load().equals(new OperatorLoad(1, 0, 0)));
        }
    }

    @Test
    void an_executor_that_fails_with_an_error_gives_the_job_back_and_the_node_goes_on() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        Executor executor = task -> {
            if (calls.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            new Thread(task).start();
        };
        JobType<String> type = JobType.named("starts", String.class).handledBy((payload, context) -> context.attempt());
        try (Operator operator = builder(type).executor(executor).build()) {
            JobId job = operator.enqueue(type, "x").job();
            operator.start();
            Job done = JobWatch.await(storage, job, JobStatus.COMPLETED);
            assertThat(done.attempt()).isZero();
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void a_handler_that_ignores_its_interrupt_holds_one_slot_until_it_ends_and_its_job_is_settled()
            throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        JobType<String> deaf = JobType.named("deaf", String.class)
                .retry(RetryPolicy.NONE)
                .timeout(Duration.ofMillis(50))
                .handledBy((payload, context) -> {
                    awaitUninterruptibly(release);
                    return "too late";
                });
        JobType<String> quick = JobType.named("quick", String.class).handledBy((payload, context) -> payload);
        try (Operator operator = builder(deaf, quick).maxConcurrentJobs(2).build()) {
            operator.start();
            JobId lost = operator.enqueue(deaf, "x").job();
            assertThat(JobWatch.await(storage, lost, JobStatus.FAILED).error())
                    .contains("timed out after PT0.05S", "did not stop when it was interrupted");
            await(() -> operator.load().equals(new OperatorLoad(2, 1, 1)));

            List<JobId> others = List.of(
                    operator.enqueue(quick, "a").job(),
                    operator.enqueue(quick, "b").job(),
                    operator.enqueue(quick, "c").job());
            for (JobId other : others) {
                JobWatch.await(storage, other, JobStatus.COMPLETED);
            }
            release.countDown();
            await(() -> operator.load().equals(new OperatorLoad(2, 0, 0)));
        }
        assertThat(storage.jobs().counts()).containsEntry(JobStatus.FAILED, 1L);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // That is what is wrong with it.
            }
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while a condition did not come true");
            }
            Thread.onSpinWait();
        }
    }

    private OperatorBuilder builder(JobType<?>... types) {
        return BlackRoadJobs.operator(storage)
                .register(types)
                .lease(Duration.ofMinutes(1))
                .heartbeat(Duration.ofMillis(200))
                .pollInterval(Duration.ofMillis(200));
    }
}
