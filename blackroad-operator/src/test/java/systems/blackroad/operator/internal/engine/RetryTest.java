package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.store.Verdict;

/** What a handler says about another attempt, and what the engine makes of it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RetryTest extends EngineFixture {

    private static final Due TOMORROW = Due.at(STORE_TIME.plus(Duration.ofDays(1)));

    RetryTest() {
        super(4);
    }

    private static Input ended(Outcome outcome) {
        return new Input.Ended(key("a"), outcome, false);
    }

    @Test
    void a_handler_that_says_when_is_tried_again_then() {
        begin(job("a"));
        on(ended(new Outcome.Retry("busy", TOMORROW)));
        assertThat(verdict()).isEqualTo(new Verdict.Retry(TOMORROW, "busy"));
    }

    @Test
    void a_handler_that_says_when_fails_for_good_in_its_last_attempt_all_the_same() {
        begin(job("a", 3, false));
        on(ended(new Outcome.Retry("busy", TOMORROW)));
        assertThat(verdict()).isEqualTo(new Verdict.Failed("busy"));
    }

    @Test
    void a_handler_that_says_never_fails_for_good_in_its_first_attempt() {
        begin(job("a"));
        on(ended(new Outcome.NoRetry("no such account")));
        assertThat(verdict()).isEqualTo(new Verdict.Failed("no such account"));
    }

    @Test
    void what_a_handler_says_counts_after_its_time_was_up_too() {
        begin(job("a"));
        keepAlive(TIMEOUT.toSeconds());
        on(ended(new Outcome.NoRetry("no such account")));
        assertThat(verdict()).isEqualTo(new Verdict.Failed("timed out after PT20S: no such account"));
    }

    @Test
    void a_cancelled_job_is_not_tried_again_whatever_its_handler_says() {
        cancelled(new Outcome.Retry("busy", TOMORROW));
        assertThat(verdict()).isEqualTo(new Verdict.Cancelled());
    }

    @Test
    void a_cancelled_job_ends_cancelled_though_its_handler_says_never() {
        cancelled(new Outcome.NoRetry("no such account"));
        assertThat(verdict()).isEqualTo(new Verdict.Cancelled());
    }

    private void cancelled(Outcome outcome) {
        begin(job("a"));
        onAt(3);
        StoreRequest.Trade look = only(StoreRequest.Trade.class);
        beat(only(StoreRequest.Beat.class).heartbeat(), Set.of(), Set.of(JobId.of("a")));
        trade(look.exchange());
        on(ended(outcome));
    }

    @Test
    void a_draining_node_gives_back_what_its_handler_would_try_later_or_never() {
        for (Outcome outcome : List.of(new Outcome.Retry("busy", TOMORROW), new Outcome.NoRetry("no such account"))) {
            EngineFixture other = new EngineFixture(4) {};
            other.begin(job("a"));
            other.on(new Input.Drain(other.now + Duration.ofSeconds(5).toNanos()));
            other.on(ended(outcome));
            assertThat(other.verdict()).isEqualTo(new Verdict.Released());
        }
    }
}
