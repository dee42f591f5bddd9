package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Retention;

/** When an engine has finished jobs deleted. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PurgesTest extends EngineFixture {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Outbox out = new Outbox();
    private final Random random = new Random(1);

    PurgesTest() {
        super(4, Retention.DEFAULT);
    }

    private Purges purges() {
        return new Purges(Retention.DEFAULT, out, random);
    }

    private boolean asks(Purges purges, long at) {
        purges.advance(at);
        return out.take().equals(List.of(new StoreRequest.Purge(Retention.DEFAULT, Purges.LIMIT)));
    }

    @Test
    void nodes_that_start_together_look_at_moments_of_the_first_minute_of_their_own() {
        List<Long> first = new ArrayList<>();
        for (int node = 0; node < 50; node++) {
            Purges purges = purges();
            purges.advance(0);
            first.add(purges.wakeAt());
            assertThat(asks(purges, purges.wakeAt() - 1)).isFalse();
            assertThat(asks(purges, purges.wakeAt())).isTrue();
        }
        assertThat(first).doesNotHaveDuplicates().allMatch(at -> at >= 0 && at < MINUTE);
        assertThat(first).anyMatch(at -> at < MINUTE / 4).anyMatch(at -> at > MINUTE * 3 / 4);
    }

    @Test
    void it_looks_about_once_a_minute() {
        Purges purges = purges();
        purges.lookNow(0);
        assertThat(asks(purges, 0)).isTrue();
        purges.answered(Purges.LIMIT - 1, MINUTE);
        long next = purges.wakeAt();
        assertThat(next - MINUTE).isBetween(MINUTE * 4 / 5, MINUTE * 6 / 5);
        assertThat(asks(purges, next - 1)).isFalse();
        assertThat(asks(purges, next)).isTrue();
    }

    @Test
    void after_a_full_batch_it_goes_on_at_once_and_never_beside_itself() {
        Purges purges = purges();
        purges.lookNow(0);
        assertThat(asks(purges, 0)).isTrue();
        assertThat(asks(purges, 10 * MINUTE)).as("while one is under way").isFalse();
        assertThat(purges.wakeAt()).isEqualTo(Long.MAX_VALUE);
        purges.answered(Purges.LIMIT, 10 * MINUTE);
        assertThat(asks(purges, 10 * MINUTE)).isTrue();
    }

    @Test
    void what_failed_is_tried_again_in_about_a_minute() {
        Purges purges = purges();
        purges.lookNow(0);
        assertThat(asks(purges, 0)).isTrue();
        purges.failed(5);
        assertThat(purges.wakeAt()).isBetween(MINUTE * 4 / 5, MINUTE * 6 / 5 + 5);
        assertThat(asks(purges, purges.wakeAt())).isTrue();
    }

    @Test
    void without_a_period_it_never_asks() {
        Purges purges = new Purges(Retention.FOREVER, out, new Random(1));
        purges.lookNow(0);
        purges.advance(MINUTE);
        assertThat(out.take()).isEmpty();
        assertThat(purges.wakeAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_purge_under_way_delays_no_rescue_no_schedule_and_no_exchange() {
        begin(job("a"));
        on(Input.Signal.LOOK);
        assertThat(only(StoreRequest.Purge.class)).isEqualTo(new StoreRequest.Purge(Retention.DEFAULT, Purges.LIMIT));
        trade(only(StoreRequest.Trade.class).exchange());
        on(returned("a"));
        assertThat(verdict()).isNotNull();
        on(new Input.Rescued(0));
        assertThat(all(StoreRequest.ReadDue.class)).hasSize(1);
        on(new Input.Failed(new StoreRequest.Purge(Retention.DEFAULT, Purges.LIMIT), Input.Failure.UNKNOWN, "planned"));
        assertThat(all(StoreRequest.Purge.class)).isEmpty();
        on(Input.Signal.LOOK);
        assertThat(all(StoreRequest.Purge.class)).hasSize(1);
        on(new Input.Purged(Purges.LIMIT));
        assertThat(all(StoreRequest.Purge.class)).hasSize(1);
    }

    @Test
    void a_node_that_drains_deletes_nothing_any_more() {
        begin();
        on(new Input.Drain(TimeUnit.HOURS.toNanos(1)));
        onAt(7, Input.Signal.LOOK);
        assertThat(all(StoreRequest.Purge.class)).isEmpty();
    }
}
