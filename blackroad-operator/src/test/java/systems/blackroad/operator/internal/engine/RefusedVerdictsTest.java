package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** A thousand verdicts that wait, of which the store refuses some. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RefusedVerdictsTest extends EngineFixture {

    private static final int JOBS = 1000;
    private final Deque<StoreRequest.Trade> underWay = new ArrayDeque<>();
    private final Set<String> completed = new HashSet<>();
    private final Set<String> failed = new HashSet<>();

    RefusedVerdictsTest() {
        super(JOBS);
    }

    @Test
    void one_among_a_thousand_costs_some_twenty_exchanges() {
        assertThat(exchangesWith(Set.of("503"))).isBetween(2, 25);
        assertThat(failed).containsExactly("503");
    }

    @Test
    void ten_among_a_thousand_cost_as_much_each() {
        Set<String> bad = IntStream.range(0, 10)
                .mapToObj(i -> Integer.toString(13 + 97 * i))
                .collect(Collectors.toSet());

        assertThat(exchangesWith(bad)).isBetween(20, 200);
        assertThat(failed).isEqualTo(bad);
    }

    /** Lets all jobs return at once, and counts the exchanges until all are settled, the {@code bad} ones as failures. */
    private int exchangesWith(Set<String> bad) {
        begin(jobs(0, JOBS / 2));
        trade(only(StoreRequest.Trade.class).exchange(), jobs(JOBS / 2, JOBS));
        step(IntStream.range(0, JOBS)
                .mapToObj(i -> returned(Integer.toString(i)))
                .toArray(Input[]::new));
        int exchanges = 0;
        while (completed.size() + failed.size() < JOBS) {
            StoreRequest.Trade sent = underWay.poll();
            if (sent == null) {
                now = only(Effect.WakeAt.class).at();
                step(Input.Signal.TIME);
            } else {
                exchanges++;
                step(answer(sent, bad));
            }
        }
        return exchanges;
    }

    private void step(Input... inputs) {
        on(inputs);
        underWay.addAll(all(StoreRequest.Trade.class));
        all(StoreRequest.Beat.class)
                .forEach(beat -> step(
                        new Input.Beaten(beat.heartbeat(), new HeartbeatResult(true, Set.of(), Set.of(), STORE_TIME))));
    }

    private Input answer(StoreRequest.Trade sent, Set<String> bad) {
        List<Settlement> settlements = sent.exchange().settlements();
        if (settlements.stream()
                .anyMatch(end -> isCompletion(end) && bad.contains(end.job().value()))) {
            return new Input.Failed(sent, Input.Failure.REFUSED, "planned");
        }
        settlements.forEach(
                end -> (isCompletion(end) ? completed : failed).add(end.job().value()));
        return traded(sent.exchange(), null);
    }

    private static boolean isCompletion(Settlement settlement) {
        return settlement.verdict() instanceof Verdict.Completed;
    }

    private static ClaimedJob[] jobs(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> job(Integer.toString(i))).toArray(ClaimedJob[]::new);
    }
}
