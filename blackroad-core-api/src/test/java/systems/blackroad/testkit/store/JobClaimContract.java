package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** Claims: which jobs, in which order, to whom, and once. */
abstract class JobClaimContract extends JobContract {

    @Test
    @Rule("J-13")
    void a_deferred_job_is_given_from_the_very_millisecond_on_at_which_it_is_due() {
        enqueue(job("a", Due.after(Duration.ofSeconds(5))));
        heartbeat(N1);
        clock().advance(Duration.ofMillis(4999));
        assertThat(claim(N1, 10)).isEmpty();
        clock().advance(Duration.ofMillis(1));
        assertThat(ids(claim(N1, 10))).containsExactly("a");
    }

    @Test
    @Rule("J-14")
    void higher_priorities_come_first() {
        enqueue(job("low", -1000, Due.NOW), job("high", 1000, Due.NOW), job("middle", 1, Due.NOW));
        heartbeat(N1);
        assertThat(ids(claim(N1, 10))).containsExactly("high", "middle", "low");
    }

    @Test
    @Rule("J-15")
    void among_equal_priorities_the_longest_due_comes_first() {
        enqueue(
                job("third", Due.after(Duration.ofSeconds(3))),
                job("first", Due.after(Duration.ofSeconds(1))),
                job("second", Due.after(Duration.ofSeconds(2))));
        clock().advance(Duration.ofSeconds(4));
        heartbeat(N1);
        assertThat(ids(claim(N1, 10))).containsExactly("first", "second", "third");
    }

    @Test
    @Rule("J-16")
    void among_equal_due_times_the_first_to_arrive_comes_first() {
        enqueue("c", "a");
        enqueue("b");
        enqueue("d");
        heartbeat(N1);
        assertThat(ids(claim(N1, 10))).containsExactly("c", "a", "b", "d");
    }

    @Test
    @Rule("J-17")
    void a_claim_gives_no_more_than_its_limit() {
        enqueue("a", "b", "c", "d");
        heartbeat(N1);
        assertThat(claim(N1, 3)).hasSize(3);
        assertThat(claim(N1, 3)).hasSize(1);
    }

    @Test
    @Rule("J-18")
    void types_that_are_not_wished_are_left_and_block_nothing() {
        enqueue(
                job("unknown", "unknown", DEFAULT, 9, Due.NOW, 3),
                job("report", REPORT, DEFAULT, 0, Due.NOW, 3),
                job("later", "unknown", DEFAULT, 9, Due.NOW, 3));
        Job before = read("unknown");
        heartbeat(N1);
        assertThat(ids(claim(N1, new Claim(Set.of(REPORT, "other"), 1, false)))).containsExactly("report");
        assertThat(claim(N1, new Claim(Set.of(REPORT, "other"), 10, false))).isEmpty();
        assertThat(read("unknown")).isEqualTo(before);
    }

    @Test
    @Rule("J-19")
    void a_claimed_job_carries_what_was_enqueued_and_its_attempt() {
        Instant due = clock().instant();
        Payload payload = Payload.ofJson(MAIL, 4, "{\"to\": 1}");
        store().enqueue(
                        List.of(new NewJob(
                                id("a"), payload, QueueName.of("slow"), 3, Due.NOW, 5, "ada", null, Map.of("k", "v"))),
                        null);
        ClaimedJob first = claimOne(N1);
        assertThat(first)
                .isEqualTo(new ClaimedJob(
                        id("a"), payload, QueueName.of("slow"), first.token(), 1, 5, false, due, Map.of("k", "v")));
        settle(N1, first, retry(Duration.ZERO));
        assertThat(claimOne(N1).attempt()).isEqualTo(2);
    }

