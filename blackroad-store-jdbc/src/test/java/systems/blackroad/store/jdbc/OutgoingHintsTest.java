package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OutgoingHintsTest {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    /** Such a clock may begin anywhere, and pass its greatest number. */
    private static final long START = Long.MAX_VALUE - PAUSE / 2;

    private final OutgoingHints hints = new OutgoingHints();

    @Test
    void the_first_goes_out_at_once() {
        assertThat(hints.left(START)).isEqualTo(Long.MAX_VALUE);
        hints.add(Set.of("a"));
        assertThat(hints.left(START)).isZero();
        assertThat(hints.take(START)).containsExactly("a");
        assertThat(hints.left(START)).as("nothing waits").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void the_next_waits_for_the_pause_and_goes_with_what_gathered() {
        hints.add(Set.of("a"));
        hints.take(START);
        hints.add(Set.of("b"));
        hints.add(Set.of("c"));
        assertThat(hints.left(START + 1)).isEqualTo(PAUSE - 1);
        assertThat(hints.left(START + PAUSE - 1)).isEqualTo(1);
        assertThat(hints.left(START + PAUSE)).isZero();
        assertThat(hints.take(START + PAUSE)).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void more_keys_than_are_told_one_by_one_are_many_once() {
        hints.add(keys(OutgoingHints.MAX_KEYS));
        assertThat(hints.take(START)).hasSize(OutgoingHints.MAX_KEYS);
        hints.add(keys(OutgoingHints.MAX_KEYS + 1));
        assertThat(hints.left(START)).isEqualTo(PAUSE);
        assertThat(hints.take(START)).isEmpty();
        hints.add(Set.of("a"));
        assertThat(hints.take(START)).containsExactly("a");
    }

    @Test
    void no_keys_are_many() {
        hints.add(Set.of("a"));
        hints.add(Set.of());
        assertThat(hints.left(START)).isZero();
        assertThat(hints.take(START)).isEmpty();
    }

    @Test
    void a_hint_rides_when_nothing_went_out_for_a_pause() {
        assertThat(hints.ride(START)).isTrue();
        assertThat(hints.ride(START + PAUSE - 1)).as("one rode").isFalse();
        assertThat(hints.ride(START + PAUSE)).isTrue();
        hints.add(Set.of("a"));
        hints.take(START + 2 * PAUSE);
        assertThat(hints.ride(START + 3 * PAUSE - 1)).as("one was taken").isFalse();
        assertThat(hints.ride(START + 3 * PAUSE)).isTrue();
    }

    @Test
    void what_comes_after_a_hint_rode_waits_for_the_pause() {
        hints.ride(START);
        hints.add(Set.of("a"));
        assertThat(hints.left(START + 1)).isEqualTo(PAUSE - 1);
    }

    @Test
    void no_hint_rides_past_what_waits() {
        hints.add(Set.of("a"));
        assertThat(hints.ride(START)).isFalse();
        assertThat(hints.left(START)).isZero();
    }

    private static Set<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "key-" + i).collect(Collectors.toSet());
    }
}
