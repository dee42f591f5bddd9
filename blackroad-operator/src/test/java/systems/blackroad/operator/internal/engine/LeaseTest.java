package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.HeartbeatResult;

/** How long a node takes its jobs for its own, and what it does when they are not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LeaseTest extends EngineFixture {

    LeaseTest() {
        super(4);
    }

    @Test
    void a_lease_counts_from_before_its_heartbeat_was_sent_less_what_the_store_rounds_down() {
        on(Input.Signal.TIME);
        Heartbeat sent = only(StoreRequest.Beat.class).heartbeat();

        now = TimeUnit.SECONDS.toNanos(4);
        beat(sent, Set.of(), Set.of());

        assertThat(only(Effect.LeaseUntil.class).at()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(9_999));
    }

    @Test
    void when_its_lease_lapses_it_stops_everything_and_goes_on_as_another() {
        begin(job("a"), job("b"));
        NodeId before = engine.node();

        onAt(10, returned("b"));

        assertThat(only(Effect.NodeChanged.class).node())
                .isEqualTo(engine.node())
                .isNotEqualTo(before);
        assertThat(all(Effect.Stop.class))
                .extracting(Effect.Stop::run)
                .as("its own end came too late to count")
                .containsExactly(key("a"), key("b"));
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
        assertThat(all(StoreRequest.Leave.class))
                .as("nothing is written under the lost lease")
                .isEmpty();
        assertThat(only(Effect.LeaseUntil.class).at()).isZero();
    }

    @Test
    void a_late_answer_to_an_earlier_incarnation_starts_nothing() {
        begin(job("a"));
        on(returned("a"));
        Exchange old = only(StoreRequest.Trade.class).exchange();

        onAt(10);
        trade(old, job("z"));

        assertThat(all(Effect.Start.class)).isEmpty();
    }

    @Test
    void it_stops_when_the_store_says_that_it_is_dead() {
        begin(job("a"));
        onAt(3);
        Heartbeat sent = only(StoreRequest.Beat.class).heartbeat();

        on(new Input.Beaten(sent, new HeartbeatResult(false, Set.of(), Set.of(), STORE_TIME)));

        assertThat(only(Effect.Stop.class)).isEqualTo(new Effect.Stop(key("a"), true, true));
        assertThat(only(StoreRequest.Beat.class).heartbeat().node()).isNotEqualTo(sent.node());
    }

    @Test
    void a_job_that_was_lost_is_stopped_and_its_end_not_written() {
        begin(job("a"));
        onAt(3);
        beat(only(StoreRequest.Beat.class).heartbeat(), Set.of(JobId.of("a")), Set.of());

        assertThat(only(Effect.Stop.class)).isEqualTo(new Effect.Stop(key("a"), true, true));
        on(returned("a"));
        assertThat(all(StoreRequest.Trade.class)).isEmpty();
        assertThat(only(Effect.Forget.class).run()).isEqualTo(key("a"));
    }

    /** A set's own order differs from one process to the next. */
    @Test
    void jobs_that_were_lost_are_stopped_in_the_order_in_which_they_were_claimed() {
        List<String> ids = List.of("c", "a", "d", "b");
        begin(ids.stream().map(EngineTest::job).toArray(ClaimedJob[]::new));
        onAt(3);
        Set<JobId> lost = ids.stream().map(JobId::of).collect(Collectors.toUnmodifiableSet());
        beat(only(StoreRequest.Beat.class).heartbeat(), lost, Set.of());

        assertThat(all(Effect.Stop.class))
                .extracting(Effect.Stop::run)
                .containsExactlyElementsOf(ids.stream().map(EngineTest::key).toList());
    }
}
