package systems.blackroad.operator.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.testkit.ManualClock;

/**
 * A whole cluster in one thread: engines over one store, under a virtual clock, with faults drawn from a seed. A call to the
 * store takes a while, may never arrive, or may arrive and lose its answer; a node may crash and be replaced, or stand still
 * for longer than its lease.
 */
final class Cluster {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final JobType<String> TYPE = JobType.named("work", String.class)
            .retry(new RetryPolicy(1000, Duration.ofMillis(100), Duration.ofSeconds(2), 0.2))
            .timeout(Duration.ofMinutes(5))
            .handledBy((payload, context) -> null);

    private final Random random;
    private final ManualClock clock;
    private final JobStore store;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final List<Member> members = new ArrayList<>();
    private final Map<JobId, Long> highestToken = new HashMap<>();
    private final Set<String> started = new HashSet<>();
    private final StringBuilder trace = new StringBuilder();
    private final List<String> violations = new ArrayList<>();
    private double faultRate;
    private long numbers;
    private int jobs;
    private int faults;

    Cluster(long seed, JobStore store, ManualClock clock, int size, double faultRate) {
        this.random = new Random(seed);
        this.store = store;
        this.clock = clock;
        this.faultRate = faultRate;
        for (int i = 0; i < size; i++) {
            members.add(new Member());
        }
        members.forEach(member -> at(0, member, member.life, new Input.Woken()));
    }

    private record Event(
            long at,
            long number,
            Member member,
            int life,
            @Nullable Input input,
            @Nullable Effect call) {}

    private final class Member {

        private Engine engine = engine();
        private int life;
        private long pausedUntil;
    }

