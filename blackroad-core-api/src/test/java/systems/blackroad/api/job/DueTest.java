package systems.blackroad.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What cannot be kept as milliseconds, or cannot be meant, is refused before any store sees it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class DueTest {

    @Test
    void a_negative_delay_and_one_beyond_ten_years_are_refused_with_the_range() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Due.after(Duration.ofMillis(-1)))
                .withMessage("delay must be 0 to PT87600H, got PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Due.after(Due.MAX_DELAY.plusNanos(1)))
                .withMessageContaining("PT87600H, got");
        assertThat(Due.after(Due.MAX_DELAY)).isEqualTo(new Due.After(Due.MAX_DELAY));
    }

    @Test
    void an_instant_outside_of_the_years_1_to_9999_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Due.at(Instant.MAX))
                .withMessageContaining("years 1 to 9999");
        assertThatIllegalArgumentException().isThrownBy(() -> Due.at(Due.MIN_INSTANT.minusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Due.at(Due.MAX_INSTANT.plusNanos(1)));
        assertThat(Due.at(Due.MIN_INSTANT)).isEqualTo(new Due.At(Due.MIN_INSTANT));
        assertThat(Due.at(Due.MAX_INSTANT)).isEqualTo(new Due.At(Due.MAX_INSTANT));
    }
}
