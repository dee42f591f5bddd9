package systems.blackroad.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.testkit.ManualClock;

/**
 * What callers that race saw, and what it says of the rules of queues. Each call has a beginning and an end on one line of
 * numbers, and its effect is somewhere between: a run is known to last from the end of its claim to the beginning of the
 * first call that may have ended it, and only what is known is held against the store. Thread-safe.
 */
final class StressRecord {

    /** From when to when a call lasted, and on the clock of the store. */
    record Call(long began, long ended, Instant from, Instant to) {

        private boolean overlaps(Call other) {
            return began < other.ended && other.began < ended;
        }
    }

    /** A job that was taken in, or that a caller's transaction may have taken in. */
    static final class Known {
        final NewJob job;
        /** The call that took it in to be due at once, or null if that is not known. */
        private volatile @Nullable Call taken;

        private volatile @Nullable Call given;
        /** When the first call began that may have ended it where it waits, when the last one ended, and how many are under way. */
        private final AtomicLong touched = new AtomicLong(Long.MAX_VALUE);

        private final AtomicLong released = new AtomicLong();
        private final AtomicInteger touching = new AtomicInteger();
        private volatile @Nullable Stretch begun;

        private Known(NewJob job) {
            this.job = job;
        }

        private boolean isOrdered() {
            return job.key() != null && job.key().ordered();
        }
    }

    /** Something that began in a call, and lasts until what may be its end. */
    private static final class Stretch {
        private final Known of;
        private final Call began;
        private final AtomicLong over = new AtomicLong(Long.MAX_VALUE);

        private Stretch(Known of, Call began) {
            this.of = of;
            this.began = began;
        }

        private boolean lasts(long at) {
            return began.ended() <= at && at < over.get();
        }
    }

    /** A run, for its caller to end. */
    record Run(JobId job, long token, NodeId node, Stretch stretch) {}

    private record Change(Call call, QueueLimits limits) {}

    private final ManualClock clock;
    private final AtomicLong line = new AtomicLong();
    private final Map<JobId, Known> jobs = new ConcurrentHashMap<>();
    private final Map<NodeId, Instant> leases = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Run> runs = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Call> rescues = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Stretch> turns = new ConcurrentLinkedQueue<>();
    private final Map<QueueName, List<Change>> changes = new ConcurrentHashMap<>();

    StressRecord(ManualClock clock) {
        this.clock = clock;
    }

    /** A call that begins. */
    final class Began {
        final long at = line.incrementAndGet();
        final Instant from = clock.instant();

        Call ended() {
            Instant to = clock.instant();
            return new Call(at, line.incrementAndGet(), from, to);
        }
    }

    Began begin() {
        return new Began();
    }

    /** A job is about to be enqueued. */
    void enqueuing(NewJob job) {
        jobs.put(job.id(), new Known(job));
    }

    /** A job was taken in, and was due at once. */
    void taken(NewJob job, Call call) {
        known(job.id()).taken = call;
    }

    private Known known(JobId job) {
        return Objects.requireNonNull(jobs.get(job), () -> "nobody enqueued job " + job);
    }

    List<Known> jobs() {
        return List.copyOf(jobs.values());
    }

    /**
     * Does what may end jobs wherever they wait, ask them to stop, or change when they are due; which jobs is asked before and
     * after it, since others may be enqueued meanwhile.
     */
    void touching(Supplier<Collection<Known>> which, Action action) throws Exception {
        long at = line.incrementAndGet();
        Collection<Known> before = which.get();
        for (Known known : before) {
            known.touching.incrementAndGet();
            touch(known, at);
        }
        try {
            action.run();
        } finally {
            Collection<Known> after = which.get();
            long over = line.incrementAndGet();
            after.forEach(known -> {
                touch(known, at);
                known.released.accumulateAndGet(over, Math::max);
            });
            before.forEach(known -> known.touching.decrementAndGet());
        }
    }

