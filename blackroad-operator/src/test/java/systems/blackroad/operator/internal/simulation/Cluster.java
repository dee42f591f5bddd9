package systems.blackroad.operator.internal.simulation;

import static systems.blackroad.operator.internal.simulation.Faults.Kind.DEATH;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.DRAIN;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.LOST_HINT;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.LOST_REPLY;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.PAUSE;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.REFUSAL;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.REPEATED_HINT;
import static systems.blackroad.operator.internal.simulation.Faults.Kind.STORE_CLOCK_JUMP;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobSchedule;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.Retention;
import systems.blackroad.api.job.RetryPolicy;
import systems.blackroad.api.job.Schedule;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.JobStore;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.operator.internal.engine.Input;
import systems.blackroad.operator.internal.engine.Settings;
import systems.blackroad.testkit.ManualClock;

/**
 * A cluster in one thread: engines over one store, a virtual clock, and faults drawn from a seed. Requests are slow, lost on
 * the way there or back, refused, or carried out long after the engine gave up on them; nodes die between any two calls or
 * with what they run, are paused beyond their lease, or drained; the store is started again, and its clock jumps forward.
 */
final class Cluster {

    static final String TYPE = "work";
    static final Duration PERIOD = Duration.ofSeconds(7);
    static final int MAX_ATTEMPTS = 4;
    static final Settings SETTINGS = new Settings(
            Map.of(
                    TYPE,
                    new Settings.Rule(
                            new RetryPolicy.Exponential(
                                    MAX_ATTEMPTS, Duration.ofMillis(100), Duration.ofSeconds(2), 0.2),
                            Duration.ofSeconds(20))),
            3,
            new Settings.Timing(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(1)),
            1,
            new Retention(
                    Map.of(JobStatus.COMPLETED, Duration.ofSeconds(8), JobStatus.FAILED, Duration.ofSeconds(12)),
                    Map.of()),
            "sim",
            "1",
            Set.of());

    static final Instant START = ManualClock.START;

    private static final ScheduleId SCHEDULE = ScheduleId.of("beat");
    private static final QueueName QUEUE = QueueName.of("default");
    private static final Payload PAYLOAD = Payload.ofJson(TYPE, 1, "{}");
    /** More than that is an engine that spins. */
    private static final int MAX_STEPS = 60_000;

    private final Plan plan;
    private final Random random;
    private final @Nullable Defect defect;
    private final Faults faults;
    private final Timeline timeline = new Timeline();
    private final Trace trace = new Trace();
    private final ManualClock clock = new ManualClock();
    private final ManualClock callersClock = new ManualClock();
    private final JobStore plainStore;
    private final WatchedStore store;
    private final Network network;
    private final SimQueues queues;
    private final List<SimNode> nodes = new ArrayList<>();
    private final Map<JobId, Behaviour> behaviours = new HashMap<>();
    /** When the node died that ran a job, until the job is claimed again. */
    private final Map<JobId, Long> orphaned = new HashMap<>();

    private Duration storeAhead = Duration.ZERO;
    private long storeJumpedAt = Long.MIN_VALUE;
    private int started;
    private int steps;
    private int deaths;
    private int suspensions;
    private long longestGap;

    /** Opens the store of a run. */
    interface Stores {

        /**
         * Opens an empty store.
         *
         * @param clock the store's clock
         * @param callersClock the wall clock of whoever calls
         */
        JobStore open(InstantSource clock, InstantSource callersClock);
    }

    /** A cluster whose course {@code seed} decides, over a store of {@code stores}, perhaps with a defect in its nodes. */
    Cluster(long seed, Plan plan, Stores stores, @Nullable Defect defect) {
        this.plan = plan;
        this.random = new Random(seed);
        this.defect = defect;
        this.faults = new Faults(random, plan.calm() ? 0 : plan.faults().toNanos());
        this.plainStore = stores.open(clock, callersClock);
        this.store = new WatchedStore(plainStore, clock);
        this.network = new Network(this, store, callersClock);
        this.queues = new SimQueues(store, timeline, new Random(seed ^ 0x51), this::hint);
    }