    private Engine engine() {
        return new Engine(
                new EngineOptions(
                        "simulated",
                        "test",
                        Map.of(TYPE.name(), TYPE),
                        3,
                        LEASE,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1)),
                new Random(random.nextLong()));
    }

    private long now() {
        return clock.instant().toEpochMilli() * 1_000_000;
    }

    private void at(long delayMillis, Member member, int life, Input input) {
        events.add(new Event(clock.instant().toEpochMilli() + delayMillis, numbers++, member, life, input, null));
    }

    /** Enqueues one more job, due now or soon. */
    void enqueue() {
        JobId id = JobId.of("job-" + jobs++);
        Due due = random.nextInt(3) == 0 ? Due.after(Duration.ofMillis(random.nextInt(5000))) : Due.NOW;
        store.enqueue(
                List.of(new NewJob(
                        id,
                        Payload.ofJson(TYPE.name(), 1, "\"\""),
                        QueueName.of("default"),
                        0,
                        due,
                        1000,
                        "sim",
                        null,
                        Map.of())),
                null);
    }

    /** Takes up to {@code steps} steps; returns whether anything was left to do. */
    boolean run(int steps) {
        for (int i = 0; i < steps; i++) {
            Event event = events.poll();
            if (event == null) {
                return false;
            }
            long wait = event.at() - clock.instant().toEpochMilli();
            if (wait > 0) {
                clock.advance(Duration.ofMillis(wait));
            }
            maybeBreak();
            step(event);
        }
        return true;
    }

    private void step(Event event) {
        Member member = event.member();
        if (event.life() != member.life) {
            return;
        }
        long pause = member.pausedUntil - clock.instant().toEpochMilli();
        if (pause > 0) {
            events.add(new Event(member.pausedUntil, numbers++, member, event.life(), event.input(), event.call()));
            return;
        }
        if (event.call() != null) {
            at(random.nextInt(20), member, event.life(), call(event.call()));
        } else if (event.input() != null) {
            trace.append(clock.instant().toEpochMilli())
                    .append(' ')
                    .append(members.indexOf(member))
                    .append(' ')
                    .append(event.input().getClass().getSimpleName())
                    .append('\n');
            for (Effect effect : member.engine.on(event.input(), now())) {
                carryOut(member, effect);
            }
        }
    }

    private void carryOut(Member member, Effect effect) {
        if (effect instanceof Effect.StartRun start) {
            start(member, start.job());
        } else if (effect instanceof Effect.WakeAt wake) {
            long millis = wake.time() == Long.MAX_VALUE ? 1000 : Math.max(1, (wake.time() - now()) / 1_000_000 + 1);
            at(Math.min(millis, 1000), member, member.life, new Input.Woken());
        } else if (isCall(effect)) {
            events.add(new Event(
                    clock.instant().toEpochMilli() + random.nextInt(20), numbers++, member, member.life, null, effect));
        }
    }

    private static boolean isCall(Effect effect) {
        return effect.getClass().getSimpleName().startsWith("Send") || effect instanceof Effect.ReadDue;
    }

    private void start(Member member, ClaimedJob job) {
        if (!started.add(job.id() + " " + job.token())) {
            violations.add("job " + job.id() + " started twice under token " + job.token());
        }
        long earlier = highestToken.getOrDefault(job.id(), 0L);
        highestToken.put(job.id(), Math.max(earlier, job.token()));
        RunResult result = random.nextInt(10) == 0 ? new RunResult.Threw("planned") : new RunResult.Returned(null);
        at(random.nextInt(4000), member, member.life, new Input.RunEnded(job.id(), job.token(), result));
    }

    /** Calls the store, unless the call is lost; an answer may be lost too. */
    private Input call(Effect effect) {
        boolean faulty = random.nextDouble() < faultRate;
        boolean arrives = !faulty || random.nextBoolean();
        Input answer = arrives ? answer(effect) : failure(effect);
        if (faulty) {
            faults++;
            return failure(effect);
        }
        return answer;
    }

    private Input answer(Effect effect) {
        if (effect instanceof Effect.SendHeartbeat send) {
            return new Input.HeartbeatAnswered(send.request(), now(), store.heartbeat(send.request()));
        }
        if (effect instanceof Effect.SendExchange send) {
            return new Input.ExchangeAnswered(send.request(), store.exchange(send.request()));
        }
        if (effect instanceof Effect.SendNotes send) {
            return new Input.NotesAnswered(send.node(), send.notes(), store.note(send.notes()));
        }
        if (effect instanceof Effect.SendRescue send) {
            return new Input.RescueAnswered(store.rescue(send.limit()).size());
        }
        if (effect instanceof Effect.SendLeave leave) {
            store.leave(leave.node());
            return new Input.LeaveAnswered(leave.node());
        }
        return new Input.DueRead(store.dueSchedules(10));
    }

    private static Input failure(Effect effect) {
        if (effect instanceof Effect.SendHeartbeat send) {
            return new Input.HeartbeatFailed(send.request());
        }
        if (effect instanceof Effect.SendExchange send) {
            return new Input.ExchangeFailed(send.request());
        }
        if (effect instanceof Effect.SendNotes send) {
            return new Input.NotesFailed(send.node(), send.notes());
        }
        if (effect instanceof Effect.SendRescue) {
            return new Input.RescueFailed();
        }
        if (effect instanceof Effect.SendLeave leave) {
            return new Input.LeaveAnswered(leave.node());
        }
        return new Input.SchedulesFailed();
    }

    /** Crashes a node, or lets it stand still for up to three leases, now and then. */
    private void maybeBreak() {
        if (random.nextDouble() >= faultRate / 20) {
            return;
        }
        faults++;
        Member victim = members.get(random.nextInt(members.size()));
        if (random.nextBoolean()) {
            victim.life++;
            victim.engine = engine();
            at(random.nextInt(3000), victim, victim.life, new Input.Woken());
        } else {
            victim.pausedUntil = clock.instant().toEpochMilli() + random.nextInt(Math.toIntExact(3 * LEASE.toMillis()));
        }
    }

    /** Ends the faults, and takes steps until every job is finished; adds a violation if that does not come. */
    void heal() {
        faultRate = 0;
        for (int i = 0; i < 400 && unfinished() > 0; i++) {
            run(500);
        }
        if (unfinished() > 0) {
            violations.add(unfinished() + " of " + jobs + " jobs never ended");
        }
        for (int i = 0; i < jobs; i++) {
            JobId id = JobId.of("job-" + i);
            Job job = store.find(id).orElse(null);
            if (job == null) {
                violations.add("job " + id + " is lost");
            } else if (job.token() != highestToken.getOrDefault(id, 0L) && job.status() == JobStatus.COMPLETED) {
                violations.add("job " + id + " ended under token " + job.token() + ", the highest that ran is "
                        + highestToken.get(id));
            }
        }
    }

    private long unfinished() {
        Map<JobStatus, Long> counts = store.counts();
        return counts.getOrDefault(JobStatus.PENDING, 0L) + counts.getOrDefault(JobStatus.RUNNING, 0L);
    }

    List<String> violations() {
        return violations;
    }

    int faults() {
        return faults;
    }

    /** Every input of every engine, with its time: equal for equal seeds. */
    String trace() {
        return trace.toString();
    }
}
