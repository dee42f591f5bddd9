package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobContext;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobHandler;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.NonRetryableException;
import systems.blackroad.api.job.RetryException;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.testkit.ManualClock;

/** When a failed job is run again: as its handler says, else its policy, else the default. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HandlerDecisionsTest {

    private final ManualClock clock = new ManualClock();
    private final Storage storage =
            Storages.open("memory:", StorageOptions.builder().clock(clock).build());

    @AfterEach
    void close() {
        storage.close();
    }

    /** Enqueues a job and runs what is due now. */
    private Job run(RetryPolicy policy, JobHandler<String> handler) {
        JobType<String> type =
                JobType.named("decides", String.class).retry(policy).handledBy(handler);
        try (Operator operator = BlackRoadJobs.operator(storage).register(type).build()) {
            operator.enqueue(type, "x");
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
        return storage.jobs().list(JobFilter.ALL, null, 10).items().get(0);
    }

    @Test
    void a_handler_may_name_a_delay_whatever_the_policy_says() {
        Job job = run(RetryPolicy.DEFAULT, (payload, context) -> {
            throw RetryException.after(Duration.ofHours(3), "quota used up");
        });
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.dueAt()).isEqualTo(clock.instant().plus(Duration.ofHours(3)));
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.error()).contains("RetryException: quota used up");
    }

    @Test
    void a_handler_may_name_an_instant() {
        Instant morning = clock.instant().plus(Duration.ofHours(20));
        Job job = run(RetryPolicy.DEFAULT, (payload, context) -> {
            throw RetryException.at(morning, "closed");
        });
        assertThat(job.dueAt()).isEqualTo(morning);
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void what_made_a_handler_ask_for_a_retry_is_kept_in_the_error() {
        Job delayed = run(RetryPolicy.DEFAULT, (payload, context) -> {
            throw RetryException.after(Duration.ofHours(3), "quota used up", new IllegalStateException("429"));
        });
        assertThat(delayed.dueAt()).isEqualTo(clock.instant().plus(Duration.ofHours(3)));
        assertThat(delayed.error()).contains("quota used up; caused by java.lang.IllegalStateException: 429");
        clock.advance(Duration.ofMillis(1));
        Instant morning = clock.instant().plus(Duration.ofHours(20));
        Job appointed = run(RetryPolicy.DEFAULT, (payload, context) -> {
            throw RetryException.at(morning, "closed", new IllegalStateException("503"));
        });
        assertThat(appointed.dueAt()).isEqualTo(morning);
        assertThat(appointed.error()).contains("closed; caused by java.lang.IllegalStateException: 503");
    }

    @Test
    void a_time_that_cannot_be_meant_fails_the_attempt_like_any_mistake_of_the_handler() {
        Job job =
                run(RetryPolicy.exponential(3, Duration.ofSeconds(7), Duration.ofSeconds(7), 0), (payload, context) -> {
                    throw RetryException.after(Duration.ofSeconds(-1), "negative");
                });
        assertThat(job.dueAt()).isEqualTo(clock.instant().plusSeconds(7));
        assertThat(job.error()).contains("delay must be 0 to PT87600H, got PT-1S");
    }

    @Test
    void maxAttempts_ends_what_a_handler_would_repeat() {
        Job job = run(RetryPolicy.NONE, (payload, context) -> {
            throw RetryException.after(Duration.ZERO, "again");
        });
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void a_handler_may_fail_its_job_for_good_at_once() {
        Job job = run(RetryPolicy.DEFAULT, (payload, context) -> {
            throw new NonRetryableException("no such account", new IllegalStateException("404"));
        });
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.error()).contains("no such account").contains("404");
    }

    @Test
    void as_a_cause_such_an_exception_says_nothing() {
        Job job =
                run(RetryPolicy.exponential(3, Duration.ofSeconds(7), Duration.ofSeconds(7), 0), (payload, context) -> {
                    throw new IllegalStateException(new NonRetryableException("inner"));
                });
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.dueAt()).isEqualTo(clock.instant().plusSeconds(7));
    }

    @Test
    void a_custom_policy_sees_the_attempt_and_what_was_thrown_and_names_the_delay() {
        List<String> asked = new ArrayList<>();
        RetryPolicy policy = RetryPolicy.custom(3, (attempt, failure) -> {
            asked.add(attempt + " " + failure.getMessage());
            return Optional.of(Duration.ofMinutes(attempt * 10L));
        });
        JobType<String> type = JobType.named("custom", String.class)
                .retry(policy)
                .handledBy((payload, context) -> {
                    throw new IllegalStateException("broken " + context.attempt());
                });
        try (Operator operator = BlackRoadJobs.operator(storage).register(type).build()) {
            operator.enqueue(type, "x");
            operator.runDueJobs();
            clock.advance(Duration.ofMinutes(10).minusMillis(1));
            assertThat(operator.runDueJobs()).isZero();
            clock.advance(Duration.ofMillis(1));
            assertThat(operator.runDueJobs()).isEqualTo(1);
            clock.advance(Duration.ofMinutes(20));
            assertThat(operator.runDueJobs()).isEqualTo(1);
        }
        assertThat(asked).containsExactly("1 broken 1", "2 broken 2");
        assertThat(storage.jobs().counts()).containsEntry(JobStatus.FAILED, 1L);
    }

    @Test
    void a_custom_policy_may_end_it_at_once() {
        Job job = run(RetryPolicy.custom(10, (attempt, failure) -> Optional.empty()), HandlerDecisionsTest::breaks);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).isEqualTo("java.lang.IllegalStateException: broken");
    }

    @Test
    void what_the_handler_says_outweighs_a_custom_policy() {
        Job job = run(RetryPolicy.custom(10, (attempt, failure) -> Optional.empty()), (payload, context) -> {
            throw RetryException.after(Duration.ofHours(1), "again");
        });
        assertThat(job.dueAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    @SuppressWarnings("NullAway") // an application's policy may be wrong
    void a_custom_policy_that_fails_is_told_and_the_default_delay_taken() {
        assertDefaultDelay((attempt, failure) -> {
            throw new StackOverflowError("policy");
        });
        assertDefaultDelay((attempt, failure) -> null);
        assertDefaultDelay((attempt, failure) -> Optional.of(Duration.ofSeconds(-1)));
        assertDefaultDelay((attempt, failure) -> Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    private void assertDefaultDelay(RetryPolicy.Backoff backoff) {
        Job job = run(RetryPolicy.custom(10, backoff), HandlerDecisionsTest::breaks);
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.dueAt())
                .isBetween(clock.instant().plusMillis(800), clock.instant().plusMillis(1200));
        assertThat(job.error())
                .startsWith("java.lang.IllegalStateException: broken; its retry policy failed: java.lang.");
        clock.advance(Duration.ofMillis(100));
    }

    @Test
    void a_custom_policy_needs_a_number_of_attempts_in_its_range() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.custom(0, (attempt, failure) -> Optional.empty()))
                .withMessage("maxAttempts must be 1 to 1000, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.custom(1001, (attempt, failure) -> Optional.empty()));
    }

    private static Object breaks(String payload, JobContext context) {
        throw new IllegalStateException("broken");
    }
}