    private static void touch(Known known, long at) {
        known.touched.accumulateAndGet(at, Math::min);
        mayFinish(known, at);
    }

    /** Something that is done to the store. */
    interface Action {
        void run() throws Exception;
    }

    /** All that have one of these unique keys. */
    Collection<Known> holders(Set<String> keys) {
        return jobs.values().stream()
                .filter(known -> known.job.unique() != null
                        && keys.contains(known.job.unique().key()))
                .collect(Collectors.toList());
    }

    private static void mayFinish(Known known, long at) {
        Stretch begun = known.begun;
        if (begun != null) {
            begun.over.accumulateAndGet(at, Math::min);
        }
    }

    Run claimed(NodeId node, ClaimedJob claimed, Call call) {
        Known known = known(claimed.id());
        Run run = new Run(claimed.id(), claimed.token(), node, new Stretch(known, call));
        if (known.given == null) {
            known.given = call;
        }
        if (known.isOrdered() && (known.begun == null || known.begun.over.get() < Long.MAX_VALUE)) {
            Stretch begun = new Stretch(known, call);
            known.begun = begun;
            turns.add(begun);
            if (known.touching.get() > 0 || known.released.get() >= call.began()) {
                mayFinish(known, call.began());
            }
        }
        runs.add(run);
        return run;
    }

    /** A call begins that may end a run, and, if {@code finishes}, what the job began. */
    void mayEnd(Run run, boolean finishes, long at) {
        run.stretch().over.accumulateAndGet(at, Math::min);
        if (finishes) {
            mayFinish(run.stretch().of, at);
        }
    }

    /** A node was told that it is live at least until then. */
    void live(NodeId node, Instant until) {
        leases.put(node, until);
    }

    void rescued(Call call) {
        rescues.add(call);
    }

    /** Runs of nodes that may have lapsed by the end of a rescue may have ended in it. */
    private void endLapsed() {
        for (Run run : runs) {
            Instant until = leases.getOrDefault(run.node(), Instant.MIN);
            rescues.stream()
                    .filter(call -> !until.isAfter(call.to()))
                    .forEach(call -> mayEnd(run, false, call.began()));
        }
    }

    /** Settings of a queue were changed; calls for one queue do not overlap. */
    void changed(QueueName queue, QueueLimits limits, Call call) {
        changes.computeIfAbsent(queue, key -> new ArrayList<>()).add(new Change(call, limits));
    }

    int runs() {
        return runs.size();
    }

    /** The rules that were broken, told one a line. */
    List<String> broken() {
        endLapsed();
        List<String> broken = new ArrayList<>();
        List<Stretch> all = runs.stream().map(Run::stretch).collect(Collectors.toList());
        by(all, known -> known.job.queue().value())
                .values()
                .forEach(some -> check(
                        broken,
                        "concurrency",
                        some,
                        limits -> limits.concurrency().orElse(Integer.MAX_VALUE)));
        by(all, StressRecord::lane)
                .values()
                .forEach(some -> check(
                        broken,
                        "keyConcurrency",
                        some,
                        limits -> limits.keyConcurrency().orElse(Integer.MAX_VALUE)));
        by(turns, StressRecord::lane).values().forEach(some -> check(broken, "turn", some, limits -> 1));
        by(all, known -> known.job.queue().value()).values().forEach(some -> checkRate(broken, some));
        turns.forEach(turn -> checkFirst(broken, turn));
        return broken;
    }

    private static @Nullable String lane(Known known) {
        return known.job.key() == null
                ? null
                : known.job.queue() + " " + known.job.key().name();
    }

    private static Map<String, List<Stretch>> by(Iterable<Stretch> stretches, Function<Known, @Nullable String> name) {
        Map<String, List<Stretch>> by = new ConcurrentHashMap<>();
        for (Stretch stretch : stretches) {
            String of = name.apply(stretch.of);
            if (of != null) {
                by.computeIfAbsent(of, key -> new ArrayList<>()).add(stretch);
            }
        }
        return by;
    }

