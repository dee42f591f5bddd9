package systems.blackroad.operator.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobFilter;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Acceptance;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.Exchange;
import systems.blackroad.api.store.ExchangeResult;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.Settlement;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;
import systems.blackroad.api.store.Verdict;
import systems.blackroad.testkit.ManualClock;

/**
 * A cluster in one thread: engines over one store in memory, a virtual clock, and faults drawn from a seed. Requests are slow,
 * lost on the way there or back, or carried out long after the engine gave up on them; nodes are paused beyond their lease,
 * drained, or die with what they run.
 */
final class Simulation {

    static final String TYPE = "work";
    static final ScheduleId SCHEDULE = ScheduleId.of("beat");
    private static final Duration PERIOD = Duration.ofSeconds(7);
    private static final int NODES = 3;
    private static final int JOBS = 40;
    private static final int MAX_ATTEMPTS = 4;
    private static final long FAULTS_UNTIL = TimeUnit.SECONDS.toNanos(90);
    /** More than that is an engine that spins. */
    private static final int MAX_STEPS = 60_000;

    private static final long END = TimeUnit.SECONDS.toNanos(400);
    private static final Settings SETTINGS = new Settings(
            Map.of(
                    TYPE,
                    new Settings.Rule(
                            new RetryPolicy(MAX_ATTEMPTS, Duration.ofMillis(100), Duration.ofSeconds(2), 0.2),
                            Duration.ofSeconds(20))),
            3,
            new Settings.Timing(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(1)),
            "sim",
            "1");

    private final Random random;
    private final boolean calm;
    /** When the node died that ran a job, until the job is claimed again. */
    private final Map<JobId, Long> orphaned = new HashMap<>();

    private final ManualClock clock = new ManualClock();
    private final Storage storage =
            Storages.open("memory:", StorageOptions.builder().clock(clock).build());
    private final JobStore store = storage.jobs();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final List<SimNode> nodes = new ArrayList<>();
    private final Set<JobId> enqueued = new HashSet<>();
    private final Map<JobId, Long> tokens = new HashMap<>();
    private final Map<JobId, Integer> ends = new HashMap<>();
    private final Set<JobId> poison = new HashSet<>();
    private final Set<JobId> stall = new HashSet<>();
    private long now;
    private int steps;
    private long order;
    private long trace = 17;
    private int deaths;
    private long longestGap;
    private int stale;
    private int suspensions;

    /** A cluster under every fault. */
    Simulation(long seed) {
        this(seed, false);
    }

    private Simulation(long seed, boolean calm) {
        this.random = new Random(seed);
        this.calm = calm;
    }

    /** A cluster whose network and store are well, and whose nodes die now and then, never two within 20 s. */
    static Simulation calm(long seed) {
        return new Simulation(seed, true);
    }

    private record Event(long at, long order, Runnable action) {}

    /** One incarnation of a process. */
    private final class SimNode {
        private final Engine engine = new Engine(SETTINGS, new Random(random.nextLong()));
        private final Map<RunKey, ClaimedJob> running = new LinkedHashMap<>();
        private final Set<RunKey> lost = new HashSet<>();
        private boolean dead;
        private boolean draining;
        private long pausedUntil;
        private long leaseUntil;
        private long wakeVersion;

        /** Tells the engine, as soon as the process is not paused. */
        void tell(Input input) {
            if (dead) {
                return;
            }
            if (now < pausedUntil) {
                at(pausedUntil, () -> tell(input));
                return;
            }
            step(List.of(input));
        }

        private void step(List<Input> inputs) {
            for (Effect effect : engine.on(inputs, now)) {
                trace = trace * 31 + effect.toString().hashCode();
                if (effect instanceof StoreRequest request) {
                    send(this, request);
                } else if (effect instanceof Effect.Start start) {
                    start(start);
                } else if (effect instanceof Effect.Stop stop) {
                    stop(stop);
                } else if (effect instanceof Effect.WakeAt wake) {
                    wake(wake.at());
                } else if (effect instanceof Effect.LeaseUntil lease) {
                    leaseUntil = lease.at();
                } else if (effect instanceof Effect.NodeChanged) {
                    suspensions++;
                } else if (effect instanceof Effect.Drained) {
                    dead = true;
                    later(1000, Simulation.this::startNode);
                }
            }
        }

