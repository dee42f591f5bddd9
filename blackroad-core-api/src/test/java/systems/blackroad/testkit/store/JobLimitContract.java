package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Verdict;

/** How many jobs of a queue, and of a key, run at a time. */
abstract class JobLimitContract extends QueueTopic {

    @Test
    @Rule("J-139")
    void no_more_jobs_of_a_queue_run_than_its_limit() {
        limit(3);
        enqueue(in(BULK, "a"), in(BULK, "b"), in(OTHER, "x"), in(BULK, "c"), in(BULK, "d"), in(OTHER, "y"));
        assertThat(ids(given(N1, 3))).containsExactly("a", "b", "x");
        assertThat(ids(given(N2, 10))).containsExactly("c", "y");
        assertNothingGiven();
    }

    @Test
    @Rule("J-139")
    void racing_claims_never_exceed_the_limit_of_a_queue_and_leave_nothing() {
        JobStore other = another();
        limit(3);
        Race race = new Race(fixture().patience());
        RACERS.forEach(this::heartbeat);
        for (int round = 0; round < fixture().rounds(); round++) {
            List<NewJob> jobs = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                jobs.add(in(BULK, "round" + round + "-" + i));
            }
            store().enqueue(jobs, null);
            List<List<ClaimedJob>> raced = raced(race, other);
            List<ClaimedJob> late = given(N1, 10);
            int running = late.size() + raced.stream().mapToInt(List::size).sum();
            assertThat(running).as(race.describe(round)).isEqualTo(3);
            completeRaced(raced);
            completeAll(N1, late);
            List<ClaimedJob> rest = given(N1, 10);
            assertThat(rest).as(race.describe(round)).hasSize(3);
            completeAll(N1, rest);
        }
    }

    /** Lets {@link #N1} run the only job that may, ends its lease in a way, and looks whether another may run instead. */
    private void assertFrees(String how, Runnable end) {
        assertNothingGiven();
        end.run();
        assertThat(given(N2, 10)).as("after %s", how).hasSize(1);
    }

    private ClaimedJob fill() {
        limit(1);
        enqueue(in(BULK, "a"), in(BULK, "b"), in(BULK, "c"));
        return only("a");
    }

    @Test
    @Rule("J-140")
    void a_completed_run_counts_no_longer() {
        ClaimedJob run = fill();
        assertFrees("a completion", () -> settle(N1, run, completed()));
    }

    @Test
    @Rule("J-140")
    void a_failed_run_counts_no_longer() {
        ClaimedJob run = fill();
        assertFrees("a failure", () -> settle(N1, run, new Verdict.Failed("no")));
    }

    @Test
    @Rule("J-140")
    void a_job_that_waits_for_its_retry_does_not_count() {
        ClaimedJob run = fill();
        assertFrees("a retry", () -> settle(N1, run, retry(Duration.ofMinutes(1))));
    }

    @Test
    @Rule("J-140")
    void a_cancelled_run_counts_no_longer() {
        ClaimedJob run = fill();
        assertFrees("a cancellation", () -> settle(N1, run, new Verdict.Cancelled()));
    }

    @Test
    @Rule("J-140")
    void a_released_run_counts_no_longer() {
        ClaimedJob run = fill();
        assertFrees("a release", () -> settle(N1, run, new Verdict.Released()));
    }

    @Test
    @Rule("J-140")
    void a_run_that_a_heartbeat_puts_back_counts_no_longer() {
        fill();
        assertFrees("a heartbeat", () -> heartbeat(N1, last(N1), Map.of()));
    }

    @Test
    @Rule("J-140")
    void a_run_of_a_node_that_left_counts_no_longer() {
        fill();
        assertFrees("leaving", () -> store().leave(N1));
    }

    @Test
    @Rule("J-140")
    void a_run_of_a_lapsed_node_counts_until_it_is_rescued() {
        fill();
        clock().advance(LEASE);
        assertThat(given(N2, wishWithSuspects(10))).isEmpty();
        store().rescue(10);
        assertThat(given(N2, 10)).hasSize(1);
        assertThat(given(N2, wishWithSuspects(10))).isEmpty();
    }

    @Test
    @Rule("J-141")
    void the_exchange_that_ends_a_run_may_claim_the_next() {
        ClaimedJob run = fill();
        assertNothingGiven();
        List<ClaimedJob> next =
                exchange(N1, List.of(settlement(run, completed())), wish(10)).claimed();
        assertThat(ids(next)).containsExactly("b");
    }

    @Test
    @Rule("J-142")
    void a_lower_limit_stops_nothing_and_holds_from_then_on() {
        enqueue(in(BULK, "a"), in(BULK, "b"), in(BULK, "c"));
        List<ClaimedJob> runs = given(N1, 10);
        assertThat(ids(runs)).containsExactly("a", "b", "c");
        limit(1);
        enqueue(in(BULK, "d"), in(BULK, "e"));
        assertThat(heartbeat(N1, 0, Map.of(id("c"), runs.get(2).token())).lost())
                .isEmpty();
        settle(N1, runs.get(0), completed());
        assertNothingGiven();
        settle(N1, runs.get(1), completed());
        assertNothingGiven();
        settle(N1, runs.get(2), completed());
        only("d");
    }

    @Test
    @Rule("J-143")
    void a_job_that_waits_for_its_retry_leaves_room_in_its_key() {
        put(BULK, limits -> limits.withKeyConcurrency(2));
        enqueue(keyed("first", "k"), keyed("second", "k"), keyed("third", "k"));
        List<ClaimedJob> runs = given(N1, 10);
        assertThat(ids(runs)).containsExactly("first", "second");
        settle(N1, runs.get(0), retry(Duration.ofSeconds(9)));
        only("third");
    }

    @Test
    @Rule("J-143")
    void what_waits_for_room_in_its_key_is_given_to_a_node_of_its_type_though_others_wait_before_it() {
        put(BULK, limits -> limits.withKeyConcurrency(2));
        NewJob report = job("report", REPORT, BULK, 0, Due.NOW, 3).withKey(JobKey.of("k"));
        enqueue(keyed("first", "k"), keyed("second", "k"), keyed("mail", "k"), report);
        List<ClaimedJob> runs = given(N1, new Claim(Set.of(MAIL, REPORT), 10, false));
        assertThat(ids(runs)).containsExactly("first", "second");
        settle(N1, runs.get(0), completed());
        assertThat(ids(given(N2, new Claim(Set.of(REPORT), 10, false)))).containsExactly("report");
    }

    @Test
    @Rule("J-143")
    void no_more_jobs_of_a_key_run_than_its_limit_and_other_keys_are_not_held_back() {
        put(BULK, limits -> limits.withKeyConcurrency(2));
        enqueue(
                keyed("a1", "a"),
                keyed("a2", "a"),
                keyed("a3", "a"),
                keyed("b1", "b"),
                in(BULK, "n1"),
                in(BULK, "n2"),
                in(BULK, "n3"),
                job("a4", REPORT, BULK, 0, Due.NOW, 3).withKey(JobKey.ordered("a")),
                in(OTHER, "o1").withKey(JobKey.of("a")),
                in(OTHER, "o2").withKey(JobKey.of("a")),
                in(OTHER, "o3").withKey(JobKey.of("a")));
        List<ClaimedJob> runs = given(N1, 20);
        assertThat(ids(runs)).containsExactly("a1", "a2", "b1", "n1", "n2", "n3", "o1", "o2", "o3");
        settle(N1, runs.get(1), completed());
        only("a3");
        settle(N1, runs.get(0), completed());
        only("a4");
    }

    @Test
    @Rule("J-143")
    void racing_claims_never_exceed_the_limit_of_a_key_and_leave_nothing() {
        JobStore other = another();
        put(BULK, limits -> limits.withKeyConcurrency(2));
        Race race = new Race(fixture().patience());
        RACERS.forEach(this::heartbeat);
        for (int round = 0; round < fixture().rounds(); round++) {
            List<NewJob> jobs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                jobs.add(keyed("k" + round + "-" + i, "k"));
                jobs.add(keyed("l" + round + "-" + i, "l"));
            }
            store().enqueue(jobs, null);
            List<List<ClaimedJob>> raced = raced(race, other);
            List<ClaimedJob> late = given(N1, 10);
            List<String> running = new ArrayList<>(ids(late));
            raced.forEach(runs -> running.addAll(ids(runs)));
            assertThat(running)
                    .as(race.describe(round))
                    .hasSize(4)
                    .filteredOn(id -> id.startsWith("k"))
                    .hasSize(2);
            completeRaced(raced);
            completeAll(N1, late);
            List<ClaimedJob> rest = given(N1, 10);
            assertThat(rest).as(race.describe(round)).hasSize(4);
            completeAll(N1, rest);
        }
    }
}
