package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PaceTest {

    private final Pace pace = new Pace();

    private void endAt(int jobs, long millis) {
        for (int i = 0; i < jobs; i++) {
            pace.count(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private int aheadAt(long millis) {
        return pace.ahead(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void nothing_is_claimed_ahead_before_the_first_window_is_over() {
        endAt(10, 20);
        assertThat(aheadAt(49)).isZero();
        assertThat(aheadAt(50)).isEqualTo(10);
    }

    @Test
    void what_ended_in_a_longer_time_counts_by_its_share() {
        endAt(10, 20);
        assertThat(aheadAt(100)).isEqualTo(5);
    }

    @Test
    void jobs_that_take_longer_than_a_window_are_not_claimed_ahead() {
        for (int job = 1; job <= 10; job++) {
            endAt(1, job * 60L);
            assertThat(aheadAt(job * 60L)).isZero();
        }
    }

    @Test
    void there_is_a_bound() {
        endAt(Pace.MAX_AHEAD + 1, 20);
        assertThat(aheadAt(50)).isEqualTo(Pace.MAX_AHEAD);
        endAt(Pace.MAX_AHEAD, 60);
        assertThat(aheadAt(100)).isEqualTo(Pace.MAX_AHEAD);
    }

    @Test
    void it_follows_the_last_window() {
        endAt(10, 20);
        endAt(2, 50);
        assertThat(aheadAt(50)).isEqualTo(10);
        assertThat(aheadAt(100)).isEqualTo(2);
        assertThat(aheadAt(150)).isZero();
    }
}