        private void wake(long at) {
            long version = ++wakeVersion;
            if (at < Long.MAX_VALUE) {
                assertThat(at)
                        .as("an engine that is free to act does not wait for the past")
                        .isGreaterThan(now);
                at(at, () -> {
                    if (version == wakeVersion) {
                        tell(Input.Signal.TIME);
                    }
                });
            }
        }

        private void start(Effect.Start start) {
            RunKey key = start.key();
            running.put(key, start.job());
            assertThat(now).as("a job starts under a valid lease").isLessThan(leaseUntil);
            if (poison.contains(key.job())) {
                later(random.nextInt(500), this::die);
            } else {
                if (stall.contains(key.job())) {
                    pause(10_000 + random.nextInt(4000));
                }
                long length = random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(1500);
                later(length, () -> end(key, random.nextInt(100) < 25));
            }
        }

        private void stop(Effect.Stop stop) {
            if (stop.lost()) {
                lost.add(stop.run());
            }
            if (stop.interrupt()) {
                later(random.nextInt(5) == 0 ? 15_000 : 5, () -> end(stop.run(), true));
            }
        }

        private void end(RunKey key, boolean fails) {
            if (dead) {
                return;
            }
            if (now < pausedUntil) {
                at(pausedUntil, () -> end(key, fails));
            } else if (running.remove(key) != null) {
                lost.remove(key);
                Payload result = Payload.ofJson(TYPE, 1, Long.toString(key.token()));
                tell(new Input.Ended(
                        key,
                        fails ? new Outcome.Threw("planned") : new Outcome.Returned(result),
                        random.nextBoolean()));
            }
        }

        private void pause(long millis) {
            pausedUntil = Math.max(pausedUntil, now + TimeUnit.MILLISECONDS.toNanos(millis));
        }

        private void die() {
            if (!dead) {
                dead = true;
                deaths++;
                valid(now).forEach(job -> orphaned.put(job, now));
                later(500 + random.nextInt(8000), Simulation.this::startNode);
            }
        }

        /** The jobs whose handlers may act here now. */
        private List<JobId> valid() {
            return dead ? List.of() : valid(now);
        }

        private List<JobId> valid(long at) {
            return at >= leaseUntil
                    ? List.of()
                    : running.keySet().stream()
                            .filter(key -> !lost.contains(key))
                            .map(RunKey::job)
                            .toList();
        }
    }

    private void at(long time, Runnable action) {
        events.add(new Event(Math.max(now, time), order++, action));
    }

    private void later(long millis, Runnable action) {
        at(now + TimeUnit.MILLISECONDS.toNanos(millis) + 1, action);
    }

    private boolean faulty(int percent) {
        return !calm && now < FAULTS_UNTIL && random.nextInt(100) < percent;
    }

    private void startNode() {
        SimNode node = new SimNode();
        nodes.removeIf(old -> old.dead);
        nodes.add(node);
        node.tell(Input.Signal.LOOK);
    }

    /** Carries a request to the store and its answer back, or not. */
    private void send(SimNode node, StoreRequest request) {
        long there = faulty(3) ? random.nextInt(8000) : random.nextInt(20);
        long back = faulty(3) ? random.nextInt(4000) : random.nextInt(20);
        if (faulty(4)) {
            boolean known = random.nextBoolean();
            later(
                    there,
                    () -> node.tell(new Input.Failed(
                            request,
                            known ? Input.Failure.UNAVAILABLE : Input.Failure.UNKNOWN,
                            "lost on the way there")));
        } else if (faulty(5)) {
            later(there, () -> execute(request));
            later(
                    random.nextInt(3000),
                    () -> node.tell(new Input.Failed(request, Input.Failure.UNKNOWN, "lost on the way back")));
        } else {
            later(there, () -> {
                Input answer = execute(request);
                later(back, () -> node.tell(answer));
            });
        }
    }

