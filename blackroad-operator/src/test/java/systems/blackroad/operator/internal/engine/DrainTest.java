package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.Verdict;

/** How a node leaves: what it finishes, what it gives back, and when it gives up. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DrainTest extends EngineFixture {

    DrainTest() {
        super(4);
    }

    @Test
    void a_drain_claims_no_more_and_leaves_when_all_is_settled() {
        begin(job("a"));

        on(new Input.Drain(TimeUnit.SECONDS.toNanos(5)));
        assertThat(only(Effect.Stop.class)).isEqualTo(new Effect.Stop(key("a"), false, false));
        on(threw("a"));
        assertThat(verdict()).isEqualTo(new Verdict.Released());
        assertThat(only(StoreRequest.Trade.class).exchange().claim()).isEmpty();
        trade(only(StoreRequest.Trade.class).exchange());
        assertThat(only(StoreRequest.Leave.class).node()).isEqualTo(engine.node());
        on(new Input.Left(engine.node()));
        assertThat(only(Effect.Drained.class).complete()).isTrue();
    }

    @Test
    void a_drain_that_runs_out_gives_back_what_still_runs() {
        begin(job("a"));
        on(new Input.Drain(TimeUnit.SECONDS.toNanos(2)));

        onAt(2);

        assertThat(only(Effect.Stop.class)).isEqualTo(new Effect.Stop(key("a"), true, true));
        assertThat(verdict()).isEqualTo(new Verdict.Released());
        trade(only(StoreRequest.Trade.class).exchange());
        on(new Input.Left(engine.node()));
        assertThat(only(Effect.Drained.class).complete()).isFalse();
    }

    @Test
    void a_drain_whose_end_is_noticed_late_still_gives_back_what_runs() {
        begin(job("a"));
        on(new Input.Drain(TimeUnit.SECONDS.toNanos(2)));

        onAt(6);

        assertThat(all(Effect.Stop.class)).containsOnly(new Effect.Stop(key("a"), true, true));
        StoreRequest.Leave leave = only(StoreRequest.Leave.class);
        assertThat(leave.node()).isEqualTo(engine.node());
        assertThat(all(Effect.Drained.class)).isEmpty();
        on(new Input.Failed(leave, Input.Failure.UNAVAILABLE, "refused"));
        onAt(6.1);
        assertThat(all(StoreRequest.Leave.class)).as("tried again").hasSize(1);
        assertThat(only(Effect.WakeAt.class).at()).isEqualTo(TimeUnit.SECONDS.toNanos(7));
        onAt(7);
        assertThat(only(Effect.Drained.class).complete()).isFalse();
    }

    @Test
    void a_drain_before_the_first_heartbeat_is_answered_waits_for_it_and_leaves() {
        on(Input.Signal.TIME);
        Heartbeat sent = only(StoreRequest.Beat.class).heartbeat();

        on(new Input.Drain(TimeUnit.SECONDS.toNanos(5)));
        assertThat(all(Effect.Drained.class)).isEmpty();
        beat(sent, Set.of(), Set.of());

        assertThat(only(StoreRequest.Leave.class).node()).isEqualTo(sent.node());
    }

    @Test
    void jobs_that_come_with_an_answer_during_a_drain_go_straight_back() {
        begin();
        on(Input.Signal.WORK);
        Exchange asked = only(StoreRequest.Trade.class).exchange();

        on(new Input.Drain(TimeUnit.SECONDS.toNanos(5)));
        trade(asked, job("a"));

        assertThat(all(Effect.Start.class)).isEmpty();
        assertThat(verdict()).isEqualTo(new Verdict.Released());
    }
}
