package systems.blackroad.operator.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.NonRetryableException;
import systems.blackroad.api.job.RetryException;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class RunTaskTest {

    private static final Throwable CAUSE = new IllegalStateException("429");

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