    /** The settings of a node that serves some queues, or all if none are named. */
    static Settings settings(Set<QueueName> served) {
        return new Settings(
                SETTINGS.rules(),
                SETTINGS.slots(),
                SETTINGS.timing(),
                SETTINGS.secondExchange(),
                SETTINGS.retention(),
                SETTINGS.host(),
                SETTINGS.version(),
                served);
    }

    Timeline timeline() {
        return timeline;
    }

    Random random() {
        return random;
    }

    Trace trace() {
        return trace;
    }

    Faults faults() {
        return faults;
    }

    Network network() {
        return network;
    }

    /** Where the store's clock stands. */
    Instant storeTime() {
        return clock.instant();
    }

    /** A job was given to a node. */
    void given(JobId job) {
        Long since = orphaned.remove(job);
        longestGap = Math.max(longestGap, since == null ? 0 : timeline.now() - since);
    }

    Ledger ledger() {
        return store.ledger();
    }

    Behaviour behaviour(JobId job) {
        return behaviours.getOrDefault(job, Behaviour.ORDINARY);
    }

    void suspended() {
        suspensions++;
    }

    /** A node died that ran {@code orphans}. */
    void died(List<JobId> orphans) {
        deaths++;
        orphans.forEach(job -> orphaned.put(job, timeline.now()));
        replace(500 + random.nextInt(8000));
    }

    /** Starts another node in a while. */
    void replace(long millis) {
        timeline.later(millis, this::startNode);
    }

    private boolean strikes(Faults.Kind kind) {
        return faults.strikes(kind, timeline.now());
    }

    private void startNode() {
        Set<QueueName> served = ++started == 1 && !plan.calm() ? SimQueues.OF_THE_FIRST : Set.of();
        SimNode node = new SimNode(this, "node-" + started, served, defect);
        nodes.removeIf(SimNode::isDead);
        nodes.add(node);
        node.tell(Input.Signal.LOOK);
    }

    private void arrive(int number) {
        JobId id = JobId.of("job-" + number);
        boolean deadly = !plan.calm() && !plan.quick();
        if (deadly && random.nextInt(20) == 0) {
            behaviours.put(id, Behaviour.KILLS);
        } else if (deadly && random.nextInt(20) == 0) {
            behaviours.put(id, Behaviour.STALLS);
        } else if (strikes(REFUSAL)) {
            behaviours.put(id, Behaviour.UNWRITABLE);
        }
        Due due = random.nextInt(4) == 0 ? Due.after(Duration.ofMillis(random.nextInt(5000))) : Due.NOW;
        NewJob plain = new NewJob(id, PAYLOAD, QUEUE, 0, due, MAX_ATTEMPTS, "sim", null, Map.of());
        NewJob job = plan.calm() ? plain : queues.place(plain);
        store.enqueue(job);
        if (strikes(LOST_REPLY)) {
            timeline.later(random.nextInt(3000), () -> store.enqueue(job));
        }
        if (random.nextInt(10) == 0) {
            timeline.later(random.nextInt(3000), () -> store.cancel(id));
        }
        if (!plan.calm() && random.nextInt(8) == 0) {
            timeline.later(random.nextInt(10_000), () -> requeue(id));
        }
        hint();
    }

    private void requeue(JobId id) {
        if (store.requeue(id)) {
            hint();
        }
    }

    private void hint() {
        for (SimNode node : nodes) {
            if (!strikes(LOST_HINT)) {
                node.tell(Input.Signal.WORK);
            }
            if (strikes(REPEATED_HINT)) {
                timeline.later(random.nextInt(2000), () -> node.tell(Input.Signal.WORK));
            }
        }
    }

