package systems.blackroad.operator.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import systems.blackroad.api.job.Schedule;

/**
 * The instants at which a schedule is due, at millisecond precision. Immutable, safe to share between threads; reads no
 * clock.
 *
 * <p>A cron schedule is due at each local minute that its expression matches, and a clock change moves or drops ticks:
 *
 * <ul>
 *   <li>Local times that the change skips are due at the instant of the change: all of one gap make one tick, together
 *       with the local time right after the gap if that matches too.
 *   <li>Local times that the change repeats are due once, the first time. So an expression for every hour or every
 *       minute stays silent while local time repeats itself, and two ticks of {@code 0 * * * *} are then two hours apart
 *       in a zone that turns back by one. What must run every real hour takes a fixed rate, or a zone without changes.
 * </ul>
 */
public final class Ticks {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Rule rule;

    private Ticks(Rule rule) {
        this.rule = rule;
    }

    /** How the next tick follows from an instant. */
    private interface Rule {
        Optional<Instant> next(Instant after, Instant anchor);
    }

    /**
     * The ticks of {@code schedule}.
     *
     * @throws IllegalArgumentException if it is a cron expression that cannot be read, or that the calendar never
     *     matches, such as {@code 0 0 30 2 *}; one that matches rarely, such as 29 February, is fine
     */
    public static Ticks of(Schedule schedule) {
        if (schedule instanceof Schedule.Cron cron) {
            CronExpression expression = CronExpression.parse(cron.expression());
            return new Ticks((after, anchor) -> Optional.of(nextLocal(expression, cron.zone(), after)));
        }
        if (schedule instanceof Schedule.FixedRate rate) {
            Duration period = rate.period().truncatedTo(ChronoUnit.MILLIS);
            return new Ticks((after, anchor) -> Optional.of(nextOf(period, after, anchor)));
        }
        if (schedule instanceof Schedule.Once once) {
            Instant at = once.at().truncatedTo(ChronoUnit.MILLIS);
            return new Ticks((after, anchor) -> Optional.of(at).filter(tick -> tick.isAfter(after)));
        }
        throw new IllegalArgumentException("schedule must be cron, a fixed rate or once, got " + schedule.spec());
    }

    /**
     * The first tick strictly after {@code after}; empty if there is none, or none before the year 10000. Costs
     * microseconds: a search by month, day and hour, never by minute.
     *
     * @param after from the year 1 to 9999
     * @param anchor the registration or any earlier tick, from which a fixed rate counts whole periods, one or more; the
     *     other kinds do not read it
     * @throws IllegalArgumentException if an instant is outside those years
     */
    public Optional<Instant> next(Instant after, Instant anchor) {
        requireYear("after", after);
        requireYear("anchor", anchor);
        return rule.next(after, anchor).filter(tick -> !tick.isAfter(LATEST));
    }

    /**
     * The latest tick that is not after {@code now}. Looks back twice as far each time, so that a long outage costs hardly
     * more than a short one.
     *
     * @param tick a tick that is not after {@code now}
     */
    public Instant latest(Instant tick, Instant now) {
        Duration back = Duration.ofMinutes(2);
        Instant found = tick;
        while (found.equals(tick) && now.minus(back).isAfter(tick)) {
            found = next(now.minus(back), tick)
                    .filter(next -> !next.isAfter(now))
                    .orElse(tick);
            back = back.multipliedBy(2);
        }
        Optional<Instant> next = next(found, tick);
        while (next.isPresent() && !next.get().isAfter(now)) {
            found = next.get();
            next = next(found, tick);
        }
        return found;
    }

    private static Instant nextOf(Duration period, Instant after, Instant anchor) {
        Instant start = anchor.truncatedTo(ChronoUnit.MILLIS);
        long passed = Math.max(0, Duration.between(start, after).dividedBy(period));
        return start.plus(period.multipliedBy(passed + 1));
    }

    /**
     * The first tick of an expression. The instant of a local time never falls when the local time rises, so the first
     * local match whose instant is late enough is the one.
     */
    private static Instant nextLocal(CronExpression expression, ZoneId zone, Instant after) {
        ZoneRules rules = zone.getRules();
        LocalDateTime local = expression.next(firstCandidate(rules, after));
        Instant tick = instantOf(rules, local);
        while (!tick.isAfter(after)) {
            local = expression.next(local.plusMinutes(1));
            tick = instantOf(rules, local);
        }
        return tick;
    }

    /** A local time before which no local time has an instant later than {@code after}. */
    private static LocalDateTime firstCandidate(ZoneRules rules, Instant after) {
        LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
        ZoneOffsetTransition change = rules.getTransition(local);
        boolean repeated = change != null && change.isOverlap() && !after.isBefore(change.getInstant());
        return repeated
                ? change.getDateTimeBefore()
                : local.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    }

    private static Instant instantOf(ZoneRules rules, LocalDateTime local) {
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change == null) {
            return local.toInstant(rules.getOffset(local));
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }

    private static void requireYear(String name, Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException(name + " must be in the years 1 to 9999, got " + instant);
        }
    }
}
