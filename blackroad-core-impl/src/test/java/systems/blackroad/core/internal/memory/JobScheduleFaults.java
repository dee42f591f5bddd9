package systems.blackroad.core.internal.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.DueSchedules;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Tick;

/** Stores that break a rule about schedules or ticks. */
final class JobScheduleFaults {

    private JobScheduleFaults() {}

    static void addTo(Map<String, Fault> faults) {
        putting(faults);
        keeping(faults);
        ticks(faults);
        batches(faults);
    }

    /** What a put returns that is broken, given a sound store. */
    @FunctionalInterface
    private interface Put {
        JobSchedule returned(Optional<JobSchedule> before, JobSchedule given, JobSchedule right);
    }

    private static Fault putting(Put broken) {
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public JobSchedule putSchedule(JobSchedule schedule) {
                Optional<JobSchedule> before = stored(store, schedule.id());
                return broken.returned(before, schedule, super.putSchedule(schedule));
            }
        });
    }

    private static Optional<JobSchedule> stored(JobStore sound, ScheduleId id) {
        return sound.schedules(null, 100).items().stream()
                .filter(schedule -> schedule.id().equals(id))
                .findFirst();
    }

    private static JobSchedule edited(JobSchedule schedule, int priority, boolean enabled, @Nullable Instant next) {
        return new JobSchedule(
                schedule.id(),
                schedule.schedule(),
                schedule.payload(),
                schedule.queue(),
                priority,
                schedule.maxAttempts(),
                enabled,
                next,
                schedule.lastTick());
    }

    private static void putting(Map<String, Fault> faults) {
        faults.put(
                "J-78",
                putting((before, given, right) -> right.schedule() instanceof Schedule.Cron
                        ? edited(right, 0, right.enabled(), right.next())
                        : right));
        faults.put(
                "J-79",
                putting((before, given, right) ->
                        before.filter(given::sameDefinition).isPresent() ? given : right));
        faults.put(
                "J-80",
                putting((before, given, right) ->
                        before.filter(given::sameDefinition).isEmpty()
                                ? edited(right, right.priority(), given.enabled(), right.next())
                                : right));
        faults.put(
                "J-81",
                putting((before, given, right) ->
                        before.filter(given::sameDefinition).isEmpty()
                                ? edited(right, right.priority(), right.enabled(), given.next())
                                : right));
    }

    private static void keeping(Map<String, Fault> faults) {
        faults.put("J-82", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public boolean removeSchedule(ScheduleId schedule) {
                super.removeSchedule(schedule);
                return true;
            }
        }));
        faults.put("J-83", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public boolean enableSchedule(ScheduleId schedule, boolean enabled, UserId actor) {
                super.enableSchedule(schedule, enabled, actor);
                return true;
            }
        }));
        faults.put("J-84", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public DueSchedules dueSchedules(int limit) {
                DueSchedules due = super.dueSchedules(limit);
                List<JobSchedule> turned = new ArrayList<>(due.schedules());
                Collections.reverse(turned);
                return new DueSchedules(turned, due.storeTime());
            }
        }));
    }

    /** A passing of ticks that is broken, given a sound store. */
    @FunctionalInterface
    private interface Passing {
        List<Boolean> tick(JobStore sound, List<Tick> ticks);
    }

    private static Fault ticking(Passing broken) {
        return Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<Boolean> tick(List<Tick> ticks) {
                return broken.tick(store, ticks);
            }
        });
    }

    private static void ticks(Map<String, Fault> faults) {
        faults.put(
                "J-85",
                ticking((sound, ticks) -> sound.tick(
                        ticks.stream().map(JobScheduleFaults::anonymous).toList())));
        faults.put("J-86", ticking((sound, ticks) -> {
            List<Boolean> passed = sound.tick(ticks);
            return ticks.size() == 1 && stored(sound, ticks.get(0).schedule()).isEmpty() ? List.of(true) : passed;
        }));
        faults.put("J-87", ticking((sound, ticks) -> {
            Optional<NewJob> work =
                    ticks.isEmpty() ? Optional.empty() : ticks.get(0).job();
            boolean existed = work.flatMap(job -> sound.find(job.id())).isPresent();
            List<Boolean> passed = sound.tick(ticks);
            return existed ? List.of(false) : passed;
        }));
    }

    private static Tick anonymous(Tick tick) {
        NewJob work = tick.job()
                .map(job -> new NewJob(
                        job.id(),
                        job.payload(),
                        job.queue(),
                        job.priority(),
                        job.due(),
                        job.maxAttempts(),
                        job.actor(),
                        null,
                        job.metadata()))
                .orElse(null);
        return new Tick(tick.schedule(), tick.expected(), tick.following(), work);
    }

    private static void batches(Map<String, Fault> faults) {
        faults.put("J-88", ticking((sound, ticks) -> {
            boolean stranger = ticks.size() == 3
                    && ticks.stream()
                            .anyMatch(tick -> stored(sound, tick.schedule()).isEmpty());
            return stranger ? Collections.nCopies(3, false) : sound.tick(ticks);
        }));
        faults.put("J-89", racingTicks());
        faults.put("J-90", Fault.jobs(store -> new ForwardingJobStore(store) {
            @Override
            public List<Boolean> tick(List<Tick> ticks) {
                try {
                    return super.tick(ticks);
                } catch (IllegalArgumentException e) {
                    return List.of();
                }
            }

            @Override
            public DueSchedules dueSchedules(int limit) {
                return super.dueSchedules(Math.min(Math.max(limit, 1), Page.MAX_LIMIT));
            }
        }));
    }

    private static Fault racingTicks() {
        Overlap overlap = new Overlap();
        return ticking((sound, ticks) -> {
            try (Overlap.Call call = overlap.enter()) {
                List<Boolean> passed = sound.tick(ticks);
                return call.isShared() ? List.of(true) : passed;
            }
        });
    }
}
