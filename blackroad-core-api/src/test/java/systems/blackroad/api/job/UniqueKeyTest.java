package systems.blackroad.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Tick;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class UniqueKeyTest {

    @Test
    void a_key_has_1_to_256_chars_that_every_store_keeps_as_they_are() {
        for (String key : List.of("k", "Order 7 ", "\u00e9", "\uD83D\uDE80", "x".repeat(256))) {
            assertThat(UniqueKey.whileLive(key).key()).isEqualTo(key);
        }
        for (String key : List.of("", "x".repeat(257), "a\u0000", "a\nb", "\u0085", "\uD83D", "\uDE80a")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> UniqueKey.whileLive(key))
                    .withMessageContaining("got " + key.length() + " chars");
        }
    }

    @Test
    void a_period_is_a_millisecond_to_ten_years() {
        for (Duration period : List.of(Duration.ofMillis(1), Duration.ofDays(3650))) {
            assertThat(UniqueKey.within(period, "k").scope()).isEqualTo(new UniqueKey.Within(period));
        }
        for (Duration period : List.of(
                Duration.ofNanos(999_999),
                Duration.ofSeconds(-1),
                Duration.ofDays(3650).plusNanos(1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> UniqueKey.within(period, "k"));
        }
    }

    @Test
    void a_key_that_replaces_is_the_same_but_for_that() {
        assertThat(UniqueKey.whilePending("k").onConflict()).isEqualTo(UniqueKey.OnConflict.KEEP);
        assertThat(UniqueKey.whilePending("k").replacing())
                .isEqualTo(new UniqueKey("k", UniqueKey.While.PENDING, UniqueKey.OnConflict.REPLACE));
    }

    @Test
    void the_job_of_a_tick_has_no_unique_key() {
        NewJob work = new NewJob(
                        JobId.of("tick"),
                        Payload.ofJson("work", 1, "{}"),
                        QueueName.of("default"),
                        0,
                        Due.NOW,
                        3,
                        "clock",
                        ScheduleId.of("nightly"),
                        Map.of())
                .withUnique(UniqueKey.whileLive("k"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tick(ScheduleId.of("nightly"), Instant.EPOCH, null, work))
                .withMessageContaining("tick");
    }
}