    private void disturb() {
        if (plan.calm()) {
            nodes.get(random.nextInt(nodes.size())).die();
            if (timeline.now() < plan.faults().toNanos()) {
                timeline.later(20_000 + random.nextInt(5000), this::disturb);
            }
            return;
        }
        SimNode node = nodes.isEmpty() ? null : nodes.get(random.nextInt(nodes.size()));
        if (node != null && !node.isDead() && faults.isOn(timeline.now())) {
            if (strikes(DEATH)) {
                node.die();
            } else if (strikes(PAUSE)) {
                node.pause(random.nextInt(25_000));
            } else if (strikes(DRAIN)) {
                node.drain(random.nextInt(3000));
            }
        }
        if (faults.isOn(timeline.now())) {
            timeline.later(2000 + random.nextInt(6000), this::disturb);
        }
    }

    private void jumpStoreClock() {
        if (strikes(STORE_CLOCK_JUMP)) {
            storeAhead = storeAhead.plusMillis(random.nextInt(30_000));
            storeJumpedAt = timeline.now();
            setClocks();
            timeline.later(5000 + random.nextInt(30_000), this::jumpStoreClock);
        }
    }

    private void setClocks() {
        clock.set(ManualClock.START.plusNanos(timeline.now()).plus(storeAhead));
    }

    Cluster run() {
        begin();
        long end = plan.end().toNanos();
        while (timeline.now() < end && !timeline.isOver() && !isDone()) {
            Runnable action = timeline.next();
            setClocks();
            action.run();
            requireOneHandlerEach();
            steps++;
            Promise.EVERY_JOB_ENDS.require(steps < MAX_STEPS, "an engine spins at %s", timeline);
        }
        return this;
    }

    private void begin() {
        plainStore.putSchedule(new JobSchedule(
                SCHEDULE,
                Schedule.every(PERIOD),
                PAYLOAD,
                QUEUE,
                0,
                MAX_ATTEMPTS,
                true,
                ManualClock.START.plus(PERIOD),
                null));
        if (!plan.calm()) {
            queues.begin(plan.faults().toNanos());
        }
        for (int i = 0; i < plan.nodes(); i++) {
            timeline.later(i * 300L, this::startNode);
        }
        for (int i = 0; i < plan.jobs(); i++) {
            int number = i;
            timeline.later(random.nextInt((int) plan.arrivals().toMillis()), () -> arrive(number));
        }
        timeline.later(3000, this::disturb);
        if (!plan.calm() && random.nextInt(4) == 0) {
            timeline.later(random.nextInt(15_000), this::jumpStoreClock);
        }
    }

    private boolean isDone() {
        return !plan.toTheEnd()
                && steps >= Plan.LEAST_STEPS
                && steps % 32 == 0
                && !faults.isOn(timeline.now())
                && ledger().isAllEnded();
    }

    /** Leases are judged by the store's clock, so a node cannot know that its own is over when that jumps. */
    private void requireOneHandlerEach() {
        Set<JobId> seen = new HashSet<>();
        for (SimNode node : nodes) {
            if (node.hasLeaseSince(storeJumpedAt)) {
                for (JobId job : node.valid()) {
                    Promise.ONE_HANDLER.require(seen.add(job), "%s runs twice at %s", job, timeline);
                }
            }
        }
    }

    JobStore plainStore() {
        return plainStore;
    }

    Plan plan() {
        return plan;
    }

    Duration elapsed() {
        return Duration.ofNanos(timeline.now());
    }

    /** The longest time from a node's death until a job that it ran was claimed again. */
    Duration longestGap() {
        return Duration.ofNanos(longestGap);
    }

    /** The jobs of dead nodes that nobody claimed since. */
    Set<JobId> orphans() {
        return Set.copyOf(orphaned.keySet());
    }

    int steps() {
        return steps;
    }

    int deaths() {
        return deaths;
    }

    int suspensions() {
        return suspensions;
    }
}