    @Test
    @Rule("J-20")
    void a_claimed_job_runs_on_its_node_and_is_given_to_nobody_else() {
        enqueue("a");
        Instant now = clock().advance(Duration.ofSeconds(1));
        ClaimedJob run = claimOne(N1);
        Job job = read("a");
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.node()).isEqualTo(N1);
        assertThat(job.token()).isEqualTo(run.token());
        assertThat(job.startedAt()).isEqualTo(now);
        heartbeat(N2);
        assertThat(claim(N2, 10)).isEmpty();
        assertThat(claim(N1, 10)).isEmpty();
    }

    @Test
    @Rule("J-21")
    void each_claim_of_a_job_has_a_larger_token() {
        enqueue("a");
        long before = 0;
        for (int i = 0; i < 5; i++) {
            ClaimedJob run = claimOne(i % 2 == 0 ? N1 : N2);
            assertThat(run.token()).isGreaterThan(before);
            before = run.token();
            settle(i % 2 == 0 ? N1 : N2, run, new Verdict.Released());
        }
    }

    @Test
    @Rule("J-22")
    void racing_claims_never_give_a_job_twice_and_together_give_every_job() {
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        List<NodeId> nodes = List.of(NodeId.of("r0"), NodeId.of("r1"), NodeId.of("r2"), NodeId.of("r3"));
        nodes.forEach(this::heartbeat);
        for (int round = 0; round < fixture().rounds(); round++) {
            List<String> enqueued = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                enqueued.add("round" + round + "-" + i);
            }
            enqueue(enqueued.toArray(new String[0]));
            List<Callable<List<ClaimedJob>>> callers = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                callers.add(emptying(i % 2 == 0 ? store() : other, nodes.get(i), 100L * round));
            }
            List<String> given = new ArrayList<>();
            race.run(callers).forEach(claimed -> given.addAll(ids(claimed)));
            assertThat(given).as(race.describe(round)).containsExactlyInAnyOrderElementsOf(enqueued);
        }
    }

    /** Claims two at a time until nothing is left. */
    private static Callable<List<ClaimedJob>> emptying(JobStore store, NodeId node, long sequence) {
        return () -> {
            List<ClaimedJob> all = new ArrayList<>();
            List<ClaimedJob> claimed;
            long number = sequence;
            do {
                claimed = store.exchange(new Exchange(node, ++number, List.of(), wish(2)))
                        .claimed();
                all.addAll(claimed);
            } while (!claimed.isEmpty());
            return all;
        };
    }

    @Test
    @Rule("J-23")
    void a_node_that_is_not_live_is_told_so_and_given_nothing() {
        enqueue("a");
        ExchangeResult stranger = exchange(N1, List.of(), wish(10));
        assertThat(stranger.nodeLive()).isFalse();
        assertThat(stranger.claimed()).isEmpty();
        heartbeat(N1);
        assertThat(exchange(N1, List.of(), null).nodeLive()).isTrue();
        clock().advance(LEASE);
        ExchangeResult lapsed = exchange(N1, List.of(), wish(10));
        assertThat(lapsed.nodeLive()).isFalse();
        assertThat(lapsed.claimed()).isEmpty();
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-24")
    void an_exchange_without_a_wish_gives_nothing() {
        enqueue("a");
        heartbeat(N1);
        assertThat(exchange(N1, List.of(), null).claimed()).isEmpty();
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-25")
    void the_time_until_the_next_deferred_job_is_told() {
        heartbeat(N1);
        assertThat(exchange(N1, List.of(), wish(10)).nextDue()).isEmpty();
        enqueue(
                job("a", Due.after(Duration.ofSeconds(5))),
                job("b", "unknown", DEFAULT, 0, Due.after(Duration.ofSeconds(3)), 3));
        clock().advance(Duration.ofSeconds(1));
        assertThat(exchange(N1, List.of(), wish(10)).nextDue()).hasValue(Duration.ofSeconds(2));
        clock().advance(Duration.ofSeconds(2));
        assertThat(exchange(N1, List.of(), wish(10)).nextDue()).hasValue(Duration.ofSeconds(2));
        clock().advance(Duration.ofSeconds(2));
        assertThat(exchange(N1, List.of(), wish(10)).nextDue()).isEmpty();
    }

    @Test
    @Rule("J-26")
    void a_repeated_exchange_gives_the_same_jobs_as_far_as_they_are_still_its_own() {
        enqueue("a", "b", "c", "d");
        heartbeat(N1);
        Exchange exchange = new Exchange(N1, next(N1), List.of(), wish(2));
        List<ClaimedJob> claimed = store().exchange(exchange).claimed();
        assertThat(store().exchange(exchange).claimed()).isEqualTo(claimed);
        assertThat(status("c")).isEqualTo(JobStatus.PENDING);
        heartbeat(N1, last(N1), Map.of(id("a"), claimed.get(0).token()));
        assertThat(store().exchange(exchange).claimed()).containsExactly(claimed.get(0));
        assertThat(status("b")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-26")
    void an_exchange_that_is_repeated_after_a_later_one_gives_its_own_jobs() {
        enqueue("a", "b", "c", "d");
        heartbeat(N1);
        Exchange first = new Exchange(N1, next(N1), List.of(), wish(2));
        Exchange second = new Exchange(N1, next(N1), List.of(), wish(1));
        List<ClaimedJob> ofFirst = store().exchange(first).claimed();
        List<ClaimedJob> ofSecond = store().exchange(second).claimed();
        assertThat(store().exchange(first).claimed()).isEqualTo(ofFirst).hasSize(2);
        assertThat(store().exchange(second).claimed()).isEqualTo(ofSecond).hasSize(1);
        exchange(N1, List.of(new Settlement(id("a"), ofFirst.get(0).token(), new Verdict.Completed(null))), null);
        assertThat(store().exchange(first).claimed()).containsExactly(ofFirst.get(1));
        assertThat(status("d")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-27")
    void an_exchange_from_before_the_last_one_claims_nothing() {
        enqueue("a", "b");
        heartbeat(N1);
        ClaimedJob a = store().exchange(new Exchange(N1, 7, List.of(), wish(1)))
                .claimed()
                .get(0);
        Settlement end = new Settlement(a.id(), a.token(), new Verdict.Completed(null));
        ExchangeResult overtaken = store().exchange(new Exchange(N1, 6, List.of(end), wish(1)));
        assertThat(overtaken.claimed()).isEmpty();
        assertThat(overtaken.settled()).containsExactly(Acceptance.ACCEPTED);
        assertThat(status("a")).isEqualTo(JobStatus.COMPLETED);
        assertThat(status("b")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-162")
    void exchanges_through_different_pipes_are_carried_out_in_any_order() {
        enqueue("a", "b", "c", "d");
        heartbeat(N1);
        Exchange later = new Exchange(N1, 1, 7, List.of(), wish(1));
        Exchange earlier = new Exchange(N1, 0, 6, List.of(), wish(1));
        List<ClaimedJob> ofLater = store().exchange(later).claimed();
        List<ClaimedJob> ofEarlier = store().exchange(earlier).claimed();
        assertThat(ids(ofLater)).containsExactly("a");
        assertThat(ids(ofEarlier)).containsExactly("b");
        assertThat(store().exchange(later).claimed()).isEqualTo(ofLater);
        assertThat(store().exchange(earlier).claimed()).isEqualTo(ofEarlier);
        assertThat(ids(store().exchange(new Exchange(N1, 0, 8, List.of(), wish(1)))
                        .claimed()))
                .containsExactly("c");
        assertThat(status("d")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-163")
    void a_node_lives_and_dies_with_all_its_pipes() {
        enqueue("a", "b", "c");
        heartbeat(N1);
        ClaimedJob a = store().exchange(new Exchange(N1, 0, 1, List.of(), wish(1)))
                .claimed()
                .get(0);
        ClaimedJob b = store().exchange(new Exchange(N1, 1, 2, List.of(), wish(1)))
                .claimed()
                .get(0);
        heartbeat(N1, 2, Map.of(a.id(), a.token()));
        assertThat(status("b")).as("what no pipe's answer brought goes back").isEqualTo(JobStatus.PENDING);
        b = store().exchange(new Exchange(N1, 1, 3, List.of(), wish(1)))
                .claimed()
                .get(0);
        clock().advance(LEASE);
        assertThat(store().rescue(1000)).containsExactlyInAnyOrder(a.id(), b.id());
        for (int pipe = 0; pipe < Exchange.PIPES; pipe++) {
            ExchangeResult late = store().exchange(new Exchange(
                    N1, pipe, 4 + pipe, List.of(settlement(b, new Verdict.Completed(null))), wish(1)));
            assertThat(late.nodeLive()).as("through pipe %s", pipe).isFalse();
            assertThat(late.claimed()).isEmpty();
            assertThat(late.settled()).containsExactly(Acceptance.STALE);
        }
    }
}
