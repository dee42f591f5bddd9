package systems.blackroad.operator.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import systems.blackroad.api.job.Schedule;

/** Random expressions, zones and instants, half of them near a clock change, against a scan of every real minute. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RandomTicksTest {

    private static final long MINUTE = 60;
    private static final long DAY = 86_400;
    private static final int MOST_TICKS = 60;
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "America/St_Johns",
            "Africa/Casablanca",
            "Antarctica/Troll",
            "America/Sao_Paulo",
            "Asia/Tehran",
            "Pacific/Chatham",
            "Pacific/Kwajalein",
            "Asia/Gaza",
            "-03:30");

    private final long seed = Long.getLong("blackroad.ticks.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void ticks_equal_those_of_a_scan_minute_by_minute(TestReporter reporter) {
        reporter.publishEntry("blackroad.ticks.seed", Long.toString(seed));
        int compared = 0;
        for (int i = 0; i < 2_000; i++) {
            compared += compare(i, 3);
        }
        for (int i = 0; i < 10; i++) {
            compared += compare(i, 400);
        }
        assertThat(compared).as("ticks that were compared, seed %d", seed).isGreaterThan(10_000);
    }

    private int compare(int round, int days) {
        Fields fields = Fields.random(random);
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        Instant from = instant(zone);
        Instant until = from.plusSeconds(days * DAY);
        List<Instant> scanned = scan(fields, zone, from, until);
        Ticks rule = Ticks.of(Schedule.cron(fields.text(), zone));
        String subject = "round " + round + " of -Dblackroad.ticks.seed=" + seed + ": " + fields.text() + " in " + zone
                + " from " + from;
        Instant last = from;
        for (Instant expected : scanned) {
            Instant tick = rule.next(last, from).orElseThrow();
            assertThat(tick).as(subject).isAfter(last).isEqualTo(expected);
            last = tick;
        }
        if (scanned.size() < MOST_TICKS) {
            assertThat(rule.next(last, from).orElseThrow()).as(subject).isAfter(until);
        }
        return scanned.size();
    }

    private Instant instant(ZoneId zone) {
        Instant any =
                Instant.ofEpochSecond(random.nextLong(315_532_800L, 2_145_916_800L), random.nextInt(1_000_000_000));
        ZoneOffsetTransition change = random.nextBoolean() ? zone.getRules().nextTransition(any) : null;
        return change == null ? any : change.getInstant().plusSeconds(random.nextLong(-2 * DAY, DAY / 8));
    }

    /**
     * Walks real minutes and keeps the latest local minute that was seen. A minute is a tick if any local minute between
     * that one and its own matches: one on most days, many at a gap, none while local time repeats itself.
     */
    private static List<Instant> scan(Fields fields, ZoneId zone, Instant from, Instant until) {
        List<Instant> found = new ArrayList<>();
        long second = Math.floorDiv(from.getEpochSecond(), MINUTE) * MINUTE - 2 * DAY;
        long latest = localMinute(zone, second);
        while (second <= until.getEpochSecond() && found.size() < MOST_TICKS) {
            long local = localMinute(zone, second);
            boolean due = false;
            for (; latest < local; latest++) {
                due |= fields.match(latest + 1);
            }
            Instant instant = Instant.ofEpochSecond(second);
            if (due && instant.isAfter(from) && !instant.isAfter(until)) {
                found.add(instant);
            }
            second += MINUTE;
        }
        return found;
    }

    private static long localMinute(ZoneId zone, long second) {
        int offset = zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
        return Math.floorDiv(second + offset, MINUTE);
    }

    /** An expression made together with the values it stands for, so that the scan reads no text. */
    private record Fields(
            String text,
            Set<Integer> minutes,
            Set<Integer> hours,
            Set<Integer> days,
            Set<Integer> months,
            Set<Integer> weekdays,
            boolean starred) {

        static Fields random(Random random) {
            List<Set<Integer>> sets = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            int[][] ranges = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}};
            for (int[] range : ranges) {
                Set<Integer> set = new TreeSet<>();
                StringBuilder text = new StringBuilder();
                int items = random.nextInt(3) == 0 ? 2 : 1;
                for (int i = 0; i < items; i++) {
                    text.append(i == 0 ? "" : ",").append(item(random, range[0], range[1], set));
                }
                sets.add(set);
                texts.add(text.toString());
            }
            boolean starred = texts.get(2).startsWith("*") || texts.get(4).startsWith("*");
            if (starred && sets.get(2).stream().allMatch(day -> day > 29)) {
                return random(random);
            }
            return new Fields(
                    String.join(" ", texts), sets.get(0), sets.get(1), sets.get(2), sets.get(3), sets.get(4), starred);
        }

        private static String item(Random random, int min, int max, Set<Integer> set) {
            int low = random.nextInt(min, max + 1);
            int high = random.nextInt(low, max + 1);
            int step = random.nextInt(1, max - min + 2);
            switch (random.nextInt(7)) {
                case 0:
                    add(set, low, low, 1);
                    return "" + low;
                case 1:
                    add(set, low, high, 1);
                    return low + "-" + high;
                case 2:
                    add(set, low, high, step);
                    return low + "-" + high + "/" + step;
                case 3:
                    add(set, low, max, step);
                    return low + "/" + step;
                case 4:
                    add(set, min, max, step);
                    return "*/" + step;
                default:
                    add(set, min, max, 1);
                    return "*";
            }
        }

        private static void add(Set<Integer> set, int low, int high, int step) {
            for (int value = low; value <= high; value += step) {
                set.add(value);
            }
        }

        boolean match(long localMinute) {
            LocalDateTime local = LocalDateTime.ofEpochSecond(localMinute * MINUTE, 0, ZoneOffset.UTC);
            boolean day = days.contains(local.getDayOfMonth());
            boolean weekday = weekdays.contains(local.getDayOfWeek().getValue() % 7);
            return minutes.contains(local.getMinute())
                    && hours.contains(local.getHour())
                    && months.contains(local.getMonthValue())
                    && (starred ? day && weekday : day || weekday);
        }
    }
}
