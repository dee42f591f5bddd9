package systems.blackroad.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.error.UnknownOutcomeException;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.testkit.ManualClock;

/** How finished jobs leave: deleted when their period is over, or queued again from the dead letter. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RetentionTest {

    private static final UserId ADA = UserId.of("ada");
    private static final JobFilter CANCELLED = JobFilter.status(JobStatus.CANCELLED);
    private static final JobFilter FAILED = JobFilter.status(JobStatus.FAILED);

    private final ManualClock clock = new ManualClock();
    private final Storage storage =
            Storages.open("memory:", StorageOptions.builder().clock(clock).build());
    private final List<String> seen = new ArrayList<>();
    private boolean broken = true;

    private final JobType<String> good =
            JobType.named("good", String.class).handledBy((payload, context) -> seen.add(payload));
    private final JobType<String> bad = JobType.named("bad", String.class)
            .retry(RetryPolicy.NONE)
            .handledBy((payload, context) -> {
                if (broken) {
                    throw new IllegalStateException("no such address");
                }
                return seen.add(payload);
            });

    @AfterEach
    void close() {
        storage.close();
    }

    private OperatorBuilder builder(Storage over) {
        return BlackRoadJobs.operator(over).register(good, bad).maxConcurrentJobs(1000);
    }

    private boolean isThere(JobId job) {
        return storage.jobs().find(job).isPresent();
    }

    @Test
    void at_the_defaults_what_ended_well_stays_a_week_and_what_failed_a_month() {
        try (Operator operator = builder(storage).build()) {
            JobId completed = operator.enqueue(good, "x").job();
            JobId failed = operator.enqueue(bad, "x").job();
            JobId cancelled = operator.enqueue(good, "x").job();
            operator.cancel(cancelled, ADA);
            operator.runDueJobs();
            clock.advance(Duration.ofDays(7).minusMillis(1));
            operator.runDueJobs();
            assertThat(List.of(isThere(completed), isThere(failed), isThere(cancelled)))
                    .containsExactly(true, true, true);
            clock.advance(Duration.ofMillis(1));
            operator.runDueJobs();
            assertThat(List.of(isThere(completed), isThere(failed), isThere(cancelled)))
                    .containsExactly(false, true, false);
            clock.advance(Duration.ofDays(23).minusMillis(1));
            operator.runDueJobs();
            assertThat(isThere(failed)).isTrue();
            assertThat(storage.jobs().find(failed).orElseThrow().error()).contains("no such address");
            assertThat(storage.jobs().log(failed, 0, 10)).isNotEmpty();
            clock.advance(Duration.ofMillis(1));
            operator.runDueJobs();
            assertThat(isThere(failed)).isFalse();
        }
    }

    @Test
    void more_than_a_batch_is_deleted_in_one_go() {
        Retention retention = new Retention(Map.of(JobStatus.COMPLETED, Duration.ofMinutes(1)), Map.of());
        try (Operator operator = builder(storage).retention(retention).build()) {
            for (int i = 0; i < 2; i++) {
                operator.enqueue(
                        IntStream.range(0, 600)
                                .mapToObj(number -> JobRequest.of(good, "x"))
                                .toList(),
                        null);
            }
            operator.runDueJobs();
            assertThat(storage.jobs().counts()).containsEntry(JobStatus.COMPLETED, 1200L);
            clock.advance(Duration.ofMinutes(1));
            operator.runDueJobs();
            assertThat(storage.jobs().counts()).containsEntry(JobStatus.COMPLETED, 0L);
        }
    }

    @Test
    void kept_forever_nothing_is_deleted() {
        try (Operator operator = builder(storage).retention(Retention.FOREVER).build()) {
            JobId completed = operator.enqueue(good, "x").job();
            operator.runDueJobs();
            clock.advance(Duration.ofDays(30_000));
            operator.runDueJobs();
            assertThat(isThere(completed)).isTrue();
        }
    }

    @Test
    void a_redrive_queues_failed_jobs_again_which_start_over() {
        try (Operator operator = builder(storage).build()) {
            JobId failed = operator.enqueue(bad, "x").job();
            operator.runDueJobs();
            assertThat(storage.jobs().find(failed).orElseThrow().status()).isEqualTo(JobStatus.FAILED);
            broken = false;
            assertThat(operator.redrive(FAILED, ADA, 10)).isEqualTo(1);
            assertThat(operator.runDueJobs()).isEqualTo(1);
            assertThat(seen).containsExactly("x");
            assertThat(storage.jobs().log(failed, 0, 10))
                    .extracting(JobLogEntry::actor)
                    .contains("ada");
            assertThat(operator.redrive(FAILED, ADA, 10)).isZero();
        }
    }

    private void cancelMany(Operator operator, int count) {
        operator.enqueue(
                IntStream.range(0, count)
                        .mapToObj(number -> JobRequest.builder(good, "x")
                                .id(JobId.of("job-" + number))
                                .build())
                        .toList(),
                null);
        for (int number = 0; number < count; number++) {
            operator.cancel(JobId.of("job-" + number), ADA);
        }
    }

    private JobStatus status(int number) {
        return storage.jobs().find(JobId.of("job-" + number)).orElseThrow().status();
    }

    @Test
    void a_redrive_takes_as_many_batches_as_it_needs_and_no_more_jobs_than_its_limit() {
        try (Operator operator = builder(storage).build()) {
            cancelMany(operator, 450);
            assertThat(operator.redrive(CANCELLED, ADA, 201)).isEqualTo(201);
            assertThat(status(249)).isEqualTo(JobStatus.PENDING);
            assertThat(status(248)).isEqualTo(JobStatus.CANCELLED);
            assertThat(operator.redrive(CANCELLED, ADA, 1_000_000)).isEqualTo(249);
            assertThat(storage.jobs().counts())
                    .containsEntry(JobStatus.CANCELLED, 0L)
                    .containsEntry(JobStatus.PENDING, 450L);
        }
    }

    @Test
    void a_redrive_that_fails_tells_how_far_it_got_and_a_repeat_does_the_rest() {
        FaultyStorage faulty = new FaultyStorage(storage) {
            private int redrives;

            @Override
            @Nullable
            Object around(String method, Call call, Object... arguments) throws Throwable {
                if (method.equals("redrive") && ++redrives % 2 == 0) {
                    throw new RefusedException(ErrorCode.STORE_UNAVAILABLE, "planned");
                }
                return call.proceed();
            }
        };
        try (Operator operator = builder(faulty).build()) {
            cancelMany(operator, 450);
            assertThatThrownBy(() -> operator.redrive(CANCELLED, ADA, 1000))
                    .isInstanceOf(UnknownOutcomeException.class)
                    .hasMessageContaining("after 200 were queued again")
                    .hasMessageContaining("planned");
            assertThat(storage.jobs().counts()).containsEntry(JobStatus.PENDING, 200L);
            assertThatThrownBy(() -> operator.redrive(CANCELLED, ADA, 1000))
                    .isInstanceOf(UnknownOutcomeException.class);
            assertThat(operator.redrive(CANCELLED, ADA, 1)).isEqualTo(1);
            assertThatThrownBy(() -> operator.redrive(CANCELLED, ADA, 1000))
                    .as("nothing was queued again, so the refusal itself is told")
                    .isInstanceOf(RefusedException.class);
            assertThat(operator.redrive(CANCELLED, ADA, 49)).isEqualTo(49);
            assertThat(storage.jobs().counts()).containsEntry(JobStatus.PENDING, 450L);
        }
    }

    @Test
    void a_redrive_of_other_jobs_or_outside_its_range_is_refused() {
        try (Operator operator = builder(storage).build()) {
            assertThatIllegalArgumentException().isThrownBy(() -> operator.redrive(JobFilter.ALL, ADA, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> operator.redrive(FAILED, ADA, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> operator.redrive(FAILED, ADA, 1_000_001));
        }
    }
}
