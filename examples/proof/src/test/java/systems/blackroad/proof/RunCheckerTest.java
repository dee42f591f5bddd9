package systems.blackroad.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.proof.JobChecker.Final;
import systems.blackroad.proof.JobHistory.Beat;
import systems.blackroad.proof.JobHistory.Run;

/** Plants each kind of violation of when jobs ran. Times are in milliseconds. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RunCheckerTest {

    private final List<Run> runs = new ArrayList<>();
    private final Map<String, Final> finals = new HashMap<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final Map<String, Long> sent = new HashMap<>();
    private final List<List<String>> lines = new ArrayList<>();
    private final List<Beat> beats = new ArrayList<>();
    private int nodes = 4;
    private int lostLeases = 1;

    private static long nanos(long millis) {
        return millis == Run.NEVER ? millis : millis * 1_000_000;
    }

    /** A run; the last one of a job that returned is the one that completed it. */
    private void run(String job, long token, String worker, long began, long ended, String end) {
        runs.add(new Run(job, token, worker, nanos(began), nanos(ended), end));
        if (end.equals("C")) {
            finals.put(job, new Final(JobStatus.COMPLETED, token));
        }
    }

    private void beat(String worker, String node, long sent, long answered) {
        beats.add(new Beat(worker, node, nanos(sent), nanos(answered)));
    }

    private void disturbed(Fault fault, @Nullable String worker, long from, long until) {
        disturbances.add(new Disturbance(fault, worker, nanos(from), nanos(until)));
    }

    private List<String> check() {
        JobHistory history = new JobHistory(Set.of(), sent, runs, lines, beats);
        Scenario scenario = new Scenario("", "", Scenario.Work.JOBS, nodes, Map.of(), Duration.ofSeconds(2), 1);
        return new RunChecker(history, finals, disturbances, scenario, job -> lostLeases).check();
    }

    @Test
    void jobs_of_a_key_that_run_one_after_another_are_fine() {
        run("a.k1", 1, "w1", 0, 10, "C");
        run("b.k1", 1, "w2", 10, 20, "C");
        run("c.k2", 1, "w2", 5, 25, "C");
        run("d.p", 1, "w2", 5, 25, "C");
        run("e.p", 1, "w2", 5, 25, "C");
        assertThat(check()).isEmpty();
    }

    @Test
    void two_jobs_of_a_key_at_once_are_found() {
        run("a.k1", 1, "w1", 0, 10, "C");
        run("b.k1", 1, "w2", 9, 20, "C");
        assertThat(check()).singleElement().asString().startsWith("LIMIT 2 jobs of lane k1");
    }

    @Test
    void one_job_too_many_of_a_queue_is_found() {
        for (int i = 0; i < 3; i++) {
            run(i + ".n", 1, "w" + i, i, 10, "C");
        }
        assertThat(check()).isEmpty();
        run("4.n", 1, "w4", 9, 12, "C");
        assertThat(check()).singleElement().asString().startsWith("LIMIT 4 jobs of lane n");
    }

    @Test
    void a_run_whose_lease_was_lost_may_overlap_others() {
        run("a.k1", 1, "w1", 0, 5000, "I");
        run("a.k1", 2, "w2", 4000, 4010, "C");
        run("b.k1", 1, "w2", 4020, 4030, "C");
        disturbed(Fault.STOP, "w1", 1, 4900);
        assertThat(check()).isEmpty();
    }

    @Test
    void an_ordered_job_that_begins_while_another_has_its_turn_is_found() {
        run("a.o1", 1, "w1", 0, 10, "F");
        run("b.o1", 1, "w2", 15, 20, "C");
        run("a.o1", 2, "w1", 30, 40, "C");
        assertThat(check()).singleElement().asString().startsWith("TURN job a.o1 began");
    }

    @Test
    void ordered_jobs_of_one_worker_that_change_places_are_found() {
        run("a.o1", 1, "w1", 30, 40, "C");
        run("b.o1", 1, "w2", 10, 20, "C");
        lines.add(List.of("a.o1", "b.o1"));
        assertThat(check()).singleElement().asString().startsWith("ORDER job b.o1 began before a.o1");
    }

    @Test
    void a_second_run_that_nothing_explains_is_found() {
        run("a.p", 1, "w1", 0, 10, "C");
        run("a.p", 2, "w2", 1999, 2005, "C");
        disturbed(Fault.KILL, "w2", 5, 6);
        disturbed(Fault.CUT, null, 3000, 3001);
        assertThat(check()).singleElement().asString().startsWith("UNEXPLAINED job a.p ran again under token 2");
    }

    @Test
    void a_second_run_within_the_lease_that_the_first_ones_worker_renewed_is_found() {
        beat("w1", "n1", 100, 900);
        beat("w1", "n1", 1000, 4000);
        beat("w1", "n2", 5000, 5001);
        beat("w2", "n3", 0, 1);
        run("a.p", 1, "w1", 950, 960, "C");
        run("a.p", 2, "w2", 2997, 3010, "C");
        assertThat(check()).singleElement().asString().startsWith("UNEXPLAINED job a.p ran again under token 2");
    }

    @Test
    void a_run_that_was_taken_from_a_node_that_is_answered_alive_later_is_found() {
        beat("w1", "n1", 100, 1700);
        run("a.p", 1, "w1", 1780, 1790, "C");
        run("a.p", 2, "w2", 2098, 2110, "C");
        assertThat(check()).isEmpty();
        beat("w1", "n1", 2150, 2160);
        assertThat(check()).singleElement().asString().startsWith("UNEXPLAINED job a.p ran again under token 2");
    }

    @Test
    void a_worker_that_goes_on_renewing_its_lease_loses_no_run() {
        for (int at = 0; at < 9000; at += 500) {
            beat("w1", "n1", at, at + 1);
        }
        run("a.p", 1, "w1", 10, 20, "C");
        run("a.p", 2, "w2", 8000, 8010, "C");
        assertThat(check()).singleElement().asString().startsWith("UNEXPLAINED job a.p ran again under token 2");
    }

    @Test
    void a_second_run_is_explained_by_a_failure_a_fault_or_a_lease_that_was_not_renewed() {
        run("failed.p", 1, "w1", 0, 10, "F");
        run("failed.p", 2, "w1", 20, 30, "C");
        run("cut.p", 1, "w1", 0, 10, "C");
        run("cut.p", 2, "w2", 60, 70, "C");
        disturbed(Fault.CUT, null, 50, 51);
        beat("w1", "n1", 100, 1700);
        beat("w1", "n2", 2050, 2060);
        run("starved.p", 1, "w1", 1780, 1790, "C");
        run("starved.p", 2, "w2", 2098, 2110, "C");
        assertThat(check()).isEmpty();
    }

    @Test
    void a_job_that_begins_before_it_is_due_is_found() {
        sent.put("a.p", nanos(500));
        run("a.p", 1, "w1", 498, 510, "C");
        assertThat(check()).isEmpty();
        sent.put("a.p", nanos(501));
        assertThat(check()).singleElement().asString().startsWith("EARLY job a.p began 3 ms before");
    }

    @Test
    void a_job_of_a_killed_worker_that_waits_too_long_is_found() {
        run("a.p", 1, "w1", 0, Run.NEVER, "");
        run("a.p", 2, "w2", 15_009, 15_010, "C");
        disturbed(Fault.KILL, "w1", 10, 11);
        assertThat(check()).isEmpty();
        run("b.p", 1, "w1", 0, 9, "C");
        run("b.p", 2, "w2", 15_011, 15_012, "C");
        assertThat(check()).singleElement().asString().startsWith("LATE job b.p ran again 15001 ms after");
        disturbed(Fault.RESTART, null, 2000, 2002);
        assertThat(check()).isEmpty();
    }

    @Test
    void time_in_which_the_only_worker_is_stopped_does_not_count() {
        run("a.p", 1, "w1", 0, Run.NEVER, "");
        run("a.p", 2, "w2", 17_000, 17_010, "C");
        disturbed(Fault.KILL, "w1", 10, 11);
        disturbed(Fault.STOP, "w2", 5000, 8000);
        assertThat(check()).singleElement().asString().startsWith("LATE job a.p");
        nodes = 1;
        assertThat(check()).isEmpty();
    }

    @Test
    void a_stop_of_the_only_worker_counts_as_far_as_it_delayed_the_job() {
        nodes = 1;
        run("a.p", 1, "w1", 4000, Run.NEVER, "");
        run("a.p", 2, "w2", 20_012, 20_020, "C");
        disturbed(Fault.STOP, "w1", 2000, 5001);
        disturbed(Fault.KILL, "w1", 5000, 5001);
        assertThat(check()).singleElement().asString().startsWith("LATE job a.p ran again 15011 ms after");
    }

    @Test
    void a_job_that_others_lost_before_they_began_it_has_as_long_again_for_each() {
        run("a.p", 1, "w1", 0, Run.NEVER, "");
        run("a.p", 3, "w3", 30_009, 30_010, "C");
        disturbed(Fault.KILL, "w1", 10, 11);
        assertThat(check())
                .as("that was given back in between")
                .singleElement()
                .asString()
                .startsWith("LATE job a.p ran again 29999 ms after");
        lostLeases = 2;
        assertThat(check()).isEmpty();
        run("b.p", 1, "w1", 0, Run.NEVER, "");
        run("b.p", 3, "w3", 30_011, 30_012, "C");
        assertThat(check()).singleElement().asString().startsWith("LATE job b.p ran again 30001 ms after");
    }
}
