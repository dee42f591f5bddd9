package systems.blackroad.operator.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import systems.blackroad.api.job.Schedule;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TicksTest {

    private static final Instant ANCHOR = Instant.parse("2026-01-01T00:00:00Z");

    /** 2026-11-23 is a Monday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *         | 2026-11-23T22:00:00Z     | 2026-11-23T22:01:00Z",
                "* * * * *         | 2026-11-23T22:00:59.999Z | 2026-11-23T22:01:00Z",
                "*/5 * * * *       | 2026-11-23T22:56:00Z     | 2026-11-23T23:00:00Z",
                "5/10 * * * *      | 2026-11-23T22:05:00Z     | 2026-11-23T22:15:00Z",
                "5/10 * * * *      | 2026-11-23T22:55:00Z     | 2026-11-23T23:05:00Z",
                "1-30/7 * * * *    | 2026-11-23T22:22:00Z     | 2026-11-23T22:29:00Z",
                "1-30/7 * * * *    | 2026-11-23T22:29:00Z     | 2026-11-23T23:01:00Z",
                "15,45 9-17 * * *  | 2026-11-23T17:45:00Z     | 2026-11-24T09:15:00Z",
                "0 0 1 jan *       | 2026-11-23T22:00:00Z     | 2027-01-01T00:00:00Z",
                "0 12 * * Mon-FRI  | 2026-11-27T12:00:00Z     | 2026-11-30T12:00:00Z",
                "0 0 * * 0         | 2026-11-23T00:00:00Z     | 2026-11-29T00:00:00Z",
                "0 0 * * 7         | 2026-11-23T00:00:00Z     | 2026-11-29T00:00:00Z",
                "0 0 * * sun       | 2026-11-23T00:00:00Z     | 2026-11-29T00:00:00Z",
                "0 0 * * 5-7       | 2026-11-28T00:00:00Z     | 2026-11-29T00:00:00Z",
                "0 0 * * 1/2       | 2026-11-27T00:00:00Z     | 2026-11-30T00:00:00Z",
                "0 0 31 * *        | 2026-11-23T22:00:00Z     | 2026-12-31T00:00:00Z",
                "0 0 31 * *        | 2027-01-31T00:00:00Z     | 2027-03-31T00:00:00Z",
                "0 0 30 2,4 *      | 2027-01-01T00:00:00Z     | 2027-04-30T00:00:00Z",
                "0 0 29 2 *        | 2026-11-23T22:00:00Z     | 2028-02-29T00:00:00Z",
                "0 0 29 2 *        | 2096-02-29T00:00:00Z     | 2104-02-29T00:00:00Z",
                "59 23 31 12 *     | 2026-12-31T23:58:59Z     | 2026-12-31T23:59:00Z",
                "\t0  6\t* * *     | 2026-11-23T22:00:00Z     | 2026-11-24T06:00:00Z"
            })
    void a_cron_expression_is_due_next(String expression, Instant after, Instant expected) {
        assertThat(utc(expression).next(after, ANCHOR)).contains(expected);
    }

    @Test
    void a_day_matches_either_day_field_when_neither_begins_with_a_star() {
        assertThat(ticks(utc("0 0 1,15 * MON"), "2026-11-23T22:00:00Z", 4))
                .containsExactly(
                        Instant.parse("2026-11-30T00:00:00Z"),
                        Instant.parse("2026-12-01T00:00:00Z"),
                        Instant.parse("2026-12-07T00:00:00Z"),
                        Instant.parse("2026-12-14T00:00:00Z"));
    }

    @Test
    void a_day_matches_both_day_fields_when_one_begins_with_a_star() {
        assertThat(ticks(utc("0 0 */2 * MON"), "2026-11-23T22:00:00Z", 2))
                .containsExactly(Instant.parse("2026-12-07T00:00:00Z"), Instant.parse("2026-12-21T00:00:00Z"));
        assertThat(ticks(utc("0 0 29 2 */7"), "2026-11-23T22:00:00Z", 2))
                .as("29 February on a Sunday")
                .containsExactly(Instant.parse("2032-02-29T00:00:00Z"), Instant.parse("2060-02-29T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 * * * *     | field minute must be of 0 to 59, got '60'",
                "-1 * * * *     | field minute must be of 0 to 59, got ''",
                "* 24 * * *     | field hour must be of 0 to 23, got '24'",
                "* * 0 * *      | field day-of-month must be of 1 to 31, got '0'",
                "* * 32 * *     | field day-of-month must be of 1 to 31, got '32'",
                "* * L * *      | field day-of-month must be of 1 to 31, got 'L'",
                "* * * 13 *     | field month must be of 1 to 12 or JAN to DEC, got '13'",
                "* * * SUN *    | field month must be of 1 to 12 or JAN to DEC, got 'SUN'",
                "* * * * 8      | field day-of-week must be of 0 to 7 or SUN to SAT, got '8'",
                "* * ? * *      | field day-of-month must be of 1 to 31, got '?'",
                "1,,2 * * * *   | field minute must be of 0 to 59, got '' (field '1,,2')",
                "007 * * * *    | field minute must be of 0 to 59, got '007'",
                "*/0 * * * *    | field minute must be with a step of 1 to 60, got '0'",
                "*/61 * * * *   | field minute must be with a step of 1 to 60, got '61'",
                "*/x * * * *    | field minute must be with a step of 1 to 60, got 'x'",
                "1/2/3 * * * *  | field minute must be with a step of 1 to 60, got '2/3'",
                "* 22-2 * * *   | field hour must be a range from low to high, got '22-2'; split it in two",
                "* * * * FRI-SUN| field day-of-week must be a range from low to high, got 'FRI-SUN'",
                "0 0 30 2 *     | never comes due: no month of '2' has a day of '30'",
                "0 0 31 2,4,6 * | never comes due: no month of '2,4,6' has a day of '31'",
                "0 0 31 4 */2   | never comes due: no month of '4' has a day of '31'",
                "* * * *        | must have 5 fields (minute hour day-of-month month day-of-week), got 4",
                "0 * * * * *    | must have 5 fields (minute hour day-of-month month day-of-week), got 6",
                "@daily         | must have 5 fields (minute hour day-of-month month day-of-week), got 1"
            })
    void an_unreadable_expression_is_refused(String expression, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> utc(expression))
                .withMessageContaining("'" + expression + "'")
                .withMessageContaining(reason);
    }

    @Test
    void an_overlong_expression_is_refused_without_repeating_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> utc("0,".repeat(200) + "0 * * * *"))
                .withMessage("cron expression must be at most 256 chars, got 409");
    }

    @Test
    void an_impossible_day_is_fine_beside_a_weekday_that_matches_alone() {
        assertThat(utc("0 0 30 2 MON").next(Instant.parse("2026-11-23T22:00:00Z"), ANCHOR))
                .contains(Instant.parse("2027-02-01T00:00:00Z"));
    }

    @Test
    void a_fixed_rate_counts_whole_periods_from_its_anchor() {
        Ticks rate = Ticks.of(Schedule.every(Duration.ofSeconds(10)));
        assertThat(rate.next(ANCHOR, ANCHOR)).contains(ANCHOR.plusSeconds(10));
        assertThat(rate.next(ANCHOR.minusSeconds(3), ANCHOR)).contains(ANCHOR.plusSeconds(10));
        assertThat(rate.next(ANCHOR.plusMillis(9_999), ANCHOR)).contains(ANCHOR.plusSeconds(10));
        assertThat(rate.next(ANCHOR.plusSeconds(10), ANCHOR)).contains(ANCHOR.plusSeconds(20));
        assertThat(rate.next(ANCHOR.plusSeconds(12_345), ANCHOR)).contains(ANCHOR.plusSeconds(12_350));
        assertThat(rate.next(ANCHOR.plusSeconds(12_345), ANCHOR.plusSeconds(50)))
                .contains(ANCHOR.plusSeconds(12_350));
    }

    @Test
    void ticks_have_millisecond_precision_as_stores_do() {
        Instant fine = ANCHOR.plusNanos(1_999_999);
        assertThat(Ticks.of(Schedule.every(Duration.ofNanos(1_000_999_999L))).next(fine, fine))
                .contains(ANCHOR.plusMillis(1_001));
        assertThat(Ticks.of(Schedule.once(fine)).next(ANCHOR, ANCHOR)).contains(ANCHOR.plusMillis(1));
        assertThat(Ticks.of(Schedule.once(fine)).next(ANCHOR.plusMillis(1), ANCHOR))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cron */5 * * * * UTC, 2026-01-01T00:05:00Z, 2026-03-01T12:07:30Z, 2026-03-01T12:05:00Z",
        "cron 0 9 1 1 * UTC, 2020-01-01T09:00:00Z, 2026-06-01T00:00:00Z, 2026-01-01T09:00:00Z",
        "cron 0 9 1 1 * UTC, 2026-01-01T09:00:00Z, 2026-01-01T09:00:00Z, 2026-01-01T09:00:00Z",
        "cron 30 2 * * * Europe/Berlin, 2026-03-01T01:30:00Z, 2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z",
        "every PT7S, 2026-01-01T00:00:00Z, 2026-01-01T00:01:00Z, 2026-01-01T00:00:56Z",
        "once 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2026-01-01T00:00:00Z"
    })
    void the_latest_of_missed_ticks_is_found(String schedule, Instant missed, Instant now, Instant latest) {
        assertThat(Ticks.of(Schedule.parse(schedule)).latest(missed, now)).isEqualTo(latest);
    }

    @Test
    void once_is_due_once() {
        Ticks once = Ticks.of(Schedule.once(ANCHOR));
        assertThat(once.next(ANCHOR.minusMillis(1), ANCHOR)).contains(ANCHOR);
        assertThat(once.next(ANCHOR, ANCHOR)).isEmpty();
    }

    @Test
    void nothing_is_due_after_the_year_9999_and_no_instant_outside_is_read() {
        Instant end = Instant.parse("9999-12-31T23:59:30Z");
        assertThat(utc("* * * * *").next(end, ANCHOR)).isEmpty();
        assertThat(Ticks.of(Schedule.every(Duration.ofDays(1))).next(end, ANCHOR))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> utc("* * * * *").next(Instant.MAX, ANCHOR))
                .withMessageStartingWith("after must be in the years 1 to 9999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> utc("* * * * *").next(end, Instant.MIN))
                .withMessageStartingWith("anchor must be in the years 1 to 9999");
    }

    private static Ticks utc(String expression) {
        return Ticks.of(Schedule.cron(expression, ZoneId.of("UTC")));
    }

    static List<Instant> ticks(Ticks rule, String after, int count) {
        List<Instant> found = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            last = rule.next(last, ANCHOR).orElseThrow();
            found.add(last);
        }
        return found;
    }
}
