package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.proof.OutageRun.Outage;

/** Three workers, of which a hundred jobs a second are wanted, over an outage of ten seconds. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OutageRunTest {

    private static final int WORKERS = 3;

    private static List<String> violations(double offered, double after, long words, boolean ended) {
        return new Outage(10, 100, offered, after, words, ended).violations(WORKERS);
    }

    @Test
    void nine_tenths_of_the_rate_and_a_record_a_second_are_as_promised() {
        assertThat(violations(100, 90, 66, false)).isEmpty();
    }

    @Test
    void a_lower_rate_is_slow_unless_no_more_was_enqueued() {
        assertThat(violations(100, 89, 66, false))
                .containsExactly(
                        "SLOW 89 jobs/s from 5 s after an outage of 10.0 s on, 100 were enqueued, and 100 ran before it");
        assertThat(violations(50, 45, 66, false)).isEmpty();
        assertThat(violations(50, 44, 66, false)).hasSize(1);
    }

    @Test
    void more_records_than_a_dozen_at_once_and_one_a_second_for_each_worker_are_loud() {
        assertThat(violations(100, 100, 67, false))
                .containsExactly("LOUD 67 log records of 3 workers over an outage of 10.0 s");
    }

    @Test
    void a_worker_that_ended_is_told() {
        assertThat(violations(100, 100, 66, true)).containsExactly("ENDED a worker ended over an outage of 10.0 s");
    }
}
