package systems.blackroad.api.job;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

/** When a recurring job is due. Immutable values; the text form is what stores keep. */
public sealed interface Schedule {

    /** The text form: {@code cron 0 * * * * Europe/Berlin}, {@code every PT10S} or {@code once 2026-12-24T18:00:00Z}. */
    String spec();

    /**
     * By a cron expression of five fields: minute, hour, day of month, month, day of week. A local time that a clock
     * change skips runs at the instant of the change; one that it repeats runs once, the first time.
     *
     * @param expression the five fields
     * @param zone the zone whose local time the fields mean
     */
    record Cron(String expression, ZoneId zone) implements Schedule {

        /** Checks that both parts are there; the expression itself is checked when the schedule is registered. */
        public Cron {
            Objects.requireNonNull(expression, "expression");
            Objects.requireNonNull(zone, "zone");
        }

        @Override
        public String spec() {
            return "cron " + expression + " " + zone;
        }
    }

    /**
     * At a fixed rate, counted from the registration; a run that takes longer than the period does not shift the next.
     *
     * @param period 1 second to ten years, at millisecond precision
     */
    record FixedRate(Duration period) implements Schedule {

        /**
         * Checks the range of the period.
         *
         * @throws IllegalArgumentException if the period is below a second or over {@link Due#MAX_DELAY}
         */
        public FixedRate {
            if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(Due.MAX_DELAY) > 0) {
                throw new IllegalArgumentException("period must be PT1S to " + Due.MAX_DELAY + ", got " + period);
            }
        }

        @Override
        public String spec() {
            return "every " + period;
        }
    }

    /**
     * Once, at an instant.
     *
     * @param at when
     */
    record Once(Instant at) implements Schedule {

        /** Checks that the instant is there. */
        public Once {
            Objects.requireNonNull(at, "at");
        }

        @Override
        public String spec() {
            return "once " + at;
        }
    }

    /** By {@code expression} in {@code zone}. */
    static Schedule cron(String expression, ZoneId zone) {
        return new Cron(expression, zone);
    }

    /** Every {@code period}. */
    static Schedule every(Duration period) {
        return new FixedRate(period);
    }

    /** Once, at {@code instant}. */
    static Schedule once(Instant instant) {
        return new Once(instant);
    }

    /**
     * The schedule whose text form is {@code spec}.
     *
     * @throws IllegalArgumentException if the text has none of the three forms
     */
    static Schedule parse(String spec) {
        int kindEnd = spec.indexOf(' ');
        String rest = spec.substring(kindEnd + 1);
        try {
            switch (spec.substring(0, Math.max(kindEnd, 0))) {
                case "cron":
                    int zoneStart = rest.lastIndexOf(' ');
                    return cron(rest.substring(0, Math.max(zoneStart, 0)), ZoneId.of(rest.substring(zoneStart + 1)));
                case "every":
                    return every(Duration.parse(rest));
                case "once":
                    return once(Instant.parse(rest));
                default:
                    throw new IllegalArgumentException("unknown kind");
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "schedule must read like 'cron 0 * * * * Europe/Berlin', 'every PT10S' or"
                            + " 'once 2026-12-24T18:00:00Z', got '" + spec + "'",
                    e);
        }
    }
}
