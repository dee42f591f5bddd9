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
    private static final long LATE = 5;
    private static final List<Integer> PRIORITIES = List.of(0, 7);
    private static final Place LATEST = new Place(9_750, 0);

    private final ClaimCursor cursor = new ClaimCursor();

    @BeforeEach
    void afterALook() {
        Start first = start(0, 10_000);
        assertThat(first.look()).as("the first claim is from the start").isTrue();
        assertThat(first.places()).isEmpty();
        cursor.claimed(first, List.of(job(0, 0, 0)), PRIORITIES, false, 0);
        cursor.looked(0, 0);
    }

    @Test
    void a_claim_goes_on_after_the_last_job() {
        claimed(10_000, job(0, 5_000, 1), job(0, 5_000, 2));
        assertThat(start(1, 10_000).places()).containsEntry(0, new Place(5_000, 2));
        claimed(10_000, job(0, 5_000, 1));
        assertThat(start(1, 10_000).places()).as("never back").containsEntry(0, new Place(5_000, 2));
    }

    @Test
    void a_claim_has_seen_all_higher_priorities_to_their_end_and_no_lower_one() {
        claimed(10_000, job(7, 5_000, 1));
        assertThat(start(1, 10_000).places()).isEqualTo(Map.of(7, new Place(5_000, 1), 0, new Place(-250, 0)));
        claimed(10_000, job(7, 6_000, 2), job(0, 5_000, 3));
        assertThat(start(1, 10_000).places()).isEqualTo(Map.of(7, LATEST, 0, new Place(5_000, 3)));
    }

    @Test
    void a_claim_stays_a_quarter_of_a_second_behind_the_stores_clock() {
        claimed(10_000, job(0, 9_999, 1));
        assertThat(start(1, 10_000).places()).containsEntry(0, LATEST);
    }

    @Test
    void a_claim_that_found_no_more_has_seen_all_priorities_to_their_end() {
        cursor.claimed(start(1, 10_000), List.of(job(7, 1, 1)), PRIORITIES, true, 10_000);
        assertThat(start(1, 10_000).places()).isEqualTo(Map.of(7, LATEST, 0, LATEST));
    }

    @Test
    void a_priority_that_is_not_known_begins_at_the_start() {
        cursor.claimed(start(1, 10_000), List.of(), List.of(0), true, 10_000);
        assertThat(start(1, 10_000).places().keySet()).doesNotContain(3);
    }

    @Test
    void after_a_look_claims_go_on_from_where_it_ended() {
        cursor.claimed(start(1, 10_000), List.of(), PRIORITIES, true, 10_000);
        Start before = start(1, 10_000);
        Start look = start(SECOND, 10_000);
        assertThat(look.look()).isTrue();
        cursor.claimed(look, List.of(job(7, 4_000, 1)), PRIORITIES, false, 10_000);
        assertThat(start(SECOND, 10_000).places())
                .as("what the look found and could not take comes next")
                .isEqualTo(Map.of(7, new Place(4_000, 1)));
        cursor.claimed(before, List.of(), PRIORITIES, true, 10_000);
        assertThat(start(SECOND, 10_000).places())
                .as("a claim that began before does not pass over it")
                .isEqualTo(Map.of(7, new Place(4_000, 1)));
    }

    @Test
    void a_look_comes_after_a_second_or_twenty_times_what_it_took_up_to_half_a_minute() {
        assertThat(start(SECOND - 1, 10_000).look()).isFalse();
        assertThat(start(SECOND, 10_000).look()).isTrue();
        cursor.looked(SECOND, SECOND);
        assertThat(start(21 * SECOND - 1, 10_000).look()).isFalse();
        assertThat(start(21 * SECOND, 10_000).look()).isTrue();
        cursor.looked(21 * SECOND, 5 * SECOND);
        assertThat(start(51 * SECOND - 1, 10_000).look()).isFalse();
        assertThat(start(51 * SECOND, 10_000).look()).isTrue();
    }

    @Test
    void a_look_that_fails_or_is_under_way_is_not_repeated_at_once() {
        claimed(10_000, job(0, 5_000, 1));
        assertThat(start(SECOND, 10_000).look()).isTrue();
        Start next = start(SECOND + 1, 10_000);
        assertThat(next.look()).isFalse();
        assertThat(next.places()).containsEntry(0, new Place(5_000, 1));
        assertThat(start(2 * SECOND, 10_000).look()).isTrue();
    }

    @Test
    void late_jobs_have_the_next_claim_look() {
        assertThat(cursor.start(1, 10_000, LATE + 1).look()).isTrue();
        assertThat(cursor.start(1, 10_000, LATE + 1).look()).isFalse();
    }

    @Test
    void late_jobs_wait_after_a_look_that_took_long_and_are_not_forgotten() {
        long tenth = SECOND / 10;
        cursor.looked(0, tenth - 1);
        assertThat(cursor.start(1, 10_000, LATE + 1).look()).isTrue();
        cursor.looked(0, tenth);
        assertThat(cursor.start(3 * tenth - 1, 10_000, LATE + 2).look()).isFalse();
        assertThat(cursor.start(3 * tenth, 10_000, LATE + 2).look()).isTrue();
        assertThat(cursor.start(3 * tenth, 10_000, LATE + 2).look()).as("once").isFalse();
    }

    @Test
    void jobs_that_are_made_ready_late_lower_the_cursor() {
        cursor.claimed(start(1, 20_000), List.of(), PRIORITIES, true, 20_000);
        cursor.claimed(start(1, 20_000), List.of(job(-1, 12_000, 6)), List.of(-1, 0, 7), false, 20_000);
        cursor.lower(15_000);
        assertThat(start(1, 20_000).places())
                .isEqualTo(Map.of(0, new Place(15_000, 0), 7, new Place(15_000, 0), -1, new Place(12_000, 6)));
    }

    @Test
    void a_claim_that_began_before_the_cursor_was_lowered_does_not_raise_it() {
        Start before = start(1, 10_000);
        cursor.lower(4_000);
        cursor.claimed(before, List.of(job(0, 5_000, 1)), PRIORITIES, false, 10_000);
        assertThat(start(1, 10_000).places()).doesNotContainEntry(0, new Place(5_000, 1));
    }

    @Test
    void a_store_clock_that_goes_back_has_claims_begin_at_the_start() {
        claimed(10_000, job(0, 5_000, 1));
        Start before = start(1, 10_000);
        assertThat(start(1, 9_749).look()).isTrue();
        assertThat(start(1, 9_749).places()).isEmpty();
        cursor.claimed(before, List.of(), PRIORITIES, true, 10_000);
        assertThat(start(1, 9_749).places()).as("a claim from before that").isEmpty();
    }

    @Test
    void claims_that_overlap_may_come_in_another_order_than_they_read_the_clock() {
        claimed(10_000, job(0, 5_000, 1));
        for (long now : new long[] {9_900, 10_000, 9_750}) {
            Start next = start(1, now);
            assertThat(next.look()).isFalse();
            assertThat(next.places()).containsEntry(0, new Place(5_000, 1));
        }
    }

    private Start start(long nanos, long now) {
        return cursor.start(nanos, now, LATE);
    }

    private void claimed(long now, Passed... jobs) {
        cursor.claimed(start(1, now), List.of(jobs), PRIORITIES, false, now);
    }

    private static Passed job(int priority, long dueAt, long number) {
        return new Passed(priority, new Place(dueAt, number));
    }
}
