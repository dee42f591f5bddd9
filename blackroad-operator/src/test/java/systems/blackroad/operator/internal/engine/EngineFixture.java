package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Verdict;

/** An engine of one node whose inputs and time a test gives, and whose effects it reads. */
abstract class EngineFixture {

    static final String TYPE = "work";
    static final Duration TIMEOUT = Duration.ofSeconds(20);
    static final Settings.Timing TIMING =
            new Settings.Timing(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(1));
    static final Instant STORE_TIME = Instant.parse("2026-01-05T09:00:00Z");

    final Engine engine;
    List<Effect> effects = List.of();
    long now;

    EngineFixture(int slots) {
        this(slots, 200, Retention.FOREVER);
    }

    EngineFixture(int slots, int secondExchange) {
        this(slots, secondExchange, Retention.FOREVER);
    }

    EngineFixture(int slots, Retention retention) {
        this(slots, 200, retention);
    }

    private EngineFixture(int slots, int secondExchange, Retention retention) {
        engine = new Engine(
                new Settings(
                        Map.of(
                                TYPE,
                                new Settings.Rule(
                                        new RetryPolicy.Exponential(3, Duration.ofSeconds(4), Duration.ofMinutes(1), 0),
                                        TIMEOUT)),
                        slots,
                        TIMING,
                        secondExchange,
                        retention,
                        "host",
                        "1",
                        Set.of()),
                new Random(1));
    }

    void on(Input... inputs) {
        effects = engine.on(List.of(inputs), now);
    }

    void onAt(double second, Input... inputs) {
        now = (long) (second * TimeUnit.SECONDS.toNanos(1));
        on(inputs);
    }

    <E extends Effect> List<E> all(Class<E> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <E extends Effect> E only(Class<E> kind) {
        List<E> found = all(kind);
        assertThat(found).as("effects %s", effects).hasSize(1);
        return found.get(0);
    }

    /** Registers, and answers the first look with {@code jobs}. */
    Exchange begin(ClaimedJob... jobs) {
        on(Input.Signal.TIME);
        beat(only(StoreRequest.Beat.class).heartbeat(), Set.of(), Set.of());
        Exchange first = only(StoreRequest.Trade.class).exchange();
        trade(first, jobs);
        return first;
    }

    void beat(Heartbeat sent, Set<JobId> lost, Set<JobId> cancelled) {
        on(new Input.Beaten(sent, new HeartbeatResult(true, lost, cancelled, STORE_TIME)));
    }

    void trade(Exchange sent, ClaimedJob... jobs) {
        on(traded(sent, null, jobs));
    }

    /** The answer that takes all verdicts, gives {@code jobs}, and tells when to look again, or does not. */
    static Input traded(Exchange sent, @Nullable Duration untilNext, ClaimedJob... jobs) {
        return new Input.Traded(
                sent,
                new ExchangeResult(
                        sent.settlements().stream()
                                .map(settlement -> Acceptance.ACCEPTED)
                                .toList(),
                        true,
                        List.of(jobs),
                        untilNext));
    }

    /** Lets time pass until {@code second}, answering every request by the way. */
    void keepAlive(long second) {
        while (now < TimeUnit.SECONDS.toNanos(second)) {
            now = Math.min(now + TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(second));
            on(Input.Signal.TIME);
            List<Effect> round = effects;
            List<Input> answers = new ArrayList<>();
            for (Effect effect : round) {
                if (effect instanceof StoreRequest.Beat beat) {
                    answers.add(new Input.Beaten(
                            beat.heartbeat(), new HeartbeatResult(true, Set.of(), Set.of(), STORE_TIME)));
                } else if (effect instanceof StoreRequest.Trade trade) {
                    answers.add(
                            new Input.Traded(trade.exchange(), new ExchangeResult(List.of(), true, List.of(), null)));
                }
            }
            if (!answers.isEmpty()) {
                List<Effect> seen = new ArrayList<>(round);
                seen.addAll(engine.on(answers, now));
                effects = seen;
            }
        }
    }

    static ClaimedJob job(String id, int attempt, boolean suspect) {
        return new ClaimedJob(
                JobId.of(id),
                Payload.ofJson(TYPE, 1, "{}"),
                QueueName.of("default"),
                7,
                attempt,
                3,
                suspect,
                STORE_TIME,
                Map.of());
    }

    static ClaimedJob job(String id) {
        return job(id, 1, false);
    }

    static RunKey key(String id) {
        return new RunKey(JobId.of(id), 7);
    }

    static Input returned(String id) {
        return new Input.Ended(key(id), new Outcome.Returned(null), false);
    }

    static Input threw(String id) {
        return new Input.Ended(key(id), new Outcome.Threw("boom"), false);
    }

    Verdict verdict() {
        List<Settlement> settlements = only(StoreRequest.Trade.class).exchange().settlements();
        assertThat(settlements).hasSize(1);
        return settlements.get(0).verdict();
    }
}
