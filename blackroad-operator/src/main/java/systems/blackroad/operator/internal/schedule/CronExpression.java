package systems.blackroad.operator.internal.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.YearMonth;

/**
 * A set of local minutes, given by five fields: minute, hour, day of month, month and day of week. Immutable.
 *
 * <p>A field is a list of items joined by commas. An item is a star, a value, or a range {@code low-high}; each may have
 * a step {@code /n}, and a single value with a step runs to the end of the field, so that {@code 5/10} is 5, 15, 25 and
 * so on. Months are 1 to 12 or {@code JAN} to {@code DEC}, days of the week 0 to 7 or {@code SUN} to {@code SAT}, where 0
 * and 7 are both Sunday; names are read in either case. A range that wraps is refused.
 *
 * <p>The two day fields combine as in Vixie cron (crontab(5), and the flags {@code DOM_STAR} and {@code DOW_STAR} of its
 * source): if neither begins with a star, a day matches by either of them; else it must match both. A field that begins
 * with a star counts as unrestricted even when it has a step, so {@code 0 0 *}{@code /2 * MON} runs on those Mondays whose
 * day of month is odd, and {@code 0 0 1,15 * MON} runs on the 1st, the 15th and every Monday.
 */
final class CronExpression {

    /** The longest expression, in chars. */
    static final int MAX_LENGTH = 256;

    private final long minutes;
    private final long hours;
    private final long daysOfMonth;
    private final long months;
    private final long daysOfWeek;
    private final boolean eitherDay;

    private CronExpression(String[] fields) {
        this.minutes = CronField.MINUTE.parse(fields[0]);
        this.hours = CronField.HOUR.parse(fields[1]);
        this.daysOfMonth = CronField.DAY_OF_MONTH.parse(fields[2]);
        this.months = CronField.MONTH.parse(fields[3]);
        this.daysOfWeek = CronField.DAY_OF_WEEK.parse(fields[4]);
        this.eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    }

    /**
     * The expression that {@code text} describes; its fields are parted by spaces or tabs.
     *
     * @throws IllegalArgumentException if it cannot be read, or no year has a day on which it is due
     */
    static CronExpression parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "cron expression must be at most " + MAX_LENGTH + " chars, got " + text.length());
        }
        String[] fields = text.strip().split("[ \t]+", -1);
        if (fields.length != CronField.values().length) {
            throw new IllegalArgumentException("cron expression must have 5 fields (minute hour day-of-month month"
                    + " day-of-week), got " + fields.length + " in '" + text + "'");
        }
        CronExpression expression;
        try {
            expression = new CronExpression(fields);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("cron expression '" + text + "': " + e.getMessage(), e);
        }
        if (!expression.comesDue()) {
            throw new IllegalArgumentException("cron expression '" + text + "' never comes due: no month of '"
                    + fields[3] + "' has a day of '" + fields[2] + "'; change field day-of-month or month");
        }
        return expression;
    }

    /**
     * The first local minute at or after {@code from} that matches; there always is one within 40 years, since every day
     * of the year, 29 February too, falls on every weekday within that time. Costs a few steps per month passed over.
     */
    LocalDateTime next(LocalDateTime from) {
        LocalDateTime start = from.getSecond() == 0 && from.getNano() == 0
                ? from
                : from.withSecond(0).withNano(0).plusMinutes(1);
        LocalDate today = start.toLocalDate();
        if (matches(today)) {
            int minute = firstAtOrAfter(minutes, start.getMinute());
            if (minute >= 0 && (hours & (1L << start.getHour())) != 0) {
                return today.atTime(start.getHour(), minute);
            }
            int hour = firstAtOrAfter(hours, start.getHour() + 1);
            if (hour >= 0) {
                return today.atTime(hour, Long.numberOfTrailingZeros(minutes));
            }
        }
        return nextDay(today.plusDays(1))
                .atTime(Long.numberOfTrailingZeros(hours), Long.numberOfTrailingZeros(minutes));
    }

    private LocalDate nextDay(LocalDate from) {
        LocalDate day = from;
        while (!matches(day)) {
            boolean monthMatches = (months & (1L << day.getMonthValue())) != 0;
            day = monthMatches
                    ? day.plusDays(1)
                    : YearMonth.from(day).plusMonths(1).atDay(1);
        }
        return day;
    }

    private boolean matches(LocalDate day) {
        if ((months & (1L << day.getMonthValue())) == 0) {
            return false;
        }
        boolean ofMonth = (daysOfMonth & (1L << day.getDayOfMonth())) != 0;
        boolean ofWeek = (daysOfWeek & (1L << (day.getDayOfWeek().getValue() % 7))) != 0;
        return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
    }

    private boolean comesDue() {
        if (eitherDay) {
            return true;
        }
        int firstDay = Long.numberOfTrailingZeros(daysOfMonth);
        for (Month month : Month.values()) {
            if ((months & (1L << month.getValue())) != 0 && firstDay <= month.maxLength()) {
                return true;
            }
        }
        return false;
    }

    private static int firstAtOrAfter(long bits, int from) {
        long rest = bits >>> from << from;
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }
}