    private Input execute(StoreRequest request) {
        if (request instanceof StoreRequest.Trade trade) {
            return trade(trade.exchange());
        } else if (request instanceof StoreRequest.Beat beat) {
            return new Input.Beaten(beat.heartbeat(), store.heartbeat(beat.heartbeat()));
        } else if (request instanceof StoreRequest.Note note) {
            store.note(note.runs().stream()
                    .<LeaseNote>map(run -> new LeaseNote.Line(run.job(), run.token(), "note"))
                    .toList());
            return Input.Signal.NOTES_WRITTEN;
        } else if (request instanceof StoreRequest.Rescue rescue) {
            return new Input.Rescued(store.rescue(rescue.limit()).size());
        } else if (request instanceof StoreRequest.ReadDue due) {
            return new Input.DueRead(store.dueSchedules(due.limit()));
        } else if (request instanceof StoreRequest.Pass pass) {
            return new Input.Passed(pass.ticks(), store.tick(pass.ticks()));
        }
        StoreRequest.Leave leave = (StoreRequest.Leave) request;
        store.leave(leave.node());
        return new Input.Left(leave.node());
    }

    private Input trade(Exchange exchange) {
        ExchangeResult result = store.exchange(exchange);
        for (int i = 0; i < result.settled().size(); i++) {
            Settlement settlement = exchange.settlements().get(i);
            Acceptance acceptance = result.settled().get(i);
            stale += acceptance == Acceptance.STALE ? 1 : 0;
            if (acceptance == Acceptance.ACCEPTED) {
                assertThat(settlement.token())
                        .as("the accepted end of %s is of its last claim", settlement.job())
                        .isEqualTo(tokens.get(settlement.job()));
                Verdict verdict = settlement.verdict();
                if (!(verdict instanceof Verdict.Retry) && !(verdict instanceof Verdict.Released)) {
                    ends.merge(settlement.job(), 1, Integer::sum);
                }
            }
        }
        for (ClaimedJob job : result.claimed()) {
            tokens.merge(job.id(), job.token(), Math::max);
            Long since = orphaned.remove(job.id());
            longestGap = Math.max(longestGap, since == null ? 0 : now - since);
        }
        return new Input.Traded(exchange, result);
    }

    private void enqueue(int number) {
        JobId id = JobId.of("job-" + number);
        if (!calm && random.nextInt(20) == 0) {
            poison.add(id);
        } else if (!calm && random.nextInt(20) == 0) {
            stall.add(id);
        }
        Due due = random.nextInt(4) == 0 ? Due.after(Duration.ofMillis(random.nextInt(5000))) : Due.NOW;
        store.enqueue(List.of(new NewJob(id, payload(), queue(), 0, due, MAX_ATTEMPTS, "sim", null, Map.of())), null);
        enqueued.add(id);
        if (random.nextInt(10) == 0) {
            later(random.nextInt(3000), () -> store.cancel(id, UserId.of("ada")));
        }
        nodes.forEach(node -> node.tell(Input.Signal.WORK));
    }

    private void disturb() {
        if (calm) {
            nodes.get(random.nextInt(nodes.size())).die();
            if (now < FAULTS_UNTIL) {
                later(20_000 + random.nextInt(5000), this::disturb);
            }
            return;
        }
        SimNode node = nodes.isEmpty() ? null : nodes.get(random.nextInt(nodes.size()));
        if (node != null && !node.dead && now < FAULTS_UNTIL) {
            switch (random.nextInt(4)) {
                case 0 -> node.die();
                case 1 -> node.pause(random.nextInt(25_000));
                case 2 -> {
                    if (!node.draining) {
                        node.draining = true;
                        node.tell(new Input.Drain(now + TimeUnit.MILLISECONDS.toNanos(random.nextInt(3000))));
                    }
                }
                default -> {}
            }
            later(2000 + random.nextInt(6000), this::disturb);
        }
    }

