package systems.blackroad.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class QueueLimitsTest {

    private static final RateLimit RATE = new RateLimit(5, Duration.ofSeconds(1));
    private static final QueueLimits ALL =
            QueueLimits.NONE.withConcurrency(1).withKeyConcurrency(100_000).withRate(RATE);

    @Test
    void each_limit_is_set_and_taken_away_alone() {
        assertThat(ALL.concurrency()).hasValue(1);
        assertThat(ALL.keyConcurrency()).hasValue(100_000);
        assertThat(ALL.rate()).contains(RATE);
        assertThat(ALL.withConcurrency(null))
                .isEqualTo(QueueLimits.NONE.withRate(RATE).withKeyConcurrency(100_000))
                .isNotEqualTo(ALL);
        assertThat(ALL.withKeyConcurrency(null))
                .isEqualTo(QueueLimits.NONE.withRate(RATE).withConcurrency(1))
                .isNotEqualTo(ALL);
        assertThat(ALL.withRate(null))
                .isEqualTo(QueueLimits.NONE.withKeyConcurrency(100_000).withConcurrency(1))
                .isNotEqualTo(ALL);
        assertThat(ALL.withConcurrency(null).withKeyConcurrency(null).withRate(null))
                .isEqualTo(QueueLimits.NONE);
    }

    @Test
    void limits_of_jobs_at_a_time_are_1_to_100000() {
        for (int limit : new int[] {Integer.MIN_VALUE, 0, 100_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ALL.withConcurrency(limit))
                    .withMessage("concurrency of a queue must be 1 to 100000, got " + limit
                            + "; to let none run, pause the queue");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ALL.withKeyConcurrency(limit))
                    .withMessageStartingWith("keyConcurrency of a queue must be 1 to 100000, got " + limit);
        }
    }

    @Test
    void a_queue_is_as_at_first_while_it_is_neither_paused_nor_limited() {
        QueueName queue = QueueName.of("bulk");
        assertThat(new QueueSettings(queue, false, QueueLimits.NONE).isDefault())
                .isTrue();
        assertThat(new QueueSettings(queue, true, QueueLimits.NONE).isDefault()).isFalse();
        assertThat(new QueueSettings(queue, false, ALL).isDefault()).isFalse();
    }
}
