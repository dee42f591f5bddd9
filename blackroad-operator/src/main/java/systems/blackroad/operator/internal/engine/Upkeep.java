package systems.blackroad.operator.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Tick;
import systems.blackroad.operator.internal.schedule.Ticks;

/** What every node does for all: putting back the jobs of dead nodes, and passing the ticks of due schedules. */
final class Upkeep {

    private static final int RESCUE_LIMIT = 500;
    private static final int SCHEDULE_LIMIT = 100;

    private final Settings settings;
    private final Outbox out;
    private final RandomGenerator random;
    private final Lane lane = new Lane(1);

    private long nextRescue;
    private long nextRead;
    /** Ticks to pass before anything else, or none. */
    private List<Tick> ticks = List.of();

    Upkeep(Settings settings, Outbox out, RandomGenerator random) {
        this.settings = settings;
        this.out = out;
        this.random = random;
    }

    void lookNow(long now) {
        lane.retryAt(now);
        nextRescue = now;
        nextRead = now;
    }

    void readNow(long now) {
        nextRead = now;
    }

    void advance(long now) {
        if (!lane.isFree(now)) {
            return;
        }
        if (!ticks.isEmpty()) {
            send(new StoreRequest.Pass(ticks));
            ticks = List.of();
        } else if (now >= nextRescue && nextRescue <= nextRead) {
            send(new StoreRequest.Rescue(RESCUE_LIMIT));
        } else if (now >= nextRead) {
            send(new StoreRequest.ReadDue(SCHEDULE_LIMIT));
        }
    }

    private void send(StoreRequest request) {
        lane.sent();
        out.add(request);
    }

    void rescued(int jobs, long now) {
        lane.answered();
        long third = settings.timing().lease().dividedBy(3).toNanos();
        nextRescue = jobs >= RESCUE_LIMIT ? now : now + (long) (third * (0.8 + 0.2 * random.nextDouble()));
    }

    /** Plans one tick for each due schedule: the latest that has come, so that missed ones make one job between them. */
    void read(DueSchedules due, long now) {
        lane.answered();
        nextRead = now + Engine.spread(settings.timing().poll(), random);
        List<Tick> planned = new ArrayList<>();
        for (JobSchedule schedule : due.schedules()) {
            Instant expected = schedule.next();
            if (expected != null) {
                plan(schedule, expected, due.storeTime(), planned, now);
            }
        }
        if (due.schedules().size() >= SCHEDULE_LIMIT && !planned.isEmpty()) {
            nextRead = now;
        }
        ticks = List.copyOf(planned);
    }

    private void plan(JobSchedule schedule, Instant expected, Instant storeTime, List<Tick> planned, long now) {
        try {
            Ticks times = Ticks.of(schedule.schedule());
            Instant following = times.next(storeTime, expected).orElse(null);
            planned.add(new Tick(schedule.id(), expected, following, job(schedule, times.latest(expected, storeTime))));
            nextRead = Math.min(nextRead, wakeFor(following, storeTime, now));
        } catch (IllegalArgumentException e) {
            out.warn(
                    now,
                    "Schedule " + schedule.id() + " is left alone, since its times cannot be told here: "
                            + e.getMessage());
        }
    }

    private static long wakeFor(@Nullable Instant following, Instant storeTime, long now) {
        return following == null || Duration.between(storeTime, following).compareTo(Duration.ofDays(1)) > 0
                ? Long.MAX_VALUE
                : now + Duration.between(storeTime, following).toNanos();
    }

    private static NewJob job(JobSchedule schedule, Instant tick) {
        return new NewJob(
                JobId.of(schedule.id() + ":" + tick.toEpochMilli()),
                schedule.payload(),
                schedule.queue(),
                schedule.priority(),
                Due.NOW,
                schedule.maxAttempts(),
                "schedule",
                schedule.id(),
                Map.of());
    }

    /** Returns whether a tick made a job. */
    boolean passed(List<Boolean> passed) {
        lane.answered();
        return passed.contains(true);
    }

    /** Tries again after the lane's back-off; what became of ticks is read from the schedules then. */
    void failed(long now) {
        lane.failed(now, random);
        nextRead = Math.min(nextRead, now);
    }

    long wakeAt(long now) {
        return lane.freeAt(ticks.isEmpty() ? Math.min(nextRescue, nextRead) : now);
    }
}
