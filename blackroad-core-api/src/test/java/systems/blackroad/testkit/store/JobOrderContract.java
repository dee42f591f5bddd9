package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** Ordered jobs of one key run one after another. */
abstract class JobOrderContract extends QueueTopic {

    @Test
    @Rule("J-144")
    void ordered_jobs_of_a_key_are_given_one_at_a_time_in_claim_order() {
        enqueue(
                ordered("second", "k"),
                ordered("third", "k"),
                job("first", MAIL, BULK, 1, Due.NOW, 3).withKey(JobKey.ordered("k")),
                ordered("else", "l"));
        List<String> given = new ArrayList<>();
        for (ClaimedJob run : given(N1, 10)) {
            given.add(run.id().value());
            settle(N1, run, completed());
        }
        assertThat(given).containsExactly("first", "else");
        settle(N1, only("second"), completed());
        settle(N1, only("third"), completed());
        assertNothingGiven();
    }

    @Test
    @Rule("J-144")
    void a_turn_is_of_all_types() {
        enqueue(job("report", REPORT, BULK, 0, Due.NOW, 3).withKey(JobKey.ordered("k")), ordered("mail", "k"));
        assertThat(given(N1, new Claim(Set.of(MAIL), 10, false))).isEmpty();
        List<ClaimedJob> report = given(N1, new Claim(Set.of(REPORT), 10, false));
        assertThat(ids(report)).containsExactly("report");
        assertThat(given(N1, new Claim(Set.of(MAIL), 10, false))).isEmpty();
        settle(N1, report.get(0), completed());
        assertThat(ids(given(N1, new Claim(Set.of(MAIL), 10, false)))).containsExactly("mail");
    }

    @Test
    @Rule("J-144")
    void racing_claims_give_one_job_of_a_key() {
        JobStore other = another();
        Race race = new Race(fixture().patience());
        RACERS.forEach(this::heartbeat);
        for (int round = 0; round < fixture().rounds(); round++) {
            String key = "key" + round;
            enqueue(ordered("a" + round, key), ordered("b" + round, key), ordered("c" + round, key));
            List<List<ClaimedJob>> given = raced(race, other);
            List<ClaimedJob> runs = new ArrayList<>(given(N1, 10));
            given.forEach(runs::addAll);
            assertThat(ids(runs)).as(race.describe(round)).containsExactly("a" + round);
            completeRaced(given);
            settle(N1, runs.get(0), completed());
            settle(N1, only("b" + round), completed());
            settle(N1, only("c" + round), completed());
            assertNothingGiven();
        }
    }

    @Test
    @Rule("J-145")
    void a_job_that_waits_for_its_retry_keeps_its_turn() {
        enqueue(ordered("a", "k"), ordered("b", "k"));
        settle(N1, only("a"), retry(Duration.ofSeconds(9)));
        enqueue(job("urgent", MAIL, BULK, 9, Due.NOW, 3).withKey(JobKey.ordered("k")));
        assertNothingGiven();
        clock().advance(Duration.ofSeconds(9));
        settle(N1, only("a"), completed());
        only("urgent");
    }

    @Test
    @Rule("J-145")
    void a_job_that_was_put_back_keeps_its_turn() {
        enqueue(ordered("a", "k"), ordered("b", "k"));
        settle(N1, only("a"), new Verdict.Released());
        enqueue(job("urgent", MAIL, BULK, 9, Due.NOW, 3).withKey(JobKey.ordered("k")));
        only("a");
        store().leave(N1);
        assertThat(ids(given(N2, 10))).containsExactly("a");
    }

    @Test
    @Rule("J-145")
    void a_suspect_keeps_its_turn() {
        enqueue(ordered("a", "k"), ordered("b", "k"));
        lose("a");
        only("a");
        clock().advance(LEASE);
        assertThat(given(N2, 10)).isEmpty();
        store().rescue(10);
        assertThat(given(N2, 10)).isEmpty();
        List<ClaimedJob> runs = given(N2, wishWithSuspects(10));
        assertThat(ids(runs)).containsExactly("a");
        settle(N2, runs.get(0), completed());
        assertThat(ids(given(N2, 10))).containsExactly("b");
    }

    @Test
    @Rule("J-145")
    void a_job_that_waits_with_its_turn_starts_when_its_key_has_room_again() {
        put(BULK, limits -> limits.withKeyConcurrency(1));
        enqueue(ordered("a", "k"));
        settle(N1, only("a"), retry(Duration.ofSeconds(9)));
        enqueue(keyed("beside", "k"));
        ClaimedJob beside = only("beside");
        clock().advance(Duration.ofSeconds(9));
        assertNothingGiven();
        settle(N1, beside, completed());
        only("a");
    }

    @Test
    @Rule("J-146")
    void an_exchange_that_comes_late_gives_the_turn_on_too() {
        enqueue(ordered("a", "k"), ordered("b", "k"));
        ClaimedJob run = only("a");
        long late = next(N1);
        store().exchange(new Exchange(N1, next(N1), List.of(), wish(10)));
        Settlement settlement = new Settlement(run.id(), run.token(), completed());
        store().exchange(new Exchange(N1, late, List.of(settlement), null));
        only("b");
    }

    @Test
    @Rule("J-146")
    void whatever_finishes_a_job_gives_the_next_its_turn() {
        enqueue(
                ordered("completed", "k"),
                ordered("failed", "k"),
                ordered("cancelled", "k"),
                ordered("unwanted", "k"),
                job("lost", MAIL, BULK, 0, Due.NOW, 1).withKey(JobKey.ordered("k")),
                ordered("last", "k"));
        settle(N1, only("completed"), completed());
        settle(N1, only("failed"), new Verdict.Failed("no"));
        settle(N1, only("cancelled"), new Verdict.Cancelled());
        settle(N1, only("unwanted"), retry(Duration.ofMinutes(1)));
        assertNothingGiven();
        store().cancel(id("unwanted"), ADA);
        only("lost");
        for (int i = 0; i < 3; i++) {
            clock().advance(LEASE);
            store().rescue(10);
            NodeId next = NodeId.of("next" + i);
            assertThat(ids(given(next, wishWithSuspects(1)))).containsExactly(i < 2 ? "lost" : "last");
        }
        assertThat(status("lost")).isEqualTo(JobStatus.FAILED);
    }

    @Test
    @Rule("J-146")
    void a_finished_job_that_is_queued_again_waits_for_its_turn() {
        enqueue(ordered("a", "k"), ordered("b", "k"), ordered("c", "k"));
        settle(N1, only("a"), completed());
        ClaimedJob b = only("b");
        clock().advance(Duration.ofMillis(1));
        store().requeue(id("a"), ADA);
        assertNothingGiven();
        settle(N1, b, completed());
        settle(N1, only("c"), completed());
        only("a");
    }

    @Test
    @Rule("J-147")
    void a_job_that_is_not_due_or_not_ordered_holds_back_nobody() {
        enqueue(
                job("later", MAIL, BULK, 9, Due.after(Duration.ofSeconds(1)), 3).withKey(JobKey.ordered("k")),
                ordered("now", "k"),
                keyed("free", "k"),
                keyed("freer", "k"),
                ordered("next", "k"));
        List<ClaimedJob> runs = given(N1, 10);
        assertThat(ids(runs)).containsExactly("now", "free", "freer");
        clock().advance(Duration.ofSeconds(1));
        assertNothingGiven();
        settle(N1, runs.get(0), completed());
        settle(N1, only("later"), completed());
        only("next");
    }
}
