package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.testkit.ManualClock;

/** Pauses, limits, rates, order and routing, as an application sees them. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class QueuesTest {

    private static final UserId ADA = UserId.of("ada");
    private static final QueueName BULK = QueueName.of("bulk");
    private static final QueueName OTHER = QueueName.of("other");
    /** So long that whatever waits for a poll never comes. */
    private static final Duration NEVER = Duration.ofHours(1);

    private final ManualClock clock = new ManualClock();
    private final Storage manual =
            Storages.open("memory:", StorageOptions.builder().clock(clock).build());
    private final Storage real = Storages.open("memory:");
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final JobType<String> note = JobType.named("note", String.class)
            .retry(RetryPolicy.exponential(3, Duration.ofMinutes(1), Duration.ofMinutes(1), 0))
            .handledBy((payload, context) -> {
                seen.add(payload + context.attempt());
                if (payload.startsWith("fails") && context.attempt() == 1) {
                    throw new IllegalStateException("planned");
                }
                return null;
            });

    @AfterEach
    void close() {
        manual.close();
        real.close();
    }

    private static JobRequest.Builder<String> in(QueueName queue, JobType<String> type, String payload) {
        return JobRequest.builder(type, payload).queue(queue);
    }

    private Operator operator() {
        return BlackRoadJobs.operator(manual).register(note).build();
    }

    @Test
    void a_paused_queue_runs_nothing_until_it_is_resumed_whatever_limits_are_set() {
        try (Operator operator = operator()) {
            assertThat(operator.pause(BULK, ADA)).isTrue();
            assertThat(operator.pause(BULK, ADA)).isFalse();
            operator.enqueue(in(BULK, note, "held").build());
            operator.enqueue(in(OTHER, note, "free").build());
            assertThat(operator.runDueJobs()).isEqualTo(1);
            QueueLimits two = QueueLimits.NONE.withConcurrency(2);
            QueueSettings paused = new QueueSettings(BULK, true, two);
            assertThat(operator.configure(BULK, two, ADA)).isEqualTo(paused);
            assertThat(operator.queries().queues()).containsExactly(paused);
            assertThat(operator.runDueJobs()).isZero();
            assertThat(operator.resume(BULK, ADA)).isTrue();
            assertThat(operator.resume(BULK, ADA)).isFalse();
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
        assertThat(seen).containsExactly("free1", "held1");
    }

    @Test
    void ordered_jobs_of_a_key_wait_for_the_retry_of_the_one_before() {
        try (Operator operator = operator()) {
            JobId first = operator.enqueue(in(BULK, note, "fails")
                            .key(JobKey.ordered("customer-7"))
                            .build())
                    .job();
            operator.enqueue(
                    in(BULK, note, "next").key(JobKey.ordered("customer-7")).build());
            operator.enqueue(
                    in(BULK, note, "other").key(JobKey.ordered("customer-8")).build());
            operator.enqueue(
                    in(BULK, note, "loose").key(JobKey.of("customer-7")).build());
            assertThat(operator.queries().find(first).orElseThrow().key()).isEqualTo(JobKey.ordered("customer-7"));
            operator.runDueJobs();
            assertThat(seen).containsExactlyInAnyOrder("fails1", "other1", "loose1");
            clock.advance(Duration.ofMinutes(1));
            operator.runDueJobs();
            assertThat(seen).endsWith("fails2", "next1");
        }
    }

    @Test
    void a_rate_lets_as_many_start_as_it_says() {
        try (Operator operator = operator()) {
            operator.configure(BULK, QueueLimits.NONE.withRate(new RateLimit(2, Duration.ofSeconds(10))), ADA);
            for (int i = 0; i < 5; i++) {
                operator.enqueue(in(BULK, note, "n").build());
            }
            assertThat(operator.runDueJobs()).isEqualTo(2);
            clock.advance(Duration.ofSeconds(5));
            assertThat(operator.runDueJobs()).isEqualTo(1);
            clock.advance(Duration.ofMillis(4999));
            assertThat(operator.runDueJobs()).isZero();
            clock.advance(Duration.ofMillis(1));
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
    }

    @Test
    void a_node_runs_the_jobs_of_its_queues_and_leaves_the_others() {
        try (Operator some = BlackRoadJobs.operator(manual)
                        .register(note)
                        .servedQueues(BULK)
                        .build();
                Operator all = operator()) {
            some.enqueue(in(OTHER, note, "other").priority(9).build());
            some.enqueue(in(BULK, note, "bulk").build());
            assertThat(some.runDueJobs()).isEqualTo(1);
            assertThat(seen).containsExactly("bulk1");
            assertThat(all.runDueJobs()).isEqualTo(1);
            assertThat(seen).containsExactly("bulk1", "other1");
        }
    }

    @Test
    void a_builder_refuses_no_queues_and_a_second_call() {
        OperatorBuilder builder = BlackRoadJobs.operator(manual);
        assertThatThrownBy(builder::servedQueues).isInstanceOf(IllegalArgumentException.class);
        builder.servedQueues(BULK);
        assertThatThrownBy(() -> builder.servedQueues(OTHER)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_node_that_could_enqueue_into_none_of_the_queues_it_serves_is_refused() {
        OperatorBuilder builder =
                BlackRoadJobs.operator(manual).knownQueues(OTHER, note.queue()).servedQueues(BULK);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bulk")
                .hasMessageContaining("other");
    }

    @Test
    void a_store_that_refuses_claims_of_some_queues_is_told_of() {
        Storage routeless = new Routeless(manual);
        try (Operator some = BlackRoadJobs.operator(routeless)
                        .register(note)
                        .servedQueues(BULK)
                        .build();
                Operator all = BlackRoadJobs.operator(routeless).register(note).build()) {
            some.enqueue(in(BULK, note, "x").build());
            assertThatThrownBy(some::runDueJobs).hasMessageContaining("STORE_UNSUPPORTED");
            assertThat(all.runDueJobs()).isEqualTo(1);
        }
    }

    /** A storage that refuses claims of some queues. */
    private static final class Routeless extends FaultyStorage {

        Routeless(Storage storage) {
            super(storage);
        }

        @Override
        @Nullable
        Object around(String method, Call call, Object... arguments) throws Throwable {
            if (method.equals("exchange")
                    && ((Exchange) arguments[0])
                            .claim()
                            .filter(claim -> !claim.queues().isEmpty())
                            .isPresent()) {
                throw new RefusedException(ErrorCode.STORE_UNSUPPORTED, "planned");
            }
            return call.proceed();
        }
    }

    private Operator running(JobType<String> type) {
        return BlackRoadJobs.operator(real)
                .register(type)
                .maxConcurrentJobs(4)
                .pollInterval(NEVER)
                .build();
    }

    @Test
    void two_nodes_never_run_more_than_a_limit_and_need_no_poll_to_go_on() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(200);
        JobType<String> type = JobType.named("count", String.class).handledBy((payload, context) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            done.countDown();
            return null;
        });
        try (Operator one = running(type);
                Operator two = running(type)) {
            one.configure(BULK, QueueLimits.NONE.withConcurrency(3), ADA);
            one.start();
            two.start();
            for (int i = 0; i < 200; i++) {
                one.enqueue(in(BULK, type, "n").build());
            }
            done.await();
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void ordered_jobs_follow_one_another_over_two_nodes_without_a_poll() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(100);
        JobType<String> type = JobType.named("note-in-order", String.class).handledBy((payload, context) -> {
            seen.add(payload);
            done.countDown();
            return null;
        });
        List<String> expected = new ArrayList<>();
        try (Operator one = running(type);
                Operator two = running(type)) {
            for (int i = 0; i < 100; i++) {
                one.enqueue(in(BULK, type, "n" + i).key(JobKey.ordered("k")).build());
                expected.add("n" + i);
            }
            one.start();
            two.start();
            done.await();
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void a_resume_and_a_permit_start_jobs_on_another_node_without_a_poll() throws InterruptedException {
        JobType<String> type = JobType.named("idle", String.class).handledBy((payload, context) -> null);
        try (Operator one = running(type);
                Operator two = BlackRoadJobs.operator(real).build()) {
            two.pause(BULK, ADA);
            two.configure(BULK, QueueLimits.NONE.withRate(new RateLimit(1, Duration.ofMillis(100))), ADA);
            List<JobId> jobs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                jobs.add(two.enqueue(in(BULK, type, "n").build()).job());
            }
            one.start();
            two.resume(BULK, ADA);
            for (JobId job : jobs) {
                JobWatch.await(real, job, JobStatus.COMPLETED);
            }
        }
    }
}
