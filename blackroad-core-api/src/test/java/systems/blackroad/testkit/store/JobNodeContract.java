package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobNode;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.Verdict;

/** Nodes: their lives, what they hold, and what becomes of it when they die. */
abstract class JobNodeContract extends JobContract {

    @Test
    @Rule("J-45")
    void the_first_heartbeat_registers_the_node() {
        Instant now = clock().instant();
        HeartbeatResult result = heartbeat(N1);
        assertThat(result.live()).isTrue();
        assertThat(store().nodes())
                .containsExactly(new JobNode(N1, "host-of-n1", "1.2.3", now, now.plus(LEASE), true, 0));
    }

    @Test
    @Rule("J-46")
    void a_later_heartbeat_moves_the_lease_and_tells_the_store_time() {
        Instant started = clock().instant();
        heartbeat(N1);
        Instant now = clock().advance(Duration.ofMillis(7001));
        HeartbeatResult result =
                store().heartbeat(new Heartbeat(N1, "host-of-n1", "1.2.3", Duration.ofSeconds(33), 0, Map.of()));
        assertThat(result.live()).isTrue();
        assertThat(result.storeTime()).isEqualTo(now);
        assertThat(store().nodes()).singleElement().satisfies(node -> {
            assertThat(node.startedAt()).isEqualTo(started);
            assertThat(node.leaseUntil()).isEqualTo(now.plusSeconds(33));
        });
    }

    @Test
    @Rule("J-47")
    void a_lapsed_lease_is_never_renewed_though_nobody_rescued() {
        heartbeat(N1);
        heartbeat(N2);
        clock().advance(LEASE.minusMillis(1));
        assertThat(heartbeat(N1).live()).isTrue();
        clock().advance(Duration.ofMillis(1));
        assertThat(heartbeat(N2).live()).isFalse();
        assertThat(heartbeat(N2).live()).isFalse();
        assertThat(exchange(N2, List.of(), null).nodeLive()).isFalse();
    }

    @Test
    @Rule("J-48")
    void a_node_that_was_declared_dead_is_never_live_again() {
        heartbeat(N1);
        store().leave(N1);
        assertThat(heartbeat(N1).live()).isFalse();
        heartbeat(N2);
        clock().advance(LEASE);
        store().rescue(10);
        assertThat(heartbeat(N2).live()).isFalse();
        clock().advance(Duration.ofHours(20));
        store().rescue(10);
        assertThat(heartbeat(N1).live()).isFalse();
        assertThat(heartbeat(N2).live()).isFalse();
        assertThat(exchange(N1, List.of(), null).nodeLive()).isFalse();
    }

    @Test
    @Rule("J-49")
    void a_heartbeat_puts_back_what_its_node_does_not_hold() {
        enqueue("a", "b");
        heartbeat(N1);
        List<ClaimedJob> runs = claim(N1, 2);
        clock().advance(Duration.ofSeconds(1));
        heartbeat(N1, last(N1), Map.of(id("a"), runs.get(0).token()));
        assertThat(status("a")).isEqualTo(JobStatus.RUNNING);
        Job back = read("b");
        assertThat(back.status()).isEqualTo(JobStatus.PENDING);
        assertThat(back.attempt()).isZero();
        assertThat(back.node()).isNull();
        List<ClaimedJob> again = claim(N1, 2);
        assertThat(ids(again)).containsExactly("b");
        assertThat(again.get(0).suspect()).isFalse();
    }

