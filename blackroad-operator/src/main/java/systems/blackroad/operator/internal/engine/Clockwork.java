package systems.blackroad.operator.internal.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Tick;
import systems.blackroad.operator.internal.schedule.Ticks;

/**
 * Passes the ticks of schedules. Ticks that were missed while no node ran are made up for by one job, that of the first of
 * them; the schedule then goes on after the store's present time.
 */
final class Clockwork {

    private static final int BATCH = 100;
    private static final long INTERVAL = 1_000_000_000L;
    private static final int MOST_KNOWN = 1000;

    private final Backoff backoff;
    private final RandomGenerator random;
    private final Map<Schedule, Ticks> known = new HashMap<>();
    private boolean busy;
    private long next = Long.MIN_VALUE;

    Clockwork(RandomGenerator random) {
        this.random = random;
        this.backoff = new Backoff(random);
    }

    void read(long now, List<Effect> effects) {
        if (!busy && now >= next && backoff.allows(now)) {
            busy = true;
            effects.add(new Effect.ReadDue(BATCH));
        }
    }

    void due(DueSchedules due, long now, List<Effect> effects) {
        List<Tick> ticks = new ArrayList<>();
        for (JobSchedule schedule : due.schedules()) {
            Instant expected = schedule.next();
            if (expected != null) {
                try {
                    ticks.add(tick(schedule, expected, due.storeTime()));
                } catch (IllegalArgumentException e) {
                    effects.add(new Effect.Report(
                            "Schedule " + schedule.id() + " is skipped here, it cannot be read: " + e.getMessage()));
                }
            }
        }
        if (ticks.isEmpty()) {
            rest(now);
        } else {
            effects.add(new Effect.SendTicks(List.copyOf(ticks)));
        }
    }

    private Tick tick(JobSchedule schedule, Instant expected, Instant storeTime) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        Ticks rule = known.computeIfAbsent(schedule.schedule(), Ticks::of);
        Instant from = storeTime.isAfter(expected) ? storeTime : expected;
        Instant following = rule.next(from, expected).orElse(null);
        NewJob job = new NewJob(
                JobId.of(schedule.id() + ":" + expected.toEpochMilli()),
                schedule.payload(),
                schedule.queue(),
                schedule.priority(),
                Due.at(expected),
                schedule.maxAttempts(),
                "schedule:" + schedule.id(),
                schedule.id(),
                Map.of());
        return new Tick(schedule.id(), expected, following, job);
    }

    /** Goes on at once after a full batch, for more may be due. */
    void ticked(int passed, long now) {
        rest(now);
        if (passed >= BATCH) {
            next = now;
        }
    }

    void failed(long now) {
        busy = false;
        backoff.failed(now);
    }

    void urge() {
        next = Long.MIN_VALUE;
    }

    private void rest(long now) {
        busy = false;
        backoff.succeeded();
        next = now + INTERVAL / 2 + random.nextLong(INTERVAL / 2);
    }

    boolean isBusy() {
        return busy;
    }

    long nextTimer() {
        return busy ? Long.MAX_VALUE : Math.max(next, backoff.until());
    }
}
