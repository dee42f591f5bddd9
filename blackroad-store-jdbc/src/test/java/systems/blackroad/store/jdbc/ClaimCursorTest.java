package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.store.jdbc.ClaimCursor.Passed;
import systems.blackroad.store.jdbc.ClaimCursor.Place;
import systems.blackroad.store.jdbc.ClaimCursor.Start;

/** Where claims begin, given where earlier ones ended. Times are made up. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ClaimCursorTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ClaimCursor cursor = new ClaimCursor();

    @BeforeEach
    void afterALook() {
        Start first = cursor.start(0, 10_000);
        assertThat(first.look()).as("the first claim is from the start").isTrue();
        assertThat(first.base()).isEqualTo(Long.MIN_VALUE);
        cursor.looked(0, 0);
    }

    @Test
    void a_claim_goes_on_after_the_last_job_of_each_priority() {
        claimed(10_000, job(7, 9_000, 3), job(0, 5_000, 1), job(0, 5_000, 2));
        assertThat(cursor.start(1, 10_000).places()).isEqualTo(Map.of(7, new Place(9_000, 3), 0, new Place(5_000, 2)));
        claimed(10_000, job(0, 5_000, 1));
        assertThat(cursor.start(1, 10_000).places()).as("never back").containsEntry(0, new Place(5_000, 2));
    }

    @Test
    void a_claim_stays_a_quarter_of_a_second_behind_the_stores_clock() {
        claimed(10_000, job(0, 9_999, 1));
        assertThat(cursor.start(1, 10_000).places()).containsEntry(0, new Place(9_750, 0));
    }

    @Test
    void a_claim_that_found_no_more_has_seen_all_priorities_up_to_there() {
        claimed(10_000, job(7, 9_000, 3));
        cursor.claimed(cursor.start(1, 10_000), List.of(), true, 10_000);
        Start next = cursor.start(1, 10_000);
        assertThat(next.places()).isEmpty();
        assertThat(next.base()).isEqualTo(9_750);
    }

    @Test
    void a_look_from_the_start_comes_after_a_second_or_twenty_times_what_it_took() {
        claimed(10_000, job(0, 5_000, 1));
        assertThat(cursor.start(SECOND - 1, 10_000).look()).isFalse();
        Start look = cursor.start(SECOND, 10_000);
        assertThat(look.look()).isTrue();
        assertThat(look.places()).isEmpty();
        assertThat(look.base()).isEqualTo(Long.MIN_VALUE);
        cursor.looked(SECOND, SECOND);
        assertThat(cursor.start(21 * SECOND - 1, 10_000).look()).isFalse();
        assertThat(cursor.start(21 * SECOND, 10_000).look()).isTrue();
    }

    @Test
    void jobs_that_are_made_ready_late_lower_the_cursor() {
        cursor.claimed(cursor.start(1, 20_000), List.of(), true, 20_000);
        claimed(20_000, job(0, 19_000, 5), job(7, 12_000, 6));
        cursor.lower(15_000);
        Start next = cursor.start(1, 20_000);
        assertThat(next.places()).isEqualTo(Map.of(0, new Place(15_000, 0), 7, new Place(12_000, 6)));
        assertThat(next.base()).isEqualTo(15_000);
    }

    @Test
    void a_claim_that_began_before_the_cursor_was_lowered_does_not_raise_it() {
        Start before = cursor.start(1, 10_000);
        cursor.lower(4_000);
        cursor.claimed(before, List.of(job(0, 5_000, 1)), false, 10_000);
        assertThat(cursor.start(1, 10_000).places()).isEmpty();
    }

    @Test
    void a_store_clock_that_goes_back_has_claims_begin_at_the_start() {
        claimed(10_000, job(0, 5_000, 1));
        assertThat(cursor.start(1, 9_999).look()).isTrue();
        Start next = cursor.start(1, 9_999);
        assertThat(next.places()).isEmpty();
        assertThat(next.base()).isEqualTo(Long.MIN_VALUE);
    }

    private void claimed(long now, Passed... jobs) {
        cursor.claimed(cursor.start(1, now), List.of(jobs), false, now);
    }

    private static Passed job(int priority, long dueAt, long number) {
        return new Passed(priority, new Place(dueAt, number));
    }
}