    @Test
    @Rule("J-49")
    void a_heartbeat_puts_back_what_its_node_holds_under_another_token() {
        ClaimedJob run = running("a");
        heartbeat(N1, last(N1), Map.of(id("a"), run.token() - 1));
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-50")
    void a_heartbeat_leaves_what_a_later_exchange_gave() {
        running("a");
        long through = last(N1);
        enqueue("b");
        heartbeat(N1, through - 1, Map.of());
        assertThat(status("a")).isEqualTo(JobStatus.RUNNING);
        claim(N1, 1);
        heartbeat(N1, through, Map.of());
        assertThat(status("b")).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    @Rule("J-51")
    void a_heartbeat_leaves_what_other_nodes_hold() {
        running("a");
        heartbeat(N2, 100, Map.of());
        assertThat(read("a").node()).isEqualTo(N1);
    }

    @Test
    @Rule("J-52")
    void a_heartbeat_tells_what_was_lost() {
        ClaimedJob mine = running("mine");
        ClaimedJob done = running("done");
        settle(N1, done, completed());
        enqueue("others");
        ClaimedJob others = claimOne(N2);
        Map<JobId, Long> held = Map.of(
                id("mine"),
                mine.token(),
                id("done"),
                done.token(),
                id("others"),
                others.token() + 1,
                id("nothing"),
                1L);
        assertThat(heartbeat(N1, 0, held).lost()).containsExactlyInAnyOrder(id("done"), id("others"), id("nothing"));
        clock().advance(LEASE);
        assertThat(heartbeat(N1, 0, held).lost()).isEqualTo(held.keySet());
    }

    @Test
    @Rule("J-53")
    void a_heartbeat_tells_what_someone_asked_to_cancel() {
        ClaimedJob a = running("a");
        ClaimedJob b = running("b");
        ClaimedJob c = running("c");
        store().cancel(id("b"), ADA);
        store().cancel(id("c"), ADA);
        HeartbeatResult result =
                heartbeat(N1, 0, Map.of(id("a"), a.token(), id("b"), b.token(), id("c"), c.token() + 1));
        assertThat(result.cancelRequested()).containsExactly(id("b"));
    }

    @Test
    @Rule("J-54")
    void a_node_that_leaves_gives_back_what_it_holds() {
        running("a");
        store().leave(N1);
        Job back = read("a");
        assertThat(back.status()).isEqualTo(JobStatus.PENDING);
        assertThat(back.attempt()).isZero();
        assertThat(back.node()).isNull();
        assertThat(exchange(N1, List.of(), wish(1)).nodeLive()).isFalse();
        ClaimedJob again = claimOne(N2);
        assertThat(again.suspect()).isFalse();
        store().leave(N1);
        store().leave(NodeId.of("nobody"));
        assertThat(status("a")).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    @Rule("J-55")
    void nodes_lists_who_is_live_or_still_holds_jobs() {
        running("a");
        heartbeat(NodeId.of("idle"));
        clock().advance(LEASE.dividedBy(2));
        enqueue("b", "c");
        heartbeat(N2);
        claim(N2, 2);
        clock().advance(LEASE.dividedBy(2));
        assertThat(store().nodes()).extracting(JobNode::id).containsExactly(N1, N2);
        assertThat(store().nodes()).extracting(JobNode::live).containsExactly(false, true);
        assertThat(store().nodes()).extracting(JobNode::runningJobs).containsExactly(1, 2);
        store().leave(N2);
        assertThat(store().nodes()).extracting(JobNode::id).containsExactly(N1);
    }

    @Test
    @Rule("J-56")
    void a_rescue_puts_back_the_jobs_of_lapsed_nodes_alone() {
        enqueue("a", "b", "c");
        heartbeat(N1);
        claim(N1, 2);
        clock().advance(LEASE.dividedBy(2));
        heartbeat(N2);
        claim(N2, 1);
        assertThat(store().rescue(10)).isEmpty();
        clock().advance(LEASE.dividedBy(2));
        assertThat(store().rescue(10)).containsExactlyInAnyOrder(id("a"), id("b"));
        assertThat(read("a").status()).isEqualTo(JobStatus.PENDING);
        assertThat(read("a").node()).isNull();
        assertThat(read("a").dueAt()).isBeforeOrEqualTo(clock().instant());
        assertThat(status("c")).isEqualTo(JobStatus.RUNNING);
        assertThat(store().rescue(10)).isEmpty();
    }

    @Test
    @Rule("J-57")
    void a_rescue_ends_no_more_leases_than_its_limit_and_the_next_goes_on() {
        enqueue("a", "b", "c", "d", "e");
        heartbeat(N1);
        claim(N1, 3);
        heartbeat(N2);
        claim(N2, 2);
        clock().advance(LEASE);
        List<JobId> first = store().rescue(2);
        List<JobId> second = store().rescue(2);
        List<JobId> third = store().rescue(2);
        assertThat(List.of(first.size(), second.size(), third.size())).containsExactly(2, 2, 1);
        List<JobId> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        assertThat(all).doesNotHaveDuplicates();
        assertThatIllegalArgumentException().isThrownBy(() -> store().rescue(0));
        assertThatIllegalArgumentException().isThrownBy(() -> store().rescue(1001));
    }

    @Test
    @Rule("J-160")
    void a_job_that_was_lost_once_is_given_beside_others_and_counts_nothing() {
        enqueue("a", "b");
        heartbeat(N1);
        claim(N1, 2);
        clock().advance(LEASE);
        store().rescue(10);
        heartbeat(N2);
        List<ClaimedJob> again = claim(N2, wish(10));
        assertThat(ids(again)).containsExactly("a", "b");
        assertThat(again).extracting(ClaimedJob::suspect).containsOnly(false);
        assertThat(again).extracting(ClaimedJob::attempt).containsOnly(1);
        assertThat(read("a").attempt()).isZero();
    }

    @Test
    @Rule("J-161")
    void a_job_that_was_given_back_between_two_losses_is_a_suspect() {
        enqueue("a");
        lose("a");
        settle(N1, claimOne(N1), new Verdict.Released());
        claimOne(N1);
        heartbeat(N1, last(N1), Map.of());
        claimOne(N1);
        store().leave(N1);
        lose("a");
        heartbeat(N2);
        assertThat(claim(N2, wish(10))).isEmpty();
    }

    @Test
    @Rule("J-161")
    void a_job_that_failed_or_started_over_between_two_losses_is_no_suspect() {
        enqueue("a");
        lose("a");
        settle(N1, claimOne(N1), retry(Duration.ZERO));
        lose("a");
        settle(N2, claimOne(N2), new Verdict.Cancelled());
        store().requeue(id("a"), ADA);
        lose("a");
        assertThat(claimOne(NodeId.of("n3")).suspect()).isFalse();
    }

    @Test
    @Rule("J-58")
    void a_suspect_is_not_given_to_a_claim_without_suspects() {
        suspect("a", 3);
        heartbeat(N1);
        assertThat(claim(N1, wish(10))).isEmpty();
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-59")
    void a_claim_with_suspects_gives_exactly_one() {
        suspect("a", 3);
        suspect("b", 3);
        enqueue(job("c", 1000, Due.NOW), job("d", 1000, Due.NOW));
        heartbeat(N1);
        assertThat(claim(N1, new Claim(Set.of(REPORT), 10, true))).isEmpty();
        List<ClaimedJob> first = claim(N1, wishWithSuspects(1));
        assertThat(first).extracting(ClaimedJob::suspect).containsExactly(true);
        List<ClaimedJob> second = claim(N1, wishWithSuspects(10));
        assertThat(second).hasSize(3).filteredOn(ClaimedJob::suspect).hasSize(1);
        assertThat(claim(N1, wishWithSuspects(10))).isEmpty();
    }

    @Test
    @Rule("J-60")
    void the_claim_of_a_suspect_counts_its_attempt_and_its_failure_does_not() {
        suspect("a", 3);
        assertThat(read("a").attempt()).isZero();
        ClaimedJob run = claimSuspect(N1);
        assertThat(run.suspect()).isTrue();
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(read("a").attempt()).isEqualTo(1);
        settle(N1, run, new Verdict.Failed("no"));
        assertThat(read("a").attempt()).isEqualTo(1);
    }

    @Test
    @Rule("J-61")
    void a_suspect_that_is_given_back_is_a_suspect_still_and_counts_nothing() {
        suspect("a", 3);
        settle(N1, claimSuspect(N1), new Verdict.Released());
        assertStillSuspect();
        claimSuspect(N1);
        heartbeat(N1, last(N1), Map.of());
        assertStillSuspect();
        claimSuspect(N1);
        store().leave(N1);
        assertStillSuspect();
    }

    private void assertStillSuspect() {
        assertThat(read("a").attempt()).isZero();
        heartbeat(N2);
        assertThat(claim(N2, wish(10))).isEmpty();
    }

    @Test
    @Rule("J-62")
    void a_job_whose_attempts_are_used_up_when_its_lease_is_lost_is_failed() {
        suspect("a", 1);
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
        claimSuspect(N1);
        clock().advance(LEASE);
        assertThat(store().rescue(10)).containsExactly(id("a"));
        Job job = read("a");
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).isNotBlank();
        assertThat(job.finishedAt()).isEqualTo(clock().instant());
        assertThat(job.attempt()).isEqualTo(1);
    }

    @Test
    @Rule("J-63")
    void a_suspect_that_is_retried_is_an_ordinary_job_again() {
        suspect("a", 3);
        settle(N1, claimSuspect(N1), retry(Duration.ZERO));
        List<ClaimedJob> claimed = claim(N1, wish(10));
        assertThat(claimed).extracting(ClaimedJob::suspect).containsExactly(false);
        assertThat(claimed).extracting(ClaimedJob::attempt).containsExactly(2);
    }

    @Test
    @Rule("J-64")
    void of_racing_rescues_exactly_one_puts_a_job_back() {
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            NodeId doomed = NodeId.of("doomed" + round);
            enqueue("x" + round, "y" + round);
            heartbeat(doomed);
            claim(doomed, 2);
            clock().advance(LEASE);
            Callable<List<JobId>> here = () -> store().rescue(10);
            Callable<List<JobId>> there = () -> other.rescue(10);
            List<JobId> rescued = new ArrayList<>();
            race.run(List.of(here, there, here, there)).forEach(rescued::addAll);
            assertThat(rescued).as(race.describe(round)).containsExactlyInAnyOrder(id("x" + round), id("y" + round));
            rescued.forEach(job -> store().cancel(job, ADA));
        }
    }
}