    private static Payload payload() {
        return Payload.ofJson(TYPE, 1, "{}");
    }

    private static QueueName queue() {
        return QueueName.of("default");
    }

    Simulation run() {
        store.putSchedule(new JobSchedule(
                SCHEDULE,
                Schedule.every(PERIOD),
                payload(),
                queue(),
                0,
                MAX_ATTEMPTS,
                true,
                ManualClock.START.plus(PERIOD),
                null));
        for (int i = 0; i < NODES; i++) {
            later(i * 300L, this::startNode);
        }
        for (int i = 0; i < JOBS; i++) {
            int number = i;
            later(random.nextInt(80_000), () -> enqueue(number));
        }
        later(3000, this::disturb);
        while (now < END && !events.isEmpty()) {
            Event event = events.remove();
            now = event.at();
            clock.set(ManualClock.START.plusNanos(now));
            event.action().run();
            requireOneLeaseEach();
            assertThat(++steps).as("steps by %s s", now / 1_000_000_000.0).isLessThan(MAX_STEPS);
        }
        return this;
    }

    private void requireOneLeaseEach() {
        Set<JobId> seen = new HashSet<>();
        for (SimNode node : nodes) {
            for (JobId job : node.valid()) {
                assertThat(seen.add(job))
                        .as("%s runs under one valid lease", job)
                        .isTrue();
            }
        }
    }

    /** Every job has ended, each once; and each tick that came has its job. */
    void requireAllEnded() {
        long ticks = Duration.ofNanos(now).dividedBy(PERIOD);
        List<Job> jobs = all();
        assertThat(jobs).extracting(Job::id).containsAll(enqueued);
        List<Job> open = jobs.stream()
                .filter(job -> !job.status().isFinished())
                .filter(job -> job.createdAt().isBefore(clock.instant().minusSeconds(120)))
                .toList();
        assertThat(open).as("jobs that never ended").isEmpty();
        assertThat(ends.values()).as("accepted ends of a job").allMatch(count -> count == 1);
        for (Job job : jobs) {
            if (job.status() == JobStatus.COMPLETED) {
                assertThat(ends).containsKey(job.id());
                assertThat(job.result()).isEqualTo(Payload.ofJson(TYPE, 1, "" + tokens.get(job.id())));
            }
            if (poison.contains(job.id()) || stall.contains(job.id())) {
                assertThat(job.status())
                        .as("%s, which kills or stalls its nodes", job.id())
                        .isNotEqualTo(JobStatus.COMPLETED);
            }
            assertThat(job.attempt()).as("attempts of %s", job.id()).isLessThanOrEqualTo(MAX_ATTEMPTS);
        }
        long made = jobs.stream().filter(job -> job.schedule() != null).count();
        assertThat(made).as("jobs of %s ticks", ticks).isBetween(ticks / 2, ticks);
    }

    private List<Job> all() {
        List<Job> jobs = new ArrayList<>();
        String after = null;
        do {
            Page<Job> page = store.list(JobFilter.ALL, after, Page.MAX_LIMIT);
            jobs.addAll(page.items());
            after = page.next();
        } while (after != null);
        return jobs;
    }

    /** The longest time from a node's death until a job that it ran was claimed again. */
    Duration longestGap() {
        assertThat(orphaned.keySet().stream()
                        .filter(job -> !store.find(job).orElseThrow().status().isFinished()))
                .as("jobs of dead nodes that nobody took")
                .isEmpty();
        return Duration.ofNanos(longestGap);
    }

    long trace() {
        return trace;
    }

    int deaths() {
        return deaths;
    }

    int stale() {
        return stale;
    }

    int suspensions() {
        return suspensions;
    }
}
