package systems.blackroad.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What every figure rests on: the rounds, the callers and the arithmetic. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PlumbingTest {

    @Test
    void sides_take_turns_and_every_second_round_goes_in_reverse_order() throws Exception {
        List<String> measured = new ArrayList<>();
        Map<String, List<Integer>> results = Rounds.interleaved(List.of("a", "b"), 3, side -> {
            measured.add(side);
            return measured.size();
        });
        assertThat(measured).containsExactly("a", "b", "b", "a", "a", "b");
        assertThat(results).containsEntry("a", List.of(1, 4, 5)).containsEntry("b", List.of(2, 3, 6));
        assertThat(results.keySet()).containsExactly("a", "b");
    }

    @Test
    void a_spread_has_the_middle_and_both_ends() {
        assertThat(Spread.of(List.of(9, 1, 4), Integer::doubleValue)).isEqualTo(new Spread(4, 1, 9));
        assertThat(Spread.of(List.of(4, 1, 9, 6), Integer::doubleValue)).isEqualTo(new Spread(5, 1, 9));
        assertThat(Spread.of(List.of(4, 1, 9), Integer::doubleValue).text("%.0f"))
                .isEqualTo("4 (1 to 9)");
        assertThatThrownBy(() -> Spread.of(List.<Integer>of(), Integer::doubleValue))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_percentile_is_the_smallest_sample_that_the_share_does_not_exceed() {
        long[] samples = new long[100];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i + 1;
        }
        assertThat(Spread.percentile(samples, 0.5)).isEqualTo(50);
        assertThat(Spread.percentile(samples, 0.99)).isEqualTo(99);
        assertThat(Spread.percentile(samples, 1)).isEqualTo(100);
        assertThat(Spread.percentile(new long[] {7}, 0.99)).isEqualTo(7);
    }

    @Test
    void each_caller_works_and_every_operation_is_counted_once() throws Exception {
        AtomicLongArray calls = new AtomicLongArray(3);
        Load.Done done = Load.run(3, Duration.ofMillis(50), 1, (caller, random) -> calls.incrementAndGet(caller));
        assertThat(calls.get(0)).isPositive();
        assertThat(calls.get(1)).isPositive();
        assertThat(calls.get(2)).isPositive();
        assertThat(done.operations())
                .isEqualTo(calls.get(0) + calls.get(1) + calls.get(2))
                .isEqualTo(done.latencies().length);
        assertThat(done.nanos()).isGreaterThanOrEqualTo(50_000_000);
        assertThat(done.latencies()).isSorted();
        assertThat(done.perSecond()).isEqualTo(done.operations() * 1e9 / done.nanos());
    }

    @Test
    void a_failing_operation_fails_the_run() {
        assertThatThrownBy(() -> Load.run(2, Duration.ofMillis(50), 1, (caller, random) -> {
                    throw new IllegalStateException("planted");
                }))
                .hasRootCauseMessage("planted");
    }
}
