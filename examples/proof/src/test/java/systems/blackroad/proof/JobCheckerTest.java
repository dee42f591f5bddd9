package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.proof.JobChecker.Final;
import systems.blackroad.proof.JobHistory.Run;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JobCheckerTest {

    private static final Set<String> JOBS = Set.of("a", "b");
    private static final Map<String, Long> SENT = Map.of("a", 0L, "b", 0L);
    private static final List<Run> RUNS = List.of(run("a", 1, "w1"), run("a", 2, "w2"), run("b", 1, "w1"));

    @Test
    void a_correct_history_has_no_violation() {
        assertThat(check(RUNS, finals())).isEmpty();
    }

    @Test
    void a_lost_job_is_found() {
        Map<String, Final> finals = finals();
        finals.remove("b");
        assertThat(check(RUNS, finals)).singleElement().asString().startsWith("LOST job b");
    }

    @Test
    void a_job_that_never_ended_is_found() {
        Map<String, Final> finals = finals();
        finals.put("b", new Final(JobStatus.RUNNING, 1));
        assertThat(check(RUNS, finals)).singleElement().asString().startsWith("STUCK job b");
    }

    @Test
    void a_stale_completion_that_was_accepted_is_found() {
        Map<String, Final> finals = finals();
        finals.put("a", new Final(JobStatus.COMPLETED, 1));
        assertThat(check(RUNS, finals)).singleElement().asString().startsWith("STALE job a");
    }

    @Test
    void a_token_that_was_given_out_twice_is_found() {
        List<Run> runs = List.of(RUNS.get(0), RUNS.get(1), RUNS.get(2), run("b", 1, "w2"));
        assertThat(check(runs, finals())).singleElement().asString().startsWith("TOKEN job b");
    }

    @Test
    void a_completion_without_a_run_is_found() {
        Map<String, Final> finals = finals();
        finals.put("b", new Final(JobStatus.COMPLETED, 7));
        assertThat(check(RUNS, finals)).singleElement().asString().startsWith("UNRUN job b");
    }

    @Test
    void a_job_that_nobody_sent_is_found() {
        Map<String, Final> finals = finals();
        finals.put("c", new Final(JobStatus.CANCELLED, 0));
        assertThat(check(RUNS, finals)).singleElement().asString().startsWith("PHANTOM job c");
    }

    private static Run run(String job, long token, String worker) {
        return new Run(job, token, worker, 0, Run.NEVER, "");
    }

    private static List<String> check(List<Run> runs, Map<String, Final> finals) {
        return JobChecker.check(new JobHistory(JOBS, SENT, runs, List.of(), List.of()), finals);
    }

    private static Map<String, Final> finals() {
        return new HashMap<>(Map.of("a", new Final(JobStatus.COMPLETED, 2), "b", new Final(JobStatus.COMPLETED, 1)));
    }
}
