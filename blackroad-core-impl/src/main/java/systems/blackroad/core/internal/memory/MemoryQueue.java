package systems.blackroad.core.internal.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.QueueSettings;
import systems.blackroad.api.job.RateLimit;
import systems.blackroad.api.store.Claim;

/*
 * Jobs that a limit holds back cost a claim nothing. The due jobs of a queue stand in lanes, each of which holds jobs that
 * the same limits hold back: those of one key and kind, those without a key of one kind, and those of one key that are
 * ordered. A lane is listed by its head under the head's kind as long as its key lets one start; so whatever begins, ends or
 * comes in touches the lanes of one key, and a claim looks at heads alone.
 */
/** The due jobs of one queue and what holds them back. Not thread-safe: guarded by its store's lock. */
final class MemoryQueue {

    private static final Instant LONG_AGO = Instant.EPOCH;

    /** What a claim tells apart: suspects from others, by type. */
    private record Kind(String type, boolean suspect) {

        static Kind of(MemoryJob job) {
            return new Kind(job.type(), job.suspect);
        }
    }

    /** The jobs of one key, or those without one. */
    private static final class Key {

        private final Map<Kind, MemoryLane> lanes = new HashMap<>();
        private final MemoryLane ordered = new MemoryLane(true);
        /** How many of its jobs run. */
        private int running;

        private MemoryLane lane(MemoryJob job) {
            return job.isOrdered() ? ordered : lanes.computeIfAbsent(Kind.of(job), kind -> new MemoryLane(false));
        }
    }

    private final Map<@Nullable String, Key> keys = new HashMap<>();
    /** The lanes that may give a job, by the kind of that job. */
    private final Map<Kind, NavigableSet<MemoryLane>> listed = new HashMap<>();

    private QueueSettings settings;
    /** How many of its jobs run. */
    private int running;
    /** When the bucket of its rate is full again. */
    private Instant fullAt = LONG_AGO;
    /** Whether a job may start now that could not before, or came in, since the last call of {@link #takeNews}. */
    private boolean news;

    MemoryQueue(QueueName name) {
        this.settings = new QueueSettings(name, false, QueueLimits.NONE);
    }

    QueueSettings settings() {
        return settings;
    }

    void set(QueueSettings wished) {
        fullAt = wished.limits().rate().equals(settings.limits().rate()) ? fullAt : LONG_AGO;
        settings = wished;
        news = true;
        new HashMap<>(keys).forEach(this::relist);
    }

    /** Whether nothing is set, waits or runs, so that it need not be kept. */
    boolean isIdle() {
        return settings.isDefault() && running == 0 && keys.isEmpty();
    }

    /** A job waits that is due. */
    void add(MemoryJob job) {
        Key key = keys.computeIfAbsent(job.key(), absent -> new Key());
        MemoryLane lane = key.lane(job);
        lane.jobs.add(job);
        news = true;
        relist(job.key(), key, List.of(lane));
    }

    /** A job waits no longer, or not here. */
    void remove(MemoryJob job) {
        Key key = keyOf(job);
        MemoryLane lane = key.lane(job);
        lane.jobs.remove(job);
        relist(job.key(), key, List.of(lane));
    }

    /** A waiting job starts. */
    void start(MemoryJob job, Instant now) {
        running++;
        settings.limits().rate().ifPresent(rate -> fullAt = later(fullAt, now).plus(rate.interval()));
        Key key = keys.computeIfAbsent(job.key(), absent -> new Key());
        MemoryLane lane = key.lane(job);
        key.running++;
        lane.jobs.remove(job);
        lane.turn = lane.ordered ? job : null;
        relist(job.key(), key);
    }

    /** A run ends, and its job with it or not. */
    void end(MemoryJob job) {
        Key key = keyOf(job);
        news |= !isOpen();
        running--;
        key.running--;
        relist(job.key(), key);
    }

