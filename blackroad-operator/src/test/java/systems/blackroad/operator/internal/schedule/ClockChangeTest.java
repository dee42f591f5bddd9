package systems.blackroad.operator.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import systems.blackroad.api.job.Schedule;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ClockChangeTest {

    /** The change in Berlin is at 01:00Z on both days, in New York at 07:00Z and 06:00Z. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * *   | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
                "*/15 * * * * | Europe/Berlin | 2026-03-29T00:30:00Z | 2026-03-29T00:45:00Z 2026-03-29T01:00:00Z"
                        + " 2026-03-29T01:15:00Z",
                "10,40 2 * * * | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:10:00Z",
                "0 * * * *    | Europe/Berlin | 2026-03-28T23:30:00Z | 2026-03-29T00:00:00Z 2026-03-29T01:00:00Z"
                        + " 2026-03-29T02:00:00Z",
                "30 * * * *   | Europe/Berlin | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z 2026-03-29T01:00:00Z"
                        + " 2026-03-29T01:30:00Z",
                "30 2 * * *   | Europe/Berlin | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
                "30 2 * * *   | Europe/Berlin | 2026-10-25T01:10:00Z | 2026-10-26T01:30:00Z",
                "0 * * * *    | Europe/Berlin | 2026-10-24T22:30:00Z | 2026-10-24T23:00:00Z 2026-10-25T00:00:00Z"
                        + " 2026-10-25T02:00:00Z 2026-10-25T03:00:00Z",
                "* * * * *    | Europe/Berlin | 2026-10-25T00:58:00Z | 2026-10-25T00:59:00Z 2026-10-25T02:00:00Z"
                        + " 2026-10-25T02:01:00Z",
                "30 2 * * *   | America/New_York | 2026-03-07T12:00:00Z | 2026-03-08T07:00:00Z 2026-03-09T06:30:00Z",
                "30 1 * * *   | America/New_York | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z 2026-11-02T06:30:00Z",
                "15 2 * * *   | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:30:00Z"
                        + " 2026-10-04T15:15:00Z",
                "45 1 * * *   | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z"
                        + " 2026-04-05T15:15:00Z",
                "*/20 * * * * | Australia/Lord_Howe | 2026-04-04T14:30:00Z | 2026-04-04T14:40:00Z"
                        + " 2026-04-04T15:30:00Z",
                "0 9 * * *    | Pacific/Apia | 2011-12-29T12:00:00Z | 2011-12-29T19:00:00Z 2011-12-30T10:00:00Z"
                        + " 2011-12-30T19:00:00Z",
                "0 0 30 12 *  | Pacific/Apia | 2011-12-01T00:00:00Z | 2011-12-30T10:00:00Z 2012-12-29T10:00:00Z"
            })
    void a_clock_change_moves_skipped_times_and_drops_repeated_ones(
            String expression, ZoneId zone, String after, String expected) {
        Instant[] wanted = Stream.of(expected.split(" ")).map(Instant::parse).toArray(Instant[]::new);
        Ticks rule = Ticks.of(Schedule.cron(expression, zone));
        assertThat(TicksTest.ticks(rule, after, wanted.length)).containsExactly(wanted);
    }

    @Test
    void a_zone_of_a_fixed_offset_fires_every_real_hour() {
        Ticks rule = Ticks.of(Schedule.cron("0 * * * *", ZoneId.of("+01:00")));
        assertThat(TicksTest.ticks(rule, "2026-10-24T23:30:00Z", 4))
                .containsExactly(
                        Instant.parse("2026-10-25T00:00:00Z"),
                        Instant.parse("2026-10-25T01:00:00Z"),
                        Instant.parse("2026-10-25T02:00:00Z"),
                        Instant.parse("2026-10-25T03:00:00Z"));
    }
}
