package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** Ends of runs, and notes from runs, each under its token. */
abstract class JobSettleContract extends JobContract {

    @Test
    @Rule("J-28")
    void a_completed_run_completes_its_job() {
        ClaimedJob run = running("a");
        Instant now = clock().advance(Duration.ofSeconds(1));
        Payload result = Payload.ofJson("answer", 2, "{\"n\": 42}");
        assertThat(settle(N1, run, new Verdict.Completed(result))).isEqualTo(Acceptance.ACCEPTED);
        Job job = read("a");
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.result()).isEqualTo(result);
        assertThat(job.finishedAt()).isEqualTo(now);
        assertThat(job.node()).isNull();
    }

    @Test
    @Rule("J-29")
    void a_failed_run_fails_its_job_and_counts() {
        ClaimedJob run = running("a");
        Instant now = clock().advance(Duration.ofSeconds(1));
        assertThat(settle(N1, run, new Verdict.Failed("it broke"))).isEqualTo(Acceptance.ACCEPTED);
        Job job = read("a");
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).isEqualTo("it broke");
        assertThat(job.finishedAt()).isEqualTo(now);
        assertThat(job.attempt()).isEqualTo(1);
    }

    @Test
    @Rule("J-30")
    void a_run_to_be_retried_waits_for_its_delay_and_counts() {
        ClaimedJob run = running("a");
        Instant now = clock().advance(Duration.ofSeconds(1));
        assertThat(settle(N1, run, new Verdict.Retry(Due.after(Duration.ofSeconds(2)), "it broke")))
                .isEqualTo(Acceptance.ACCEPTED);
        Job job = read("a");
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.dueAt()).isEqualTo(now.plusSeconds(2));
        assertThat(job.error()).isEqualTo("it broke");
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(claim(N1, 10)).isEmpty();
        clock().advance(Duration.ofSeconds(2));
        assertThat(ids(claim(N1, 10))).containsExactly("a");
    }

    @Test
    @Rule("J-106")
    void a_run_to_be_retried_at_an_instant_waits_for_it_or_for_nothing_if_it_has_passed() {
        Instant now = clock().instant();
        ClaimedJob run = running("a");
        ClaimedJob late = running("late");
        settle(N1, run, new Verdict.Retry(Due.at(now.plusNanos(2_000_999_999L)), "it broke"));
        assertThat(settle(N1, late, new Verdict.Retry(Due.at(now.minusSeconds(3600)), "it broke")))
                .isEqualTo(Acceptance.ACCEPTED);
        assertThat(read("a").dueAt()).isEqualTo(now.plusMillis(2000));
        assertThat(read("late").dueAt()).isEqualTo(now);
        assertThat(ids(claim(N1, 10))).containsExactly("late");
        clock().advance(Duration.ofSeconds(2));
        assertThat(ids(claim(N1, 10))).containsExactly("a");
    }

    @Test
    @Rule("J-31")
    void a_cancelled_run_cancels_its_job_and_counts_nothing() {
        ClaimedJob run = running("a");
        Instant now = clock().advance(Duration.ofSeconds(1));
        assertThat(settle(N1, run, new Verdict.Cancelled())).isEqualTo(Acceptance.ACCEPTED);
        Job job = read("a");
        assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job.finishedAt()).isEqualTo(now);
        assertThat(job.attempt()).isZero();
    }

    @Test
    @Rule("J-32")
    void a_released_run_waits_again_due_at_once_and_counts_nothing() {
        ClaimedJob run = running("a");
        assertThat(settle(N1, run, new Verdict.Released())).isEqualTo(Acceptance.ACCEPTED);
        Job job = read("a");
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.dueAt()).isBeforeOrEqualTo(clock().instant());
        assertThat(job.attempt()).isZero();
        assertThat(job.node()).isNull();
        heartbeat(N2);
        assertThat(ids(claim(N2, 10))).containsExactly("a");
    }

    @Test
    @Rule("J-33")
    void a_repeated_settlement_is_told_so_and_changes_nothing() {
        ClaimedJob done = running("done");
        settle(N1, done, completed());
        Job finished = read("done");
        clock().advance(Duration.ofSeconds(1));
        assertThat(settle(N1, done, completed())).isEqualTo(Acceptance.REPEATED);
        assertThat(settle(N1, done, new Verdict.Failed("no"))).isEqualTo(Acceptance.REPEATED);
        assertThat(read("done")).isEqualTo(finished);
        ClaimedJob retried = running("retried");
        settle(N1, retried, retry(Duration.ofHours(1)));
        Job waiting = read("retried");
        assertThat(settle(N1, retried, retry(Duration.ofHours(2)))).isEqualTo(Acceptance.REPEATED);
        assertThat(read("retried")).isEqualTo(waiting);
    }

    @Test
    @Rule("J-34")
    void a_settlement_under_another_token_is_stale_and_changes_nothing() {
        ClaimedJob first = running("a");
        settle(N1, first, retry(Duration.ZERO));
        ClaimedJob second = claimOne(N1);
        Job before = read("a");
        assertThat(settle(N1, first, completed())).isEqualTo(Acceptance.STALE);
        List<Settlement> wrong = List.of(
                new Settlement(id("a"), 0, completed()),
                new Settlement(id("a"), second.token() + 1, completed()),
                new Settlement(id("nothing"), 1, completed()));
        assertThat(exchange(N1, wrong, null).settled())
                .containsExactly(Acceptance.STALE, Acceptance.STALE, Acceptance.STALE);
        assertThat(read("a")).isEqualTo(before);
    }

    @Test
    @Rule("J-35")
    void a_settlement_of_a_run_that_was_put_back_is_stale() {
        ClaimedJob run = running("a");
        heartbeat(N1, last(N1), Map.of());
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
        assertThat(settle(N1, run, completed())).isEqualTo(Acceptance.STALE);
        assertThat(status("a")).isEqualTo(JobStatus.PENDING);
    }

    @Test
    @Rule("J-36")
    void a_settlement_of_a_node_whose_lease_has_lapsed_is_stale_though_nobody_rescued() {
        ClaimedJob run = running("a");
        clock().advance(LEASE.minusMillis(1));
        ClaimedJob inTime = running("b");
        clock().advance(LEASE);
        assertThat(settle(N1, run, completed())).isEqualTo(Acceptance.STALE);
        assertThat(settle(N1, inTime, completed())).isEqualTo(Acceptance.STALE);
        assertThat(status("a")).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    @Rule("J-37")
    void a_stale_settlement_never_fails_its_neighbours_nor_the_claim() {
        enqueue("a", "b", "c");
        heartbeat(N1);
        List<ClaimedJob> runs = claim(N1, 2);
        ExchangeResult result = exchange(
                N1,
                List.of(
                        settlement(runs.get(1), completed()),
                        new Settlement(id("nothing"), 1, completed()),
                        settlement(runs.get(0), new Verdict.Failed("no"))),
                wish(10));
        assertThat(result.settled()).containsExactly(Acceptance.ACCEPTED, Acceptance.STALE, Acceptance.ACCEPTED);
        assertThat(ids(result.claimed())).containsExactly("c");
        assertThat(status("a")).isEqualTo(JobStatus.FAILED);
        assertThat(status("b")).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    @Rule("J-38")
    void settlements_come_before_the_claim_beside_them() {
        ClaimedJob run = running("a");
        ExchangeResult result = exchange(N1, List.of(settlement(run, new Verdict.Released())), wish(10));
        assertThat(ids(result.claimed())).containsExactly("a");
        assertThat(result.claimed().get(0).token()).isGreaterThan(run.token());
        ExchangeResult again =
                exchange(N1, List.of(settlement(result.claimed().get(0), retry(Duration.ZERO))), wish(10));
        assertThat(ids(again.claimed())).containsExactly("a");
    }

    @Test
    @Rule("J-39")
    void a_long_error_is_cut() {
        String longest = "e".repeat(JobLogEntry.MAX_TEXT_LENGTH);
        settle(N1, running("fits"), new Verdict.Failed(longest));
        settle(N1, running("cut"), new Verdict.Failed(longest + "e"));
        assertThat(read("fits").error()).isEqualTo(longest);
        assertThat(read("cut").error()).isEqualTo(longest.substring(1) + "…");
    }

    @Test
    @Rule("J-40")
    void of_racing_settlements_under_one_token_exactly_one_is_accepted() {
        JobStore other = fixture().open().jobs();
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            ClaimedJob run = running("round" + round);
            List<Callable<Acceptance>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                JobStore store = i % 2 == 0 ? store() : other;
                Exchange exchange = new Exchange(N1, next(N1), List.of(settlement(run, completed())), null);
                callers.add(() -> store.exchange(exchange).settled().get(0));
            }
            assertThat(race.run(callers))
                    .as(race.describe(round))
                    .containsOnlyOnce(Acceptance.ACCEPTED)
                    .contains(Acceptance.REPEATED)
                    .doesNotContain(Acceptance.STALE);
        }
    }

    @Test
    @Rule("J-41")
    void progress_shows_in_the_job_and_its_message_in_the_log() {
        ClaimedJob run = running("a");
        Instant now = clock().advance(Duration.ofSeconds(1));
        assertThat(store().note(List.of(new LeaseNote.Progress(id("a"), run.token(), 0.25, null))))
                .containsExactly(Acceptance.ACCEPTED);
        assertThat(read("a").progress()).isEqualTo(0.25);
        assertThat(store().log(id("a"), 0, 10)).isEmpty();
        store().note(List.of(new LeaseNote.Progress(id("a"), run.token(), 0.5, "half way")));
        assertThat(read("a").progress()).isEqualTo(0.5);
        assertThat(store().log(id("a"), 0, 10)).singleElement().satisfies(line -> {
            assertThat(line.text()).isEqualTo("half way");
            assertThat(line.kind()).isEqualTo(JobLogEntry.Kind.HANDLER);
            assertThat(line.at()).isEqualTo(now);
        });
    }

    @Test
    @Rule("J-42")
    void a_line_stands_in_the_log() {
        ClaimedJob run = running("a");
        Instant now = clock().advance(Duration.ofSeconds(1));
        String longest = "l".repeat(JobLogEntry.MAX_TEXT_LENGTH);
        assertThat(store().note(List.of(
                        new LeaseNote.Line(id("a"), run.token(), "hello"),
                        new LeaseNote.Line(id("a"), run.token(), longest + "l"))))
                .containsExactly(Acceptance.ACCEPTED, Acceptance.ACCEPTED);
        List<JobLogEntry> lines = store().log(id("a"), 0, 10);
        assertThat(lines).extracting(JobLogEntry::text).containsExactly("hello", longest.substring(1) + "…");
        assertThat(lines).extracting(JobLogEntry::kind).containsOnly(JobLogEntry.Kind.HANDLER);
        assertThat(lines).extracting(JobLogEntry::at).containsOnly(now);
    }

    @Test
    @Rule("J-43")
    void a_note_under_a_token_that_is_not_live_writes_nothing() {
        ClaimedJob run = running("a");
        LeaseNote line = new LeaseNote.Line(id("a"), run.token(), "stale");
        LeaseNote progress = new LeaseNote.Progress(id("a"), run.token(), 0.9, null);
        assertThat(store().note(List.of(
                        new LeaseNote.Line(id("a"), run.token() + 1, "stale"),
                        new LeaseNote.Line(id("nothing"), 1, "stale"))))
                .containsOnly(Acceptance.STALE);
        clock().advance(LEASE);
        assertThat(store().note(List.of(line, progress))).containsOnly(Acceptance.STALE);
        ClaimedJob settled = running2("b");
        settle(N2, settled, completed());
        assertThat(store().note(List.of(new LeaseNote.Line(id("b"), settled.token(), "stale"))))
                .containsExactly(Acceptance.STALE);
        assertThat(store().log(id("a"), 0, 10)).isEmpty();
        assertThat(store().log(id("b"), 0, 10)).isEmpty();
        assertThat(read("a").progress()).isZero();
    }

    private ClaimedJob running2(String id) {
        enqueue(id);
        return claimOne(N2);
    }

    @Test
    @Rule("J-44")
    void a_stale_note_never_fails_its_neighbours() {
        ClaimedJob run = running("a");
        assertThat(store().note(List.of(
                        new LeaseNote.Line(id("a"), run.token(), "one"),
                        new LeaseNote.Line(id("a"), run.token() + 1, "two"),
                        new LeaseNote.Line(id("a"), run.token(), "three"))))
                .containsExactly(Acceptance.ACCEPTED, Acceptance.STALE, Acceptance.ACCEPTED);
        assertThat(store().log(id("a"), 0, 10)).extracting(JobLogEntry::text).containsExactly("one", "three");
    }

    @Test
    @Rule("J-44")
    void notes_of_none_or_of_too_many_are_refused() {
        LeaseNote note = new LeaseNote.Line(id("a"), 1, "line");
        assertThatIllegalArgumentException().isThrownBy(() -> store().note(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().note(Collections.nCopies(JobStore.MAX_BATCH + 1, note)));
    }
}
