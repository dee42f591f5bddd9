package systems.blackroad.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Verdict;

/** How often jobs of a queue start. */
abstract class JobRateContract extends QueueTopic {

    /** Enqueues so many jobs of the queue with the rate. */
    private void enqueue(int count) {
        enqueue(IntStream.range(0, count).mapToObj(i -> in(BULK, "j" + i)).toArray(NewJob[]::new));
    }

    private Optional<Duration> untilNext() {
        return untilNext(wish(10));
    }

    private Optional<Duration> untilNext(Claim wish) {
        return exchange(N1, List.of(), wish).nextDue();
    }

    @Test
    @Rule("J-148")
    void a_start_takes_a_permit_and_they_come_back_evenly() {
        rate(3, Duration.ofSeconds(1));
        enqueue(20);
        assertThat(given(N1, 10)).hasSize(3);
        assertNothingGiven();
        clock().advance(Duration.ofMillis(333));
        assertNothingGiven();
        clock().advance(Duration.ofMillis(1));
        only("j3");
        clock().advance(Duration.ofMillis(667));
        assertThat(given(N1, 10)).hasSize(2);
        clock().advance(Duration.ofMinutes(5));
        assertThat(given(N2, 10)).hasSize(3);
        assertNothingGiven();
    }

    @Test
    @Rule("J-148")
    void over_a_long_time_as_many_start_as_the_rate_says() {
        rate(7, Duration.ofSeconds(1));
        enqueue(100);
        int given = 0;
        for (int i = 0; i < 10_000; i += 40) {
            given += i % 1000 == 0 ? given(N1, 10).size() : claim(N1, 10).size();
            clock().advance(Duration.ofMillis(40));
        }
        assertThat(given).isEqualTo(7 + 69);
    }

    @Test
    @Rule("J-149")
    void racing_claims_never_exceed_a_rate() {
        JobStore other = another();
        rate(4, Duration.ofSeconds(4));
        Race race = new Race(fixture().patience());
        for (int round = 0; round < fixture().rounds(); round++) {
            RACERS.forEach(this::heartbeat);
            List<NewJob> jobs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                jobs.add(in(BULK, "round" + round + "-" + i));
            }
            jobs.add(in(BULK, "more" + round));
            store().enqueue(jobs, null);
            List<ClaimedJob> started = new ArrayList<>();
            raced(race, other).forEach(started::addAll);
            assertThat(started.size()).as(race.describe(round)).isLessThanOrEqualTo(4);
            started.addAll(given(N1, 10));
            assertThat(started.size()).as(race.describe(round)).isEqualTo(4);
            clock().advance(Duration.ofSeconds(4));
        }
    }

    @Test
    @Rule("J-150")
    void a_permit_is_not_given_back_nor_taken_by_a_repeat() {
        rate(3, Duration.ofMinutes(3));
        enqueue(5);
        heartbeat(N1);
        Exchange first = new Exchange(N1, next(N1), List.of(), wish(2));
        List<ClaimedJob> runs = store().exchange(first).claimed();
        assertThat(runs).hasSize(2);
        assertThat(store().exchange(first).claimed()).isEqualTo(runs);
        settle(N1, runs.get(0), new Verdict.Released());
        assertThat(given(N1, 10)).hasSize(1);
        assertNothingGiven();
    }

    @Test
    @Rule("J-150")
    void the_bucket_is_full_when_its_rate_changes_and_stays_when_it_does_not() {
        rate(2, Duration.ofDays(1));
        enqueue(10);
        assertThat(given(N1, 10)).hasSize(2);
        put(BULK, limits -> limits.withConcurrency(50).withRate(new RateLimit(2, Duration.ofDays(1))));
        store().pauseQueue(BULK, true, ADA);
        store().pauseQueue(BULK, false, ADA);
        assertNothingGiven();
        rate(3, Duration.ofSeconds(3));
        assertThat(given(N1, 10)).hasSize(3);
        assertNothingGiven();
        put(BULK, limits -> limits);
        assertThat(given(N1, 10)).hasSize(5);
    }

    @Test
    @Rule("J-151")
    void the_time_until_a_permit_is_told_if_a_job_waits_for_that_alone() {
        rate(1, Duration.ofMillis(1500));
        heartbeat(N1);
        enqueue(2);
        enqueue(job("later", Due.after(Duration.ofSeconds(60))));
        only("j0");
        clock().advance(Duration.ofMillis(400));
        assertThat(untilNext()).hasValue(Duration.ofMillis(1100));
        clock().advance(Duration.ofMillis(1100));
        only("j1");
        assertThat(untilNext()).hasValue(Duration.ofMillis(58_500));
        enqueue(in(BULK, "more"));
        assertThat(untilNext()).hasValue(Duration.ofMillis(1500));
        assertThat(untilNext(new Claim(Set.of(REPORT), 10, false))).hasValue(Duration.ofMillis(58_500));
        assertThat(untilNext(new Claim(Set.of(MAIL), 10, false, Set.of(OTHER)))).hasValue(Duration.ofMillis(58_500));
        store().pauseQueue(BULK, true, ADA);
        assertThat(untilNext()).hasValue(Duration.ofMillis(58_500));
        store().pauseQueue(BULK, false, ADA);
        put(BULK, limits -> limits.withConcurrency(1).withRate(new RateLimit(1, Duration.ofMillis(1500))));
        assertThat(untilNext()).as("while the queue is full").hasValue(Duration.ofMillis(58_500));
    }

    @Test
    @Rule("J-151")
    void the_time_until_a_permit_is_rounded_up() {
        rate(3, Duration.ofSeconds(1));
        enqueue(4);
        assertThat(given(N1, 10)).hasSize(3);
        assertThat(untilNext()).hasValue(Duration.ofMillis(334));
    }
}