    /** As many may last at a time as were allowed when the last of them began, which is one of those that may be the last. */
    private void check(
            List<String> broken, String rule, List<Stretch> stretches, Function<QueueLimits, Integer> limit) {
        for (Stretch newest : stretches) {
            long at = newest.began.ended();
            List<Stretch> lasting =
                    stretches.stream().filter(stretch -> stretch.lasts(at)).collect(Collectors.toList());
            long latest = lasting.stream()
                    .mapToLong(stretch -> stretch.began.began())
                    .max()
                    .orElse(0);
            int most = lasting.stream()
                    .filter(stretch -> stretch.began.ended() >= latest)
                    .mapToInt(stretch -> allowed(stretch, limit))
                    .max()
                    .orElse(Integer.MAX_VALUE);
            if (lasting.stream().map(stretch -> stretch.of).distinct().count() > most) {
                broken.add(rule + " " + most + " exceeded by "
                        + lasting.stream()
                                .map(stretch -> stretch.of.job.id() + " " + stretch.began)
                                .collect(Collectors.joining(", ")));
                return;
            }
        }
    }

    private int allowed(Stretch stretch, Function<QueueLimits, Integer> limit) {
        int before = limit.apply(QueueLimits.NONE);
        int during = 0;
        for (Change change : changes.getOrDefault(stretch.of.job.queue(), List.of())) {
            if (change.call().ended() <= stretch.began.began()) {
                before = limit.apply(change.limits());
            } else if (change.call().overlaps(stretch.began)) {
                during = Math.max(during, limit.apply(change.limits()));
            }
        }
        return Math.max(before, during);
    }

    /** Between two claims, the bucket's permits may start and what came back since. */
    private void checkRate(List<String> broken, List<Stretch> starts) {
        List<Change> settings = changes.getOrDefault(starts.get(0).of.job.queue(), List.of());
        if (settings.size() != 1 || settings.get(0).limits().rate().isEmpty()) {
            return;
        }
        RateLimit rate = settings.get(0).limits().rate().get();
        starts.sort(Comparator.comparing(start -> start.began.from()));
        for (int first = 0; first < starts.size(); first++) {
            Instant from = starts.get(first).began.from();
            List<Instant> ends = starts.subList(first, starts.size()).stream()
                    .map(start -> start.began.to())
                    .sorted()
                    .collect(Collectors.toList());
            for (int more = 0; more < ends.size(); more++) {
                long back = Duration.between(from, ends.get(more)).dividedBy(rate.interval());
                if (more + 1 > rate.permits() + back) {
                    broken.add(rate + " gave " + (more + 1) + " permits from " + from + " to " + ends.get(more));
                    return;
                }
            }
        }
    }

    /** Nobody begins while one waits, and is due, that comes before him. */
    private void checkFirst(List<String> broken, Stretch turn) {
        Known given = turn.of;
        Call call = turn.began;
        if (given.given != call || given.taken == null) {
            return;
        }
        for (Known other : jobs.values()) {
            Call taken = other.taken;
            Call begun = other.given;
            if (other != given
                    && taken != null
                    && other.isOrdered()
                    && String.valueOf(lane(other)).equals(lane(given))
                    && taken.ended() <= call.began()
                    && (begun == null || begun.began() >= call.ended())
                    && other.touched.get() >= call.ended()
                    && comesBefore(other, given)) {
                broken.add("turn of " + other.job.id() + " " + taken + " was taken by " + given.job.id() + " " + call);
            }
        }
    }

    private static boolean comesBefore(Known one, Known other) {
        Call first = one.taken;
        Call second = other.taken;
        return one.job.priority() > other.job.priority()
                || one.job.priority() == other.job.priority()
                        && first != null
                        && second != null
                        && first.ended() <= second.began()
                        && !first.to().isAfter(second.from());
    }
}
