package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CrowdRunTest {

    private static final Scenario SCENARIO =
            new Scenario("memory:", "crowd", Scenario.Work.JOBS, 2, Map.of(), Duration.ofSeconds(10), 1);

    @TempDir
    Path folder;

    private Report report(long there) throws IOException {
        return CrowdRun.report(SCENARIO, List.of(folder.resolve("one"), folder.resolve("two")), there, List.of());
    }

    /** Two workers made three and four jobs. */
    private void worked() throws IOException {
        for (String name : List.of("one", "two")) {
            try (Journal journal = Journal.open(folder.resolve(name))) {
                journal.write(CrowdWorker.CALLS, CrowdWorker.Act.ENQUEUE, 10, 0, name.equals("one") ? 3 : 4);
                journal.write(CrowdWorker.CALLS, CrowdWorker.Act.CANCEL, 5, 0, 0);
            }
        }
    }

    @Test
    void calls_of_which_none_failed_and_whose_jobs_are_all_there_are_a_proof() throws Exception {
        worked();
        Report report = report(7);
        assertThat(report.isProof()).as(report.toString()).isTrue();
        assertThat(report.progress()).isEqualTo(Map.of("calls of ENQUEUE", 20L, "calls of CANCEL", 10L));
    }

    @Test
    void a_failure_that_reached_a_caller_is_told_with_its_words() throws Exception {
        worked();
        try (Journal journal = Journal.open(folder.resolve("two"))) {
            journal.write(CrowdWorker.FAILED, CrowdWorker.Act.CANCEL, "STORE_UNAVAILABLE", "deadlock");
        }
        assertThat(report(7).violations()).containsExactly("FAILED X CANCEL STORE_UNAVAILABLE deadlock");
    }

    @Test
    void one_job_more_or_less_than_callers_were_told_is_a_violation() throws Exception {
        worked();
        for (long there : new long[] {6, 8}) {
            assertThat(report(there).violations())
                    .containsExactly("LOST callers were told of 7 new jobs, and " + there + " are there");
        }
    }
}