    /** A job has finished: the next in order has its turn. */
    void finish(MemoryJob job) {
        Key key = keys.get(job.key());
        if (key != null && key.ordered.turn == job) {
            key.ordered.turn = null;
            relist(job.key(), key);
        }
    }

    /** The key of a job that waits here or runs. */
    private Key keyOf(MemoryJob job) {
        return Objects.requireNonNull(keys.get(job.key()), "the key of a job that waits or runs");
    }

    private void relist(@Nullable String name, Key key) {
        relist(name, key, key.lanes.values());
        relist(name, key, List.of(key.ordered));
    }

    private void relist(@Nullable String name, Key key, Collection<MemoryLane> lanes) {
        boolean open = name == null
                || settings.limits().keyConcurrency().isEmpty()
                || key.running < settings.limits().keyConcurrency().getAsInt();
        for (MemoryLane lane : lanes) {
            relist(lane, open ? lane.head() : null);
        }
        key.lanes.values().removeIf(MemoryLane::isIdle);
        if (key.running == 0 && key.lanes.isEmpty() && key.ordered.isIdle()) {
            keys.remove(name);
        }
    }

    private void relist(MemoryLane lane, @Nullable MemoryJob head) {
        if (lane.listed == head) {
            return;
        }
        if (lane.listed != null) {
            Kind kind = Kind.of(lane.listed);
            NavigableSet<MemoryLane> others = listed.get(kind);
            if (others != null && others.remove(lane) && others.isEmpty()) {
                listed.remove(kind);
            }
        }
        if (head != null) {
            // A queue without order gives one after another; a new head of an ordered lane was held back by the one
            // before.
            news |= lane.listed == null || lane.ordered;
            lane.listed = head;
            listed.computeIfAbsent(Kind.of(head), kind -> new TreeSet<>(MemoryLane.BY_HEAD))
                    .add(lane);
        } else {
            lane.listed = null;
        }
    }

    /** The first job in claim order of these types that may start now, or null. */
    @Nullable
    MemoryJob first(Collection<String> types, boolean suspects, Instant now) {
        if (!isOpen() || !untilPermit(now).isZero()) {
            return null;
        }
        MemoryJob first = null;
        for (String type : types) {
            NavigableSet<MemoryLane> lanes = listed.get(new Kind(type, suspects));
            MemoryJob head = lanes == null ? null : lanes.first().listed;
            if (head != null && (first == null || MemoryJob.CLAIM_ORDER.compare(head, first) < 0)) {
                first = head;
            }
        }
        return first;
    }

    /** Whether a job that could not start at the last call waits for nothing but a node and a permit now. */
    boolean takeNews() {
        boolean taken = news && isOpen() && !listed.isEmpty();
        news = false;
        return taken;
    }

    private boolean isOpen() {
        return !settings.paused()
                && (settings.limits().concurrency().isEmpty()
                        || running < settings.limits().concurrency().getAsInt());
    }

    /** How long until a job that a claim wishes and that waits for a permit alone may start, or null if none does. */
    @Nullable
    Duration untilStart(Claim claim, Instant now) {
        Duration wait = untilPermit(now);
        boolean awaited = !wait.isZero()
                && isOpen()
                && claim.serves(settings.queue())
                && listed.keySet().stream()
                        .anyMatch(kind -> claim.types().contains(kind.type()) && (claim.suspects() || !kind.suspect()));
        return awaited ? wait : null;
    }

    /** How long until the bucket has a permit, in whole milliseconds as store time counts. */
    private Duration untilPermit(Instant now) {
        if (settings.limits().rate().isEmpty()) {
            return Duration.ZERO;
        }
        RateLimit rate = settings.limits().rate().get();
        Instant permitAt = fullAt.minus(rate.interval().multipliedBy(rate.permits() - 1L));
        return permitAt.isAfter(now)
                ? Duration.ofMillis(
                        Duration.between(now, permitAt).plusNanos(999_999).toMillis())
                : Duration.ZERO;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
