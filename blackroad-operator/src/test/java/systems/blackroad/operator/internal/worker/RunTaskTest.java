package systems.blackroad.operator.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.NonRetryableException;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RetryException;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.operator.internal.codec.JacksonPayloadCodec;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.Outcome;

/** What counts as a failure, and what the policy of an application is asked about, as the run of a handler ends. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RunTaskTest {

    private static final Outcome AS_THE_POLICY_SAYS =
            new Outcome.Retry("java.lang.InterruptedException: of its own", Due.after(Duration.ofHours(1)));

    private static final Throwable CAUSE = new IllegalStateException("429");

    private final List<Throwable> asked = new ArrayList<>();

    private final Elapsed elapsed = new Elapsed(() -> 0);

    @BeforeEach
    void lease() {
        elapsed.leaseUntil(1);
    }

    /** How a run ends whose handler is told to stop, or not, and then throws an interruption. */
    private Outcome end(Stopping stopping) {
        List<Input> told = new ArrayList<>();
        List<RunTask> tasks = new ArrayList<>();
        JobType<String> type = JobType.named("stops", String.class)
                .retry(RetryPolicy.custom(3, (attempt, failure) -> {
                    asked.add(failure);
                    return Optional.of(Duration.ofHours(1));
                }))
                .handledBy((payload, run) -> {
                    stopping.stop(tasks.get(0));
                    throw new InterruptedException("of its own");
                });
        ClaimedJob job = new ClaimedJob(
                JobId.of("a"),
                Payload.ofJson("stops", 1, "\"x\""),
                QueueName.of("default"),
                7,
                1,
                3,
                false,
                Instant.EPOCH,
                Map.of());
        tasks.add(new RunTask(job, type, new JacksonPayloadCodec(), elapsed, told::add));
        tasks.get(0).run();
        assertThat(told).hasSize(1);
        return ((Input.Ended) told.get(0)).outcome();
    }

    /** What happens to a run. */
    private interface Stopping {
        void stop(RunTask task);
    }

    @Test
    void an_interruption_that_nobody_else_caused_is_like_any_failure() {
        assertThat(end(task -> {})).isEqualTo(AS_THE_POLICY_SAYS);
        assertThat(end(task -> task.stop(false, false)))
                .as("of a handler that was told to stop")
                .isEqualTo(AS_THE_POLICY_SAYS);
        assertThat(asked).hasSize(2);
    }

    @Test
    void an_interruption_that_ends_a_run_from_outside_is_not_asked_about() {
        assertThat(end(task -> task.stop(true, false))).isInstanceOf(Outcome.Threw.class);
        assertThat(asked).isEmpty();
        assertThat(Thread.interrupted()).as("the thread goes on without it").isFalse();
    }

    @Test
    void a_run_whose_lease_is_lost_is_not_asked_about() {
        assertThat(end(task -> task.stop(false, true))).isInstanceOf(Outcome.Threw.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_handler_is_not_called_once_the_lease_has_lapsed() {
        elapsed.leaseUntil(0);
        assertThat(end(task -> {
                    throw new AssertionError("the handler was called");
                }))
                .isEqualTo(new Outcome.TooLate());
    }

    @Test
    void a_retry_that_a_handler_asks_for_is_a_failure_only_if_something_caused_it() {
        assertThat(RunTask.isFailure(RetryException.after(Duration.ZERO, "not yet")))
                .isFalse();
        assertThat(RunTask.isFailure(RetryException.after(Duration.ZERO, "quota used up", CAUSE)))
                .isTrue();
        assertThat(RunTask.isFailure(new NonRetryableException("gone"))).isTrue();
        assertThat(RunTask.isFailure(CAUSE)).isTrue();
    }
}
